// An INVITE that names a call of ours: to join it (RFC 3911), or to take its place (RFC 3891).
#include <string>
#include <string_view>

#include "core/sip/message.h"
#include "tests/sim/pair.h"

namespace ringline::sim {
namespace {

// Alice has called Bob, and Carol knows of it.
struct Three : Pair {
  Phone& carol;
  SessionId ours, theirs;
  explicit Three(uint64_t seed, bool answered = true) : Pair(seed), carol(world.Add("carol")) {
    Behave(carol), Behave(bob, answered);
    carol.Do(in::Start{});
    REQUIRE(world.RunUntil([&] { return carol.Last<out::Registered>(); }));
    ours = SessionId(alice.Do(in::MakeCall{.target = "bob"}));
    REQUIRE(world.RunUntil([&] {
      return answered ? alice.Last<out::CallConfirmed>() && bob.Last<out::CallConfirmed>()
                      : alice.Last<out::CallProgress>() != nullptr;
    }));
    theirs = bob.Last<out::IncomingCall>()->session;
  }
  // The call as Bob knows it, or as Alice does: what she has got last tells both tags.
  std::string Named(bool by_bob = true) {
    for (auto frame = alice.received.rbegin(); frame != alice.received.rend(); ++frame) {
      auto message = Message::Parse(*frame);
      if (!message || message->cseq_method() != "INVITE" || message->to_tag().empty()) continue;
      std::string from(message->from_tag()), to(message->to_tag());
      return std::string(message->call_id()) + ";to-tag=" + (by_bob ? to : from) +
             ";from-tag=" + (by_bob ? from : to);
    }
    return "";
  }
  SessionId CarolCalls(std::string target, std::vector<std::string> headers) {
    return SessionId(
        carol.Do(in::MakeCall{.target = std::move(target), .extra_headers = std::move(headers)}));
  }
  // What she is answered when she may not.
  int Refused(std::vector<std::string> headers, std::string target = "bob") {
    int before = carol.Count<out::CallFailed>();
    CarolCalls(std::move(target), std::move(headers));
    REQUIRE(world.RunUntil([&] { return carol.Count<out::CallFailed>() > before; }));
    return Message::Parse(carol.Last<out::CallFailed>()->message)->status_code();
  }
};

TEST_CASE("who joins is a call that names the one it wishes to join, and both stand") {
  Three three(1);
  three.CarolCalls("bob", {"Join: " + three.Named()});
  REQUIRE(three.world.RunUntil([&] { return three.carol.Last<out::CallConfirmed>(); }));
  CHECK(three.bob.Last<out::IncomingCall>()->joins == three.theirs);
  CHECK_FALSE(three.bob.Last<out::IncomingCall>()->replaces);
  three.world.RunFor(5s);
  CHECK(three.alice.Last<out::CallEnded>() == nullptr);
  CHECK(three.bob.Last<out::CallEnded>() == nullptr);
}

TEST_CASE("a caller can be joined as well as a callee, and compact text or case do not matter") {
  Three three(2);
  three.CarolCalls("alice", {"join:" + three.Named(/*by_bob=*/false) + " ;x=y"});
  REQUIRE(three.world.RunUntil([&] { return three.carol.Last<out::CallConfirmed>(); }));
  CHECK(three.alice.Last<out::IncomingCall>()->joins == three.ours);
}

TEST_CASE("a call that is not answered yet can be joined, and the joining one be answered first") {
  Three three(3, /*answered=*/false);
  Behave(three.bob);
  three.CarolCalls("bob", {"Join: " + three.Named()});
  REQUIRE(three.world.RunUntil([&] { return three.carol.Last<out::CallConfirmed>(); }));
  CHECK(three.bob.Last<out::IncomingCall>()->joins == three.theirs);
  three.bob.Do(in::AnswerCall{three.theirs});
  CHECK(three.world.RunUntil([&] { return three.alice.Last<out::CallConfirmed>(); }));
}

TEST_CASE("what cannot be joined or replaced is refused as its RFC says") {
  Three three(4);
  std::string named = three.Named();
  for (std::string header : {"Join: ", "Replaces: "}) {
    CAPTURE(header);
    CHECK(three.Refused({header + "a;to-tag=b"}) == 400);
    CHECK(three.Refused({header + "a;to-tag=b;from-tag=c"}) == 481);
    // The tags the other way round are Alice's.
    CHECK(three.Refused({header + three.Named(/*by_bob=*/false)}) == 481);
  }
  CHECK(three.Refused({"Join: " + named, "Replaces: " + named}) == 400);
  CHECK(three.Refused({"Replaces: " + named + ";early-only"}) == 486);
  CHECK(three.bob.Count<out::IncomingCall>() == 1);
  CHECK(three.bob.Last<out::CallEnded>() == nullptr);
}

TEST_CASE("a call that has just ended is declined to who would join or replace it") {
  Three three(5);
  std::string named = three.Named();
  // Bob waits for the answer to his BYE.
  three.alice.Stall();
  three.bob.Do(in::EndCall{three.theirs});
  CHECK(three.Refused({"Join: " + named}) == 603);
  CHECK(three.Refused({"Replaces: " + named}) == 603);
  three.alice.Mend();
  three.world.RunFor(5s);
  CHECK(three.Refused({"Join: " + named}) == 481);
}

TEST_CASE("a call of theirs that rings cannot be taken from its caller") {
  Three three(6, /*answered=*/false);
  CHECK(three.Refused({"Replaces: " + three.Named()}) == 481);
  // Ours can: its other end picks it up elsewhere.
  three.CarolCalls("alice", {"Replaces: " + three.Named(/*by_bob=*/false)});
  REQUIRE(three.world.RunUntil([&] { return three.alice.Last<out::CallFailed>(); }));
  CHECK(three.alice.Last<out::CallFailed>()->session == three.ours);
  CHECK(three.carol.Last<out::CallConfirmed>());
}

TEST_CASE("a Join outside an INVITE is a bad request") {
  Three three(7);
  three.carol.Do(in::SendPage{.method = "MESSAGE",
                              .target = "bob",
                              .extra_headers = {"Join: " + three.Named()},
                              .content_type = "text/plain",
                              .body = "hi"});
  REQUIRE(three.world.RunUntil([&] { return three.carol.Last<out::RequestAnswered>(); }));
  CHECK(Message::Parse(three.carol.Last<out::RequestAnswered>()->response)->status_code() == 400);
  CHECK(three.bob.Count<out::PageReceived>() == 0);
}

TEST_CASE("a REFER that says whom to join is followed") {
  Three three(8);
  SessionId call = three.CarolCalls("bob", {});
  REQUIRE(three.world.RunUntil([&] { return three.carol.Last<out::CallConfirmed>(); }));
  three.carol.application = [&](const Output& event) {
    auto* refer = std::get_if<out::ReferReceived>(&event);
    if (refer != nullptr) three.carol.Do(in::AcceptRefer{refer->refer});
  };
  // Bob sends her to Alice, into the call of his with her.
  std::string join;
  for (char c : three.Named(/*by_bob=*/false)) {
    join += c == ';' ? "%3B" : c == '=' ? "%3D" : std::string(1, c);
  }
  SessionId theirs = three.bob.Last<out::IncomingCall>()->session;
  three.bob.Do(in::ReferCall{.session = theirs, .target = "sip:alice@sim.test?Join=" + join});
  REQUIRE(three.world.RunUntil([&] { return three.alice.Last<out::IncomingCall>(); }));
  CHECK(three.alice.Last<out::IncomingCall>()->joins == three.ours);
  CHECK(call);
}

}  // namespace
}  // namespace ringline::sim
