// Offers inside a call that are taken back before they have an answer (RFC 3261 9.2).
#include <functional>
#include <string>
#include <vector>

#include "tests/sim/pair.h"

namespace ringline::sim {
namespace {

using Signalling = FakeBrowser::Signalling;

// A call whose re-INVITEs of Alice's are canceled by whoever stands between, as the story says.
struct Talk : Pair {
  SessionId ours, theirs;
  explicit Talk(uint64_t seed, const std::function<void(Config&)>& adjust = {})
      : Pair(seed, adjust) {
    Review(alice), Review(bob);
    ours = Call();
    theirs = bob.Last<out::CallConfirmed>()->session;
    world.RunFor(1s);
    world.on_delivery = [this](Phone& to, const std::string& frame) {
      if (&to == &bob && frame.starts_with("INVITE")) invite = frame;
    };
  }
  // Agrees to whatever it is asked, where it is asked; but to offers while it thinks.
  void Review(Phone& phone) {
    phone.application = [&, before = phone.application](const Output& event) {
      before(event);
      if (auto* e = std::get_if<out::ReviewSdp>(&event)) phone.Do(in::SdpReviewed{e->op, e->sdp});
      if (auto* e = std::get_if<out::ReviewRequest>(&event))
        phone.Do(in::RequestReviewed{e->op, ""});
      auto* e = std::get_if<out::ReviewReoffer>(&event);
      if (e != nullptr && !thinks) phone.Do(in::ReofferReviewed{.op = e->op});
    };
  }
  void Hold(bool held = true) { alice.Do(in::HoldCall{.session = ours, .held = held}); }
  bool Arrives() {
    return world.RunUntil([&] { return !invite.empty(); });
  }
  void Cancel() { bob.Do(in::SocketMessage{bob.socket(), CancelOf(*Message::Parse(invite))}); }
  // What Bob has said to the re-INVITE, and to its CANCEL.
  std::vector<int> Answers(Method method) {
    std::vector<int> statuses;
    for (const std::string& frame : bob.sent) {
      auto message = Message::Parse(frame);
      bool answers = message && !message->is_request() && message->method() == method &&
                     message->cseq() == Message::Parse(invite)->cseq();
      if (answers && message->status_code() >= 200) statuses.push_back(message->status_code());
    }
    return statuses;
  }
  // As before the offer, and good for the next one, of either side.
  void MustGoOn() {
    REQUIRE(world.RunUntil([&] { return alice.Last<out::RenegotiationEnded>(); }));
    CHECK_FALSE(alice.Last<out::RenegotiationEnded>()->ok);
    CHECK(alice.Last<out::RenegotiationEnded>()->response.starts_with("SIP/2.0 487"));
    world.RunFor(5s);
    CHECK(alice.browser.peers[ours].signalling == Signalling::kStable);
    CHECK(bob.browser.peers[theirs].signalling == Signalling::kStable);
    Hold();
    CHECK(world.RunUntil([&] { return alice.Count<out::RenegotiationEnded>() == 2; }));
    CHECK(alice.Last<out::RenegotiationEnded>()->ok);
    bob.Do(in::HoldCall{.session = theirs});
    CHECK(world.RunUntil([&] { return bob.Last<out::RenegotiationEnded>(); }));
    CHECK(bob.Last<out::RenegotiationEnded>()->ok);
    CHECK(bob.Last<out::MediaFailed>() == nullptr);
    CHECK(bob.Last<out::CallEnded>() == nullptr);
  }

  std::string invite;
  bool thinks = false;
};

TEST_CASE("an upgrade that is taken back is no question any more, and the call goes on") {
  Talk talk(1, [](Config& config) { config.media_modes = true; });
  talk.alice.Do(in::ChangeMode{.session = talk.ours});
  REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::UpgradeOffered>(); }));
  OpId question = talk.bob.Last<out::UpgradeOffered>()->op;
  talk.Cancel();
  REQUIRE(talk.bob.Last<out::OfferWithdrawn>());
  CHECK(talk.bob.Last<out::OfferWithdrawn>()->op == question);
  CHECK(talk.Answers(Method::kCancel) == std::vector{200});
  CHECK(talk.Answers(Method::kInvite) == std::vector{487});
  talk.bob.Do(in::UpgradeReviewed{question, true});
  talk.MustGoOn();
  CHECK(talk.alice.Last<out::CallModeChanged>()->mode == MediaMode::kAudio);
  CHECK(talk.bob.Count<out::CallModeChanged>() == 1);
}

TEST_CASE("an upgrade that was accepted and is taken back leaves the camera off") {
  Talk talk(2, [](Config& config) { config.media_modes = true; });
  talk.alice.Do(in::ChangeMode{.session = talk.ours});
  REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::UpgradeOffered>(); }));
  talk.bob.Do(in::UpgradeReviewed{talk.bob.Last<out::UpgradeOffered>()->op, true});
  talk.Cancel();
  CHECK(talk.Answers(Method::kInvite) == std::vector{487});
  talk.MustGoOn();
  CHECK_FALSE(talk.bob.browser.peers[talk.theirs].video);
}

TEST_CASE(
    "a re-INVITE that is taken back while the application thinks is answered by nobody else") {
  Talk talk(3, [](Config& config) { config.reviews = true; });
  talk.thinks = true;
  talk.Hold();
  REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::ReviewReoffer>(); }));
  OpId op = talk.bob.Last<out::ReviewReoffer>()->op;
  talk.Cancel();
  REQUIRE(talk.bob.Last<out::OfferWithdrawn>());
  CHECK(talk.bob.Last<out::OfferWithdrawn>()->op == op);
  talk.bob.Do(in::ReofferReviewed{.op = op});
  CHECK(talk.Answers(Method::kInvite) == std::vector{487});
  talk.thinks = false;
  talk.MustGoOn();
  CHECK(talk.bob.Count<out::ReofferAnswered>() == 1);
}

TEST_CASE("an offer that the browser is applying is rolled back when it is taken back") {
  for (bool refused : {false, true}) {
    CAPTURE(refused);
    Talk talk(4);
    talk.bob.browser.bad_remote = refused;
    talk.Hold();
    REQUIRE(talk.Arrives());
    talk.Cancel();
    CHECK(talk.Answers(Method::kInvite) == std::vector{487});
    talk.world.RunFor(1s);
    talk.bob.browser.bad_remote = false;
    if (refused) {
      CHECK(talk.bob.Count<out::MediaFailed>() == 1);
    } else {
      talk.MustGoOn();
      CHECK(talk.bob.Count<out::CallHeld>() == 2);  // Of the second, and its own.
    }
  }
}

TEST_CASE("an offer of ours that they asked for and took back is rolled back") {
  Talk talk(5);
  talk.world.intercept = [&](Phone& from, const std::string& frame) -> std::optional<std::string> {
    auto message = Message::Parse(frame);
    bool first = &from == &talk.alice && frame.starts_with("INVITE") && talk.invite.empty();
    if (!first) return frame;
    std::string bare = frame.substr(0, frame.size() - message->body().size());
    size_t at = bare.find("\r\nContent-Type");
    bare.erase(at, bare.find("\r\n", at + 2) - at);
    at = bare.find("\r\nContent-Length");
    return bare.replace(at, bare.find("\r\n", at + 2) - at, "\r\nContent-Length: 0");
  };
  talk.Hold();
  REQUIRE(talk.Arrives());
  talk.Cancel();
  CHECK(talk.Answers(Method::kInvite) == std::vector{487});
  talk.MustGoOn();
}

TEST_CASE("a CANCEL that meets an answer in the making comes too late") {
  Talk talk(6);
  talk.Hold();
  bool describing = false;
  talk.bob.on_output = [&](const Output& output) {
    describing = describing || std::get_if<out::SetLocalDescription>(&output);
  };
  REQUIRE(talk.world.RunUntil([&] { return describing; }));
  talk.Cancel();
  REQUIRE(talk.world.RunUntil([&] { return talk.alice.Last<out::RenegotiationEnded>(); }));
  CHECK(talk.Answers(Method::kCancel) == std::vector{200});
  CHECK(talk.Answers(Method::kInvite) == std::vector{200});
  CHECK(talk.alice.Last<out::RenegotiationEnded>()->ok);
  CHECK(talk.bob.Last<out::CallHeld>()->held);
}

TEST_CASE("who hangs up leaves no re-INVITE without an answer") {
  for (bool us : {false, true}) {
    CAPTURE(us);
    Talk talk(7, [](Config& config) { config.media_modes = true; });
    talk.alice.Do(in::ChangeMode{.session = talk.ours});
    REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::UpgradeOffered>(); }));
    Phone& phone = us ? talk.bob : talk.alice;
    phone.Do(in::EndCall{.session = us ? talk.theirs : talk.ours});
    REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::CallEnded>(); }));
    CHECK(talk.Answers(Method::kInvite) == std::vector{487});
    CHECK(talk.bob.Count<out::OfferWithdrawn>() == 1);
  }
}

TEST_CASE("a CANCEL of the INVITE that made the call does nothing to it") {
  Talk talk(8);
  for (const std::string& frame : talk.bob.received) {
    if (frame.starts_with("INVITE")) talk.invite = frame;
  }
  talk.Cancel();
  talk.world.RunFor(1s);
  CHECK(talk.Answers(Method::kCancel) == std::vector{200});
  CHECK(talk.bob.Last<out::CallEnded>() == nullptr);
}

}  // namespace
}  // namespace ringline::sim
