#include "doctest/doctest.h"
#include "tests/sim/pair.h"

namespace ringline::sim {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

TEST_CASE("two phones register, call, and hang up") {
  Pair pair(1);
  SessionId id = pair.Call();
  CHECK(pair.alice.Count<out::CallProgress>() >= 1);
  CHECK(pair.alice.Count<out::CallAccepted>() == 1);
  pair.alice.Do(in::EndCall{.session = id});
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::CallEnded>(); }));
  CHECK(pair.alice.Last<out::CallEnded>()->cause == Cause::kBye);
  CHECK(pair.bob.Last<out::CallEnded>()->originator == Originator::kRemote);
  CHECK(pair.alice.browser.peers.empty());
}

TEST_CASE("hold and unhold change the direction at both ends") {
  Pair pair(2);
  SessionId id = pair.Call();
  pair.alice.Do(in::HoldCall{.session = id, .held = true});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::RenegotiationEnded>(); }));
  CHECK(pair.alice.Last<out::RenegotiationEnded>()->ok);
  REQUIRE(pair.bob.Last<out::CallHeld>());
  CHECK(pair.bob.Last<out::CallHeld>()->held);
  pair.alice.Do(in::HoldCall{.session = id, .held = false});
  CHECK(pair.world.RunUntil([&] { return !pair.bob.Last<out::CallHeld>()->held; }));
}

TEST_CASE("both hold at once and both succeed") {
  for (uint64_t seed = 1; seed <= 50; seed++) {
    Pair pair(seed);
    SessionId id = pair.Call();
    SessionId other = pair.bob.Last<out::CallConfirmed>()->session;
    pair.alice.Do(in::HoldCall{.session = id, .held = true});
    pair.bob.Do(in::HoldCall{.session = other, .held = true});
    CAPTURE(seed);
    CHECK(pair.world.RunUntil([&] {
      return pair.alice.Last<out::RenegotiationEnded>() && pair.bob.Last<out::RenegotiationEnded>();
    }));
    CHECK(pair.alice.Last<out::RenegotiationEnded>()->ok);
    CHECK(pair.bob.Last<out::RenegotiationEnded>()->ok);
  }
}

TEST_CASE("a call survives a lost connection and is told so") {
  Pair pair(3);
  SessionId id = pair.Call();
  pair.world.RunFor(1s);
  pair.world.CloseSockets();
  CHECK(pair.world.RunUntil([&] { return pair.alice.Count<out::Registered>() == 2; }));
  pair.world.RunFor(5s);
  CHECK(pair.alice.Last<out::CallEnded>() == nullptr);
  pair.bob.Do(in::EndCall{.session = pair.bob.Last<out::CallConfirmed>()->session});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::CallEnded>(); }));
  CHECK(pair.alice.Last<out::CallEnded>()->session == id);
}

TEST_CASE("a canceled call ends at both ends") {
  Pair pair(4);
  Behave(pair.bob, /*answers=*/false);
  SessionId id(pair.alice.Do(in::MakeCall{.target = "bob"}));
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::CallProgress>(); }));
  pair.alice.Do(in::EndCall{.session = id});
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::CallFailed>(); }));
  CHECK(pair.alice.Last<out::CallFailed>()->cause == Cause::kCanceled);
  CHECK(pair.bob.Last<out::CallFailed>()->cause == Cause::kCanceled);
}

TEST_CASE("nobody there is not found") {
  Pair pair(5);
  pair.alice.Do(in::MakeCall{.target = "carol"});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::CallFailed>(); }));
  CHECK(pair.alice.Last<out::CallFailed>()->cause == Cause::kNotFound);
}

TEST_CASE("a message gets its answer") {
  Pair pair(6);
  pair.alice.Do(in::SendPage{
      .method = "MESSAGE", .target = "bob", .content_type = "text/plain", .body = "hi"});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::RequestAnswered>(); }));
  CHECK(pair.alice.Last<out::RequestAnswered>()->ok);
}

TEST_CASE("tones and info arrive in order") {
  Pair pair(7);
  SessionId id = pair.Call();
  pair.alice.Do(in::SendTones{.session = id, .tones = "12#"});
  CHECK(pair.world.RunUntil([&] { return pair.bob.Count<out::ToneReceived>() == 3; }));
  CHECK(pair.bob.Last<out::ToneReceived>()->tone == "#");
  pair.alice.Do(
      in::SendInDialog{.session = id, .method = "INFO", .content_type = "text/x", .body = "y"});
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::InfoReceived>(); }));
}

TEST_CASE("a refused microphone fails the call with its cause") {
  Pair pair(8);
  pair.bob.browser.deny_media = true;
  pair.alice.Do(in::MakeCall{.target = "bob"});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::CallFailed>(); }));
  CHECK(pair.bob.Last<out::CallFailed>()->cause == Cause::kUserDeniedMediaAccess);
  CHECK(pair.alice.Last<out::CallFailed>()->cause == Cause::kUnavailable);
}

TEST_CASE("a transfer moves the call") {
  Pair pair(9);
  Phone& carol = pair.world.Add("carol");
  Behave(carol);
  carol.Do(in::Start{});
  SessionId id = pair.Call();
  auto answer = pair.bob.application;
  pair.bob.application = [&, answer](const Output& event) {
    if (auto* refer = std::get_if<out::ReferReceived>(&event))
      pair.bob.Do(in::AcceptRefer{refer->refer});
    answer(event);
  };
  pair.alice.Do(in::ReferCall{.session = id, .target = "carol"});
  CHECK(pair.world.RunUntil([&] {
    auto* progress = pair.alice.Last<out::ReferProgress>();
    return progress != nullptr && progress->final;
  }));
  CHECK(pair.alice.Last<out::ReferProgress>()->status_code == 200);
  CHECK(pair.world.RunUntil([&] { return carol.Last<out::CallConfirmed>(); }));
}

// Sequence numbers of the REGISTERs that a phone has sent.
std::vector<uint32_t> RegisterNumbers(const Phone& phone) {
  std::vector<uint32_t> numbers;
  for (const std::string& frame : phone.sent) {
    auto message = Message::Parse(frame);
    if (message && message->method() == Method::kRegister) numbers.push_back(message->cseq());
  }
  return numbers;
}

TEST_CASE("a REGISTER that was challenged counts") {
  World world(10);
  world.proxy.challenge = 100;
  Phone& alice = world.Add("alice", [](Config& config) { config.password = "secret"; });
  alice.Do(in::Start{});
  CHECK(world.RunUntil([&] { return alice.Last<out::Registered>(); }));
  alice.Do(in::Register{});
  world.RunFor(1s);
  CHECK(RegisterNumbers(alice) == std::vector<uint32_t>{1, 2, 3});
}

TEST_CASE("a stop that loses its socket opens no other") {
  Pair pair(11);
  pair.alice.Do(in::Stop{});
  pair.alice.Close();
  pair.world.RunFor(5s);
  CHECK(pair.alice.Count<out::Stopped>() == 1);
  CHECK(!pair.alice.open());
  CHECK(std::holds_alternative<out::Stopped>(pair.alice.events.back()));
}

TEST_CASE("a start in the middle of a stop registers again") {
  Pair pair(12);
  pair.alice.Do(in::Stop{});
  pair.alice.Do(in::Start{});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Count<out::Registered>() == 2; }));
  CHECK(pair.alice.Count<out::Stopped>() == 0);
}

TEST_CASE("who stops does not register any more") {
  Pair pair(23);
  pair.bob.Do(in::Stop{});
  pair.bob.Do(in::Register{});
  CHECK(pair.bob.Last<out::Rejected>()->reason == "stopping");
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::Stopped>(); }, 1s));
  CHECK(pair.bob.Count<out::Registered>() == 1);
}

TEST_CASE("a call that is made during a stop is told of, and over") {
  Pair pair(24);
  pair.bob.Do(in::Stop{});
  SessionId call(pair.bob.Do(in::MakeCall{.target = "alice"}));
  CHECK(pair.bob.Last<out::CallCreated>()->session == call);
  CHECK(pair.bob.Last<out::CallFailed>()->session == call);
  CHECK(pair.bob.Last<out::CallFailed>()->cause == Cause::kCanceled);
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::Stopped>(); }, 1s));
  CHECK(pair.alice.Count<out::IncomingCall>() == 0);
}

TEST_CASE("a call that is ended before its ACK is told of nothing more") {
  Pair pair(13);
  auto answer = pair.bob.application;
  pair.bob.application = [&](const Output& event) {
    answer(event);
    auto* accepted = std::get_if<out::CallAccepted>(&event);
    if (accepted == nullptr) return;
    pair.bob.Do(in::HoldCall{.session = accepted->session, .held = true});
    pair.bob.Do(in::EndCall{.session = accepted->session});
  };
  pair.alice.Do(in::MakeCall{.target = "bob"});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::CallEnded>(); }));
  pair.world.RunFor(1s);
  CHECK(pair.bob.Count<out::RenegotiationEnded>() == 1);
  CHECK(pair.bob.Count<out::CallConfirmed>() == 0);
  CHECK(std::holds_alternative<out::CallEnded>(pair.bob.events.back()));
}

TEST_CASE("a request that waits when its call ends is answered") {
  Pair pair(14);
  SessionId id = pair.Call();
  pair.bob.Stall();
  pair.alice.Do(
      in::SendInDialog{.session = id, .method = "INFO", .content_type = "text/x", .body = "y"});
  pair.alice.Do(in::EndCall{.session = id});
  REQUIRE(pair.alice.Count<out::RequestAnswered>() == 1);
  CHECK(!pair.alice.Last<out::RequestAnswered>()->ok);
  pair.bob.Mend();
  pair.world.RunFor(5s);
  CHECK(pair.alice.Count<out::RequestAnswered>() == 1);
}

TEST_CASE("what comes after our BYE is not told") {
  Pair pair(15);
  SessionId id = pair.Call();
  SessionId other = pair.bob.Last<out::CallConfirmed>()->session;
  pair.alice.Do(in::EndCall{.session = id});
  pair.bob.Do(in::SendTones{.session = other, .tones = "1"});
  pair.world.RunFor(5s);
  CHECK(pair.alice.Count<out::ToneReceived>() == 0);
  CHECK(std::holds_alternative<out::CallEnded>(pair.alice.events.back()));
}

TEST_CASE("a cancel that crosses the answer leaves no call behind") {
  Pair pair(16);
  pair.world.delay_min = pair.world.delay_max = Duration(100);
  SessionId id(pair.alice.Do(in::MakeCall{.target = "bob"}));
  REQUIRE(pair.world.RunUntil([&] { return pair.bob.Last<out::CallAccepted>(); }));
  pair.alice.Do(in::EndCall{.session = id});
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::CallEnded>(); }));
  pair.world.RunFor(1s);
  // Nothing is left to wait for.
  pair.alice.Do(in::Stop{});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::Stopped>(); }, 1s));
}

TEST_CASE("a late 2xx to the first INVITE is no reason to hang up") {
  Pair pair(17);
  std::string first;
  pair.world.on_delivery = [&](Phone& to, const std::string& frame) {
    bool answer = &to == &pair.alice && frame.starts_with("SIP/2.0 200");
    if (answer && first.empty() && frame.find("INVITE") != frame.npos) first = frame;
  };
  SessionId id = pair.Call();
  pair.alice.Do(in::HoldCall{.session = id, .held = true});
  REQUIRE(pair.world.RunUntil([&] { return pair.alice.Last<out::RenegotiationEnded>(); }));
  pair.world.Deliver(pair.alice, first);
  pair.world.RunFor(1s);
  CHECK(pair.alice.sent.back().starts_with("ACK"));
  CHECK(pair.bob.Count<out::CallEnded>() == 0);
}

TEST_CASE("a session refresh that loses its connection is made again") {
  Pair pair(18);
  pair.Call();
  // Both ends refresh after 45 seconds: one has asked when the server restarts.
  pair.world.on_delivery = [&](Phone&, const std::string& frame) {
    if (frame.starts_with("UPDATE") && pair.alice.Count<out::Registered>() == 1) {
      pair.world.After(Duration(0), [&] { pair.world.CloseSockets(); });
    }
  };
  CHECK(pair.world.RunUntil([&] { return pair.alice.Count<out::Registered>() == 2; }));
  pair.world.RunFor(300s);
  CHECK(pair.alice.Count<out::CallEnded>() == 0);
  CHECK(pair.bob.Count<out::CallEnded>() == 0);
}

TEST_CASE("a call survives when both ends lose their networks in silence") {
  // Without session timers: the first re-INVITE is lost, and waits longer than they do.
  Pair pair(22, [](Config& config) { config.session_timers = false; });
  pair.Call();
  pair.alice.Die();
  pair.bob.Die();
  pair.world.RunFor(300s);
  CHECK(pair.alice.Count<out::Registered>() == 2);
  CHECK(pair.alice.Count<out::CallEnded>() == 0);
  CHECK(pair.bob.Count<out::CallEnded>() == 0);
}

TEST_CASE("an unhold in the queue is not undone by the hold that fails before it") {
  Pair pair(19);
  SessionId id = pair.Call();
  pair.bob.browser.bad_remote = true;
  pair.alice.Do(in::HoldCall{.session = id, .held = true});
  pair.alice.Do(in::HoldCall{.session = id, .held = false});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Count<out::RenegotiationEnded>() == 2; }));
  CHECK(pair.alice.Count<out::CallHeld>() == 2);
  CHECK(!pair.alice.Last<out::CallHeld>()->held);
}

TEST_CASE("an answer that cannot be made leaves room for the next offer") {
  Pair pair(20);
  pair.Call();
  SessionId id = pair.bob.Last<out::CallConfirmed>()->session;
  pair.alice.browser.manners.failing = 100;
  pair.alice.browser.fails = [](MediaStage stage) { return stage == MediaStage::kCreateAnswer; };
  pair.bob.Do(in::HoldCall{.session = id, .held = true});
  REQUIRE(pair.world.RunUntil([&] { return pair.bob.Last<out::RenegotiationEnded>(); }));
  CHECK(!pair.bob.Last<out::RenegotiationEnded>()->ok);
  CHECK_FALSE(pair.alice.Last<out::CallHeld>()->held);  // It was not agreed.
  pair.alice.browser.manners = {};
  pair.bob.Do(in::HoldCall{.session = id, .held = true});
  REQUIRE(pair.world.RunUntil([&] { return pair.bob.Count<out::RenegotiationEnded>() == 2; }));
  CHECK(pair.bob.Last<out::RenegotiationEnded>()->ok);
  CHECK(pair.alice.Count<out::CallHeld>() == 3);
  CHECK(pair.alice.Last<out::CallHeld>()->held);
}

TEST_CASE("an answer that the network swallows does not end the call") {
  Pair pair(21);
  SessionId id = pair.Call();
  pair.alice.Do(in::HoldCall{.session = id, .held = true});
  // The 200 is on its way when Alice's network dies.
  size_t before = pair.bob.sent.size();
  REQUIRE(pair.world.RunUntil([&] {
    return pair.bob.sent.size() > before && pair.bob.sent.back().starts_with("SIP/2.0 200");
  }));
  pair.alice.Die();
  pair.alice.Close();
  pair.world.RunFor(60s);
  CHECK(pair.alice.Count<out::CallEnded>() == 0);
  CHECK(pair.bob.Count<out::CallEnded>() == 0);
  CHECK(pair.alice.Last<out::RenegotiationEnded>()->ok);
  CHECK(pair.bob.Last<out::CallHeld>()->held);
}

TEST_CASE("a seed replays to the letter") {
  auto run = [](uint64_t seed) {
    Pair pair(seed);
    SessionId id = pair.Call();
    pair.alice.Do(in::HoldCall{.session = id, .held = true});
    pair.world.RunFor(120s);
    return pair.world.trace_hash();
  };
  CHECK(run(42) == run(42));
  CHECK(run(42) != run(43));
}

}  // namespace
}  // namespace ringline::sim
