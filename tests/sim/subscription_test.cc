#include "doctest/doctest.h"
#include "tests/sim/world.h"

namespace ringline::sim {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

// Alice watches, bob tells.
struct Pair {
  World world;
  Phone& alice;
  Phone& bob;
  SubscriptionId theirs;  // As bob knows it.
  bool takes_up = true;
  std::string state = "here";

  explicit Pair(uint64_t seed) : world(seed), alice(world.Add("alice")), bob(world.Add("bob")) {
    alice.application = [this](const Output& event) {
      if (std::get_if<out::RegistrationExpiring>(&event)) alice.Do(in::Register{});
    };
    bob.application = [this](const Output& event) { Hear(event); };
    alice.Do(in::Start{}), bob.Do(in::Start{});
    REQUIRE(world.RunUntil(
        [&] { return alice.Last<out::Registered>() && bob.Last<out::Registered>(); }));
  }
  void Hear(const Output& event) {
    if (std::get_if<out::RegistrationExpiring>(&event)) bob.Do(in::Register{});
    if (auto* offer = std::get_if<out::SubscribeOffered>(&event)) {
      if (takes_up) {
        theirs = SubscriptionId(bob.Do(in::AcceptSubscribe{.incoming = offer->incoming}));
      } else {
        bob.Do(in::Respond{.incoming = offer->incoming, .status_code = 403});
      }
    }
    if (auto* subscribe = std::get_if<out::SubscribeReceived>(&event)) {
      bob.Do(in::Notify{subscribe->subscription, "text/plain", state});
    }
  }
  SubscriptionId Subscribe(Duration expires = 600s) {
    SubscriptionId id(
        alice.Do(in::Subscribe{.target = "bob", .event = "presence", .expires = expires}));
    REQUIRE(id);
    return id;
  }
  bool Notified(int times) {
    return world.RunUntil([&] { return alice.Count<out::NotifyReceived>() >= times; });
  }
  std::string Body() {
    auto* notify = alice.Last<out::NotifyReceived>();
    return notify ? std::string(Message::Parse(notify->request)->body()) : "";
  }
  bool Ended() {
    return world.RunUntil([&] { return alice.Last<out::SubscriptionEnded>(); });
  }
};

TEST_CASE("a subscription is taken up, told, told anew, and ended") {
  Pair pair(1);
  SubscriptionId id = pair.Subscribe();
  REQUIRE(pair.Notified(1));
  REQUIRE(pair.world.RunUntil([&] { return pair.alice.Last<out::SubscriptionAccepted>(); }));
  CHECK(pair.Body() == "here");
  pair.bob.Do(in::Notify{pair.theirs, "text/plain", "away"});
  REQUIRE(pair.Notified(2));
  CHECK(pair.Body() == "away");
  pair.state = "gone";
  pair.alice.Do(in::Unsubscribe{.subscription = id});
  REQUIRE(pair.Ended());
  CHECK(pair.Body() == "gone");
  CHECK(pair.alice.Last<out::SubscriptionEnded>()->reason == "timeout");
  CHECK(pair.bob.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kUnsubscribed);
  CHECK(pair.alice.Deadline() > pair.world.now() + 10s);
}

TEST_CASE("it is refreshed for as long as it is wanted") {
  Pair pair(2);
  pair.Subscribe(60s);
  pair.world.RunFor(600s);
  CHECK(pair.alice.Last<out::SubscriptionEnded>() == nullptr);
  CHECK(pair.bob.Last<out::SubscriptionEnded>() == nullptr);
  CHECK(pair.bob.Count<out::SubscribeReceived>() >= 10);
}

TEST_CASE("a lost connection does not end it, whose ever it was") {
  for (bool mine : {true, false}) {
    Pair pair(3);
    pair.Subscribe();
    REQUIRE(pair.Notified(1));
    Phone& lost = mine ? pair.alice : pair.bob;
    lost.offline = true;
    lost.Close();
    pair.world.RunFor(5s);
    pair.bob.Do(in::Notify{pair.theirs, "text/plain", "changed meanwhile"});
    pair.state = "changed meanwhile";
    pair.world.RunFor(5s);
    lost.offline = false;
    CAPTURE(mine);
    CHECK(pair.world.RunUntil([&] { return pair.Body() == "changed meanwhile"; }));
    CHECK(pair.alice.Last<out::SubscriptionEnded>() == nullptr);
    CHECK(pair.bob.Last<out::SubscriptionEnded>() == nullptr);
  }
}

TEST_CASE("who does not come back is told no more, and the other end hears that it ended") {
  Pair pair(4);
  pair.Subscribe(60s);
  REQUIRE(pair.Notified(1));
  pair.alice.offline = true;
  pair.alice.Close();
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::SubscriptionEnded>(); }, 120s));
  CHECK(pair.bob.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kExpired);
  CHECK(pair.Ended());
  CHECK(pair.alice.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kExpired);
}

TEST_CASE("a refused subscription ends with its answer") {
  Pair pair(5);
  pair.takes_up = false;
  pair.Subscribe();
  REQUIRE(pair.Ended());
  CHECK(pair.alice.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kRefused);
  CHECK(pair.alice.Last<out::SubscriptionEnded>()->cause == Cause::kRejected);
  CHECK(pair.bob.Last<out::SubscribeReceived>() == nullptr);
}

TEST_CASE("a NOTIFY may overtake the 200") {
  Pair pair(6);
  std::optional<std::string> held;
  bool holds = true;
  pair.world.intercept = [&](Phone& from, const std::string& frame) -> std::optional<std::string> {
    bool ok = frame.starts_with("SIP/2.0 200") && frame.find("SUBSCRIBE\r\n") != std::string::npos;
    if (!holds || !ok || &from != &pair.bob) return frame;
    held = frame;
    return std::nullopt;
  };
  pair.Subscribe();
  REQUIRE(pair.Notified(1));
  CHECK(pair.alice.Last<out::SubscriptionAccepted>() == nullptr);
  CHECK(pair.Body() == "here");
  pair.bob.Do(in::Notify{pair.theirs, "text/plain", "away"});
  REQUIRE(pair.Notified(2));
  holds = false;
  REQUIRE(held);
  pair.world.proxy.Receive(pair.bob, *held);
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::SubscriptionAccepted>(); }));
  CHECK(pair.alice.Last<out::SubscriptionEnded>() == nullptr);
}

TEST_CASE("a fetch is one NOTIFY and over at both ends") {
  Pair pair(7);
  pair.Subscribe(0s);
  REQUIRE(pair.Ended());
  CHECK(pair.Body() == "here");
  CHECK(pair.alice.Count<out::NotifyReceived>() == 1);
  CHECK(pair.bob.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kUnsubscribed);
}

TEST_CASE("a phone that stops unsubscribes, and tells its watchers that it is gone") {
  Pair mine(8);
  mine.Subscribe();
  REQUIRE(mine.Notified(1));
  mine.alice.Do(in::Stop{});
  REQUIRE(mine.world.RunUntil([&] { return mine.alice.Last<out::Stopped>(); }));
  CHECK(mine.alice.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kFinalNotify);
  CHECK(mine.bob.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kUnsubscribed);

  Pair theirs(9);
  theirs.Subscribe();
  REQUIRE(theirs.Notified(1));
  theirs.bob.Do(in::Stop{});
  REQUIRE(theirs.world.RunUntil([&] { return theirs.bob.Last<out::Stopped>(); }));
  REQUIRE(theirs.Ended());
  CHECK(theirs.alice.Last<out::SubscriptionEnded>()->reason == "deactivated");
}

TEST_CASE("nothing is left of a phone that was stopped without a network") {
  Pair pair(10);
  pair.Subscribe();
  REQUIRE(pair.Notified(1));
  pair.alice.Do(in::Publish{.event = "presence", .content_type = "a/b", .body = "x"});
  pair.alice.Die();
  pair.alice.Do(in::Stop{});
  REQUIRE(pair.world.RunUntil([&] { return pair.alice.Last<out::Stopped>(); }));
  CHECK(pair.alice.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kConnectionLost);
  CHECK(pair.alice.Last<out::PublicationEnded>()->cause == Cause::kConnectionError);
  CHECK(pair.alice.Deadline() == kNever);
}

}  // namespace
}  // namespace ringline::sim
