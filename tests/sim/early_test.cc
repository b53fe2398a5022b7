// A call before its answer: early media, reliable provisional answers, forks, offers made by the
// callee, redirection.
#include <vector>

#include "core/sip/outgoing.h"
#include "core/uas/content.h"
#include "tests/sim/pair.h"

namespace ringline::sim {
namespace {

// The frames of that start line, or of that status and CSeq method, which a phone has sent.
std::vector<Message> Sent(const Phone& phone, Method method, int status = 0) {
  std::vector<Message> found;
  for (const std::string& frame : phone.sent) {
    auto message = Message::Parse(frame);
    if (message && message->method() == method && message->status_code() == status) {
      found.push_back(*std::move(message));
    }
  }
  return found;
}

// Lets the caller hear it before it answers; answers when it is told to.
void RingEarly(Phone& phone) {
  phone.application = [&phone](const Output& event) {
    if (auto* call = std::get_if<out::IncomingCall>(&event)) {
      phone.Do(in::RingCall{.session = call->session, .early_media = true});
    }
  };
}

SessionId IncomingOf(const Phone& phone) { return phone.Last<out::IncomingCall>()->session; }

void With(ReliableProvisional how, Config& config) { config.reliable_provisionals = how; }

struct Early {
  Pair pair;
  SessionId call;
  explicit Early(uint64_t seed, ReliableProvisional callers, ReliableProvisional callees)
      : pair(seed, [&, made = 0](Config& config) mutable {
          With(made++ == 0 ? callers : callees, config);
        }) {
    RingEarly(pair.bob);
    call = SessionId(pair.alice.Do(in::MakeCall{.target = "bob"}));
  }
  bool Heard() {
    return pair.world.RunUntil([&] { return pair.alice.Last<out::CallProgress>(); });
  }
  void Answer() {
    pair.bob.Do(in::AnswerCall{.session = IncomingOf(pair.bob)});
    REQUIRE(pair.world.RunUntil([&] {
      return pair.alice.Last<out::CallConfirmed>() && pair.bob.Last<out::CallConfirmed>();
    }));
    CHECK(pair.alice.Count<out::CallAccepted>() == 1);
    using Signalling = FakeBrowser::Signalling;
    CHECK(pair.alice.browser.peers[call].signalling == Signalling::kStable);
    CHECK(pair.bob.browser.peers[IncomingOf(pair.bob)].signalling == Signalling::kStable);
  }
};

constexpr auto kOff = ReliableProvisional::kOff;
constexpr auto kSupported = ReliableProvisional::kSupported;
constexpr auto kRequired = ReliableProvisional::kRequired;

TEST_CASE("early media without reliability: the answer is said again in the 2xx") {
  Early early(1, kOff, kOff);
  REQUIRE(early.Heard());
  CHECK(CarriesSdp(*Message::Parse(early.pair.alice.Last<out::CallProgress>()->response)));
  CHECK(early.pair.alice.browser.peers[early.call].signalling ==
        FakeBrowser::Signalling::kRemotePranswer);
  early.Answer();
  Message ringing = Sent(early.pair.bob, Method::kInvite, 183).at(0);
  Message ok = Sent(early.pair.bob, Method::kInvite, 200).at(0);
  CHECK_FALSE(ringing.Has(HeaderName::kRSeq));
  CHECK(SdpOf(ringing) == SdpOf(ok));
}

TEST_CASE("early media, reliably: PRACK, and a 2xx without SDP") {
  Early early(2, kSupported, kSupported);
  REQUIRE(early.Heard());
  early.Answer();
  Message ringing = Sent(early.pair.bob, Method::kInvite, 183).at(0);
  CHECK(ringing.Lists(HeaderName::kRequire, "100rel"));
  Message prack = Sent(early.pair.alice, Method::kPrack).at(0);
  CHECK(prack.Header(HeaderName::kRAck) == std::string(ringing.Header(HeaderName::kRSeq)) + " " +
                                               std::to_string(ringing.cseq()) + " INVITE");
  CHECK(prack.cseq() == ringing.cseq() + 1);
  CHECK_FALSE(CarriesSdp(Sent(early.pair.bob, Method::kInvite, 200).at(0)));
  // What is agreed can be agreed on anew.
  early.pair.alice.Do(in::HoldCall{.session = early.call, .held = true});
  REQUIRE(
      early.pair.world.RunUntil([&] { return early.pair.alice.Last<out::RenegotiationEnded>(); }));
  CHECK(early.pair.alice.Last<out::RenegotiationEnded>()->ok);
}

TEST_CASE("the 2xx waits for the PRACK of the answer before it") {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    CAPTURE(seed);
    Pair pair(seed, [](Config& config) { With(kSupported, config); });
    RingEarly(pair.bob);
    // At once after it has rung.
    pair.bob.application = [&, ring = pair.bob.application](const Output& event) {
      ring(event);
      if (auto* progress = std::get_if<out::CallProgress>(&event)) {
        pair.bob.Do(in::AnswerCall{.session = progress->session});
      }
    };
    pair.alice.Do(in::MakeCall{.target = "bob"});
    pair.world.on_delivery = [&](Phone& to, const std::string& frame) {
      if (&to == &pair.bob && frame.starts_with("PRACK")) {
        CHECK(Sent(pair.bob, Method::kInvite, 200).empty());
      }
    };
    CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::CallConfirmed>(); }));
    CHECK(Sent(pair.alice, Method::kPrack).size() == 1);
  }
}

TEST_CASE("an answer while the 183 is still being made makes it a 2xx") {
  Early early(3, kSupported, kSupported);
  REQUIRE(early.pair.world.RunUntil([&] { return early.pair.bob.Last<out::IncomingCall>(); }));
  early.Answer();
  CHECK(Sent(early.pair.bob, Method::kInvite, 183).empty());
}

TEST_CASE("who insists on reliability gets it for a 180 too, or no call") {
  Early early(4, kRequired, kSupported);
  Behave(early.pair.bob, /*answers=*/false);
  REQUIRE(early.Heard());
  CHECK(Sent(early.pair.alice, Method::kInvite).at(0).Lists(HeaderName::kRequire, "100rel"));
  CHECK(Sent(early.pair.bob, Method::kInvite, 180).at(0).Has(HeaderName::kRSeq));
  early.Answer();
  CHECK(Sent(early.pair.alice, Method::kPrack).size() == 1);

  Early refused(5, kRequired, kOff);
  REQUIRE(refused.pair.world.RunUntil([&] { return refused.pair.alice.Last<out::CallFailed>(); }));
  auto bad = Message::Parse(refused.pair.alice.Last<out::CallFailed>()->message);
  CHECK(bad->status_code() == 420);
  CHECK(bad->Lists(HeaderName::kUnsupported, "100rel"));

  Early lacking(6, kOff, kRequired);
  REQUIRE(lacking.pair.world.RunUntil([&] { return lacking.pair.alice.Last<out::CallFailed>(); }));
  auto lacks = Message::Parse(lacking.pair.alice.Last<out::CallFailed>()->message);
  CHECK(lacks->status_code() == 421);
}

TEST_CASE("a reliable 183 that is lost comes again, and one that comes twice is heard once") {
  Early early(7, kSupported, kSupported);
  int dropped = 0;
  early.pair.world.intercept = [&](Phone&, const std::string& frame) -> std::optional<std::string> {
    if (frame.starts_with("SIP/2.0 183") && dropped++ == 0) return std::nullopt;
    return frame;
  };
  REQUIRE(early.Heard());
  CHECK(dropped == 2);
  std::string again = Sent(early.pair.bob, Method::kInvite, 183).at(0).text();
  early.pair.world.Deliver(early.pair.alice, again);
  early.pair.world.RunFor(5s);
  CHECK(early.pair.alice.Count<out::CallProgress>() == 1);
  CHECK(Sent(early.pair.alice, Method::kPrack).size() == 1);
  CHECK(dropped == 2);
  early.Answer();
}

TEST_CASE("a reliable 183 that nobody acknowledges ends the call") {
  Early early(8, kSupported, kSupported);
  early.pair.world.intercept = [&](Phone&, const std::string& frame) -> std::optional<std::string> {
    if (frame.starts_with("PRACK")) return std::nullopt;
    return frame;
  };
  CHECK(early.pair.world.RunUntil([&] { return early.pair.bob.Last<out::CallFailed>(); }, 40s));
  CHECK(early.pair.bob.Last<out::CallFailed>()->cause == Cause::kRequestTimeout);
  CHECK(early.pair.world.RunUntil([&] { return early.pair.alice.Last<out::CallFailed>(); }));
  // At 0.5, 1.5, 3.5 … 31.5 seconds (RFC 3262 3).
  CHECK(Sent(early.pair.bob, Method::kInvite, 183).size() == 7);
}

TEST_CASE("a PRACK for nothing is refused") {
  Early early(9, kSupported, kSupported);
  REQUIRE(early.Heard());
  early.pair.alice.Do(in::SendInDialog{
      .session = early.call, .method = "PRACK", .extra_headers = {"RAck: 4711 1 INVITE"}});
  REQUIRE(early.pair.world.RunUntil([&] { return early.pair.alice.Last<out::RequestAnswered>(); }));
  CHECK(Message::Parse(early.pair.alice.Last<out::RequestAnswered>()->response)->status_code() ==
        481);
}

TEST_CASE("an UPDATE before the answer is an offer like any other, once the first is settled") {
  Early early(10, kSupported, kSupported);
  REQUIRE(early.Heard());
  early.pair.world.RunFor(1s);
  early.pair.alice.Do(in::SendInDialog{.session = early.call,
                                       .method = "UPDATE",
                                       .content_type = "application/sdp",
                                       .body = FakeBrowser::Sdp("new", "sendrecv")});
  REQUIRE(early.pair.world.RunUntil([&] { return early.pair.alice.Last<out::RequestAnswered>(); }));
  CHECK(early.pair.alice.Last<out::RequestAnswered>()->ok);
  CHECK(CarriesSdp(*Message::Parse(early.pair.alice.Last<out::RequestAnswered>()->response)));
  early.Answer();

  Early unsettled(11, kOff, kOff);
  REQUIRE(unsettled.Heard());
  unsettled.pair.alice.Do(in::SendInDialog{.session = unsettled.call,
                                           .method = "UPDATE",
                                           .content_type = "application/sdp",
                                           .body = FakeBrowser::Sdp("new", "sendrecv")});
  REQUIRE(unsettled.pair.world.RunUntil(
      [&] { return unsettled.pair.alice.Last<out::RequestAnswered>(); }));
  auto refusal = Message::Parse(unsettled.pair.alice.Last<out::RequestAnswered>()->response);
  CHECK(refusal->status_code() == 500);
  CHECK(refusal->Has(HeaderName::kRetryAfter));
}

TEST_CASE("early media ends with the call, whoever ends it") {
  for (bool by_caller : {true, false}) {
    Early early(12, kSupported, kSupported);
    REQUIRE(early.Heard());
    if (by_caller) early.pair.alice.Do(in::EndCall{.session = early.call});
    if (!by_caller) {
      early.pair.bob.Do(in::EndCall{.session = IncomingOf(early.pair.bob), .status_code = 486});
    }
    REQUIRE(early.pair.world.RunUntil([&] {
      return early.pair.alice.Last<out::CallFailed>() && early.pair.bob.Last<out::CallFailed>();
    }));
    CHECK(early.pair.alice.Last<out::CallFailed>()->cause ==
          (by_caller ? Cause::kCanceled : Cause::kBusy));
    CHECK(early.pair.alice.browser.peers.empty());
    CHECK(early.pair.bob.browser.peers.empty());
  }
}

// ── the offer is theirs ─────────────────────────────────────────────────────────────────────────

TEST_CASE("an INVITE without an offer: theirs is in the 2xx, our answer in the ACK") {
  Pair pair(20);
  SessionId id(pair.alice.Do(in::MakeCall{.target = "bob", .offerless = true}));
  REQUIRE(pair.world.RunUntil([&] {
    return pair.alice.Last<out::CallConfirmed>() && pair.bob.Last<out::CallConfirmed>();
  }));
  CHECK_FALSE(CarriesSdp(Sent(pair.alice, Method::kInvite).at(0)));
  CHECK(CarriesSdp(Sent(pair.bob, Method::kInvite, 200).at(0)));
  CHECK(CarriesSdp(Sent(pair.alice, Method::kAck).at(0)));
  CHECK(pair.alice.browser.peers[id].signalling == FakeBrowser::Signalling::kStable);
  pair.alice.Do(in::HoldCall{.session = id, .held = true});
  REQUIRE(pair.world.RunUntil([&] { return pair.alice.Last<out::RenegotiationEnded>(); }));
  CHECK(pair.alice.Last<out::RenegotiationEnded>()->ok);
}

TEST_CASE("an INVITE without an offer whose answer cannot be made is acknowledged and ended") {
  Pair pair(21);
  pair.alice.browser.bad_remote = true;
  pair.alice.Do(in::MakeCall{.target = "bob", .offerless = true});
  REQUIRE(pair.world.RunUntil([&] { return pair.bob.Last<out::CallEnded>(); }));
  CHECK(pair.alice.Last<out::CallFailed>()->cause == Cause::kBadMediaDescription);
  CHECK(Sent(pair.alice, Method::kAck).size() == 1);
}

TEST_CASE("hanging up while their offer is being answered acknowledges it first") {
  Pair pair(22);
  pair.alice.browser.manners.never = 100;
  pair.alice.browser.manners.never = 0;
  SessionId id(pair.alice.Do(in::MakeCall{.target = "bob", .offerless = true}));
  REQUIRE(pair.world.RunUntil([&] { return pair.bob.Last<out::CallAccepted>(); }));
  pair.world.on_delivery = [&](Phone& to, const std::string& frame) {
    if (&to == &pair.alice && frame.starts_with("SIP/2.0 200")) {
      pair.alice.browser.manners.never = 100;
    }
  };
  REQUIRE(pair.world.RunUntil([&] { return pair.alice.browser.manners.never == 100; }));
  pair.alice.Do(in::EndCall{.session = id});
  CHECK(pair.world.RunUntil([&] { return pair.bob.Last<out::CallEnded>(); }));
  CHECK(Sent(pair.alice, Method::kAck).size() == 1);
}

// ── forks ───────────────────────────────────────────────────────────────────────────────────────

struct Team {
  Pair pair;
  Phone& carol;
  explicit Team(uint64_t seed, ReliableProvisional how = kOff)
      : pair(seed, [how](Config& config) { With(how, config); }),
        carol(pair.world.Add("carol", [how](Config& config) { With(how, config); })) {
    Behave(carol, /*answers=*/false);
    carol.Do(in::Start{});
    REQUIRE(pair.world.RunUntil([&] { return carol.Last<out::Registered>(); }));
    pair.world.proxy.groups["team"] = {"bob", "carol"};
  }
  SessionId Call() { return SessionId(pair.alice.Do(in::MakeCall{.target = "team"})); }
};

TEST_CASE("the fork that answers has the call, the other one is canceled") {
  Team team(30);
  SessionId id = team.Call();
  REQUIRE(team.pair.world.RunUntil([&] {
    return team.pair.alice.Last<out::CallConfirmed>() && team.carol.Last<out::CallFailed>();
  }));
  CHECK(team.carol.Last<out::CallFailed>()->cause == Cause::kCanceled);
  team.pair.alice.Do(in::EndCall{.session = id});
  CHECK(team.pair.world.RunUntil([&] { return team.pair.bob.Last<out::CallEnded>(); }));
}

TEST_CASE("of two that answer one is kept, the other is hung up in its own dialog") {
  for (uint64_t seed = 1; seed <= 30; seed++) {
    CAPTURE(seed);
    Team team(seed);
    Behave(team.carol);
    team.pair.world.proxy.cancels = false;
    team.Call();
    REQUIRE(team.pair.world.RunUntil([&] {
      return team.pair.bob.Last<out::CallConfirmed>() && team.carol.Last<out::CallConfirmed>();
    }));
    Phone& kept = team.pair.bob;
    team.pair.world.RunFor(40s);
    CHECK(kept.Count<out::CallEnded>() + team.carol.Count<out::CallEnded>() == 1);
    CHECK(team.pair.alice.Count<out::CallAccepted>() == 1);
    CHECK(team.pair.alice.Count<out::CallEnded>() == 0);
  }
}

TEST_CASE("media follows the fork that answers: from another one's early media by a new peer") {
  for (ReliableProvisional how : {kOff, kSupported}) {
    Team team(31, how);
    RingEarly(team.pair.bob);
    SessionId id = team.Call();
    REQUIRE(team.pair.world.RunUntil([&] {
      auto* progress = team.pair.alice.Last<out::CallProgress>();
      return progress && CarriesSdp(*Message::Parse(progress->response));
    }));
    std::vector<Output> opened;
    team.pair.alice.on_output = [&](const Output& output) {
      if (std::holds_alternative<out::OpenPeer>(output)) opened.push_back(output);
    };
    REQUIRE(team.pair.world.RunUntil([&] { return team.carol.Last<out::IncomingCall>(); }));
    team.carol.Do(in::AnswerCall{.session = IncomingOf(team.carol)});
    REQUIRE(team.pair.world.RunUntil([&] { return team.carol.Last<out::CallConfirmed>(); }));
    team.pair.world.RunFor(5s);
    CHECK(opened.size() == 1);
    CHECK(team.pair.bob.Last<out::CallFailed>());
    // Carol had the first offer and its answer; the new peer's is a re-INVITE.
    CHECK(Sent(team.carol, Method::kInvite, 200).size() == 2);
    CHECK(team.pair.alice.browser.peers[id].signalling == FakeBrowser::Signalling::kStable);
    CHECK(team.pair.alice.browser.peers[id].ice == IceState::kConnected);
    CHECK(team.pair.alice.Count<out::CallAccepted>() == 1);
    CHECK(team.pair.alice.Count<out::CallEnded>() == 0);
  }
}

TEST_CASE("a new peer for another fork that they refuse ends the call") {
  Team team(32);
  RingEarly(team.pair.bob);
  team.Call();
  REQUIRE(team.pair.world.RunUntil([&] {
    auto* progress = team.pair.alice.Last<out::CallProgress>();
    return progress && CarriesSdp(*Message::Parse(progress->response));
  }));
  team.carol.Do(in::AnswerCall{.session = IncomingOf(team.carol)});
  REQUIRE(team.pair.world.RunUntil([&] { return team.carol.Last<out::CallAccepted>(); }));
  team.carol.browser.bad_remote = true;
  CHECK(team.pair.world.RunUntil([&] { return team.pair.alice.Last<out::CallEnded>(); }));
  CHECK(team.pair.alice.Last<out::CallEnded>()->cause == Cause::kBadMediaDescription);
  CHECK(team.pair.world.RunUntil([&] { return team.carol.Last<out::CallEnded>(); }));
}

TEST_CASE("early media that could not be applied is no answer for another fork") {
  Team team(34);
  RingEarly(team.pair.bob);
  team.pair.alice.browser.bad_remote = true;
  // Carol's 2xx has no description.
  team.pair.world.intercept = [&](Phone& from, const std::string& frame) {
    if (&from != &team.carol || !frame.starts_with("SIP/2.0 200")) return std::optional(frame);
    auto ok = Message::Parse(frame);
    if (ok->cseq_method() != "INVITE") return std::optional(frame);
    size_t length = frame.find("Content-Length:");
    return std::optional(frame.substr(0, length) + "Content-Length: 0\r\n\r\n");
  };
  team.Call();
  REQUIRE(team.pair.world.RunUntil([&] {
    auto* progress = team.pair.alice.Last<out::CallProgress>();
    return progress && CarriesSdp(*Message::Parse(progress->response));
  }));
  team.pair.alice.browser.bad_remote = false;
  team.carol.Do(in::AnswerCall{.session = IncomingOf(team.carol)});
  REQUIRE(team.pair.world.RunUntil([&] { return team.pair.alice.Last<out::CallFailed>(); }));
  CHECK(team.pair.alice.Last<out::CallFailed>()->cause == Cause::kBadMediaDescription);
  CHECK(team.pair.world.RunUntil([&] { return team.carol.Last<out::CallEnded>(); }));
}

TEST_CASE("each fork's PRACK has the numbers of its own dialog") {
  Team team(33, kSupported);
  RingEarly(team.pair.bob);
  RingEarly(team.carol);
  team.Call();
  REQUIRE(
      team.pair.world.RunUntil([&] { return team.pair.alice.Count<out::CallProgress>() == 2; }));
  team.pair.world.RunFor(1s);
  std::vector<Message> pracks = Sent(team.pair.alice, Method::kPrack);
  REQUIRE(pracks.size() == 2);
  CHECK(pracks[0].to_tag() != pracks[1].to_tag());
  CHECK(pracks[0].cseq() == pracks[1].cseq());
  // The one that was heard second answers: its 2xx carries no SDP, and the peer is a new one.
  bool bob_first = pracks[0].to_tag() == Sent(team.pair.bob, Method::kInvite, 183).at(0).to_tag();
  Phone& second = bob_first ? team.carol : team.pair.bob;
  second.Do(in::AnswerCall{.session = IncomingOf(second)});
  REQUIRE(team.pair.world.RunUntil([&] { return second.Last<out::CallConfirmed>(); }));
  team.pair.world.RunFor(5s);
  CHECK(team.pair.alice.Count<out::CallEnded>() == 0);
  CHECK(Sent(second, Method::kInvite, 200).size() == 2);
}

// ── elsewhere, later, longer ────────────────────────────────────────────────────────────────────

TEST_CASE("a redirection is followed when that is wished, and told when not") {
  for (bool follows : {true, false}) {
    Pair pair(40, [&](Config& config) { config.follow_redirects = follows; });
    Phone& carol = pair.world.Add("carol");
    Behave(carol);
    carol.Do(in::Start{});
    pair.bob.application = [&](const Output& event) {
      auto* call = std::get_if<out::IncomingCall>(&event);
      if (call == nullptr) return;
      pair.bob.Do(in::EndCall{
          .session = call->session,
          .status_code = 302,
          .extra_headers = {
              "Contact: <sip:nobody@example.com>;q=0.9, <sip:carol@example.com>;q=0.5"}});
    };
    pair.alice.Do(in::MakeCall{.target = "bob"});
    REQUIRE(pair.world.RunUntil([&] {
      return pair.alice.Last<out::CallConfirmed>() || pair.alice.Last<out::CallFailed>();
    }));
    if (!follows) {
      CHECK(pair.alice.Last<out::CallFailed>()->cause == Cause::kRedirected);
      continue;
    }
    CHECK(carol.Last<out::CallAccepted>());
    std::vector<Message> invites = Sent(pair.alice, Method::kInvite);
    REQUIRE(invites.size() == 3);
    CHECK(invites[1].request_uri() == "sip:nobody@example.com");
    CHECK(invites[2].call_id() == invites[0].call_id());
    CHECK(invites[2].cseq() == invites[0].cseq() + 2);
  }
}

TEST_CASE("an interval that is too small for them is raised to theirs") {
  Pair pair(41);
  int refused = 0;
  pair.world.intercept = [&](Phone& from, const std::string& frame) -> std::optional<std::string> {
    bool asks = frame.starts_with("INVITE") || frame.starts_with("UPDATE");
    auto request = Message::Parse(frame);
    if (!asks || request->Header(HeaderName::kSessionExpires).substr(0, 3) != "90") return frame;
    if (++refused > 5) return std::nullopt;
    pair.world.Deliver(from, WriteResponse(*request, 422, "", "x", {{"Min-SE", "300"}}, ""));
    return std::nullopt;
  };
  pair.Call();
  CHECK(refused == 1);
  Message again = Sent(pair.alice, Method::kInvite).back();
  CHECK(again.Header(HeaderName::kSessionExpires).starts_with("300"));
  CHECK(again.Header(HeaderName::kMinSE) == "300");
  CHECK(again.cseq() == 2);
}

TEST_CASE("an offer that comes too early for them is made again when they say") {
  Pair pair(42);
  SessionId id = pair.Call();
  int refused = 0;
  pair.world.intercept = [&](Phone& from, const std::string& frame) -> std::optional<std::string> {
    if (!frame.starts_with("INVITE") || refused == 2) return frame;
    refused++;
    pair.world.Deliver(
        from, WriteResponse(*Message::Parse(frame), 500, "", "", {{"Retry-After", "3"}}, ""));
    return std::nullopt;
  };
  pair.alice.Do(in::HoldCall{.session = id, .held = true});
  REQUIRE(pair.world.RunUntil([&] { return pair.alice.Last<out::RenegotiationEnded>(); }));
  CHECK(pair.alice.Last<out::RenegotiationEnded>()->ok);
  CHECK(refused == 2);
  CHECK(pair.bob.Last<out::CallHeld>()->held);
}

}  // namespace
}  // namespace ringline::sim
