#include "tests/sim/application.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"

namespace ringline::sim {
namespace {

// Some seeds never, some rarely, some often: what all do a little hides what one does too much.
uint32_t Temper(Random& random) {
  constexpr std::array<uint32_t, 5> kTempers = {0, 10, 50, 90, 100};
  return kTempers[random.Below(kTempers.size())];
}

}  // namespace

Application::Application(World& world, Phone& phone)
    : world_(world),
      phone_(phone),
      accepts_(std::max(70u, Temper(world.random()))),
      slow_(Temper(world.random())),
      rings_(Temper(world.random())),
      watcher_(world, phone, [this](Input input) { Later(std::move(input)); }) {}

Phone& Application::Somebody() {
  auto& phones = world_.phones();
  return *phones[world_.random().Below(static_cast<uint32_t>(phones.size()))];
}

SessionId Application::Any(Stage stage) {
  std::vector<SessionId> some;
  for (const auto& [id, call] : calls_) {
    if (call.stage == stage) some.push_back(id);
  }
  if (some.empty()) return SessionId();
  return some[world_.random().Below(static_cast<uint32_t>(some.size()))];
}

SessionId Application::AnyStanding() { return Any(Stage::kStanding); }

void Application::Later(Input input, uint32_t up_to) {
  bool at_once = calm_ || !Chance(slow_);
  if (at_once && Chance(50)) return void(phone_.Do(std::move(input)));
  world_.After(Duration(world_.random().Below(at_once ? 20 : up_to)),
               [this, input = std::move(input)] { phone_.Do(input); });
}

// ── deeds ───────────────────────────────────────────────────────────────────────────────────────

void Application::Act() {
  if (Chance(15)) return watcher_.Act();
  if (calls_.empty() && Chance(50)) return CallSomebody();
  switch (world_.random().Below(30)) {
    case 0:
      return void(phone_.Do(in::Start{}));
    case 1:
      return Chance(20) ? void(phone_.Do(in::Stop{})) : void();
    case 2:
      return void(phone_.Do(in::Register{}));
    case 3:
      return Chance(30) ? void(phone_.Do(in::Unregister{.all = Chance(20)})) : void();
    case 4:
      return void(phone_.Do(in::Probe{}));
    case 5:
      return void(phone_.Do(in::NetworkChanged{.online = Chance(80)}));
    case 6:
      return void(phone_.Do(in::SendPage{.method = Chance(70) ? "MESSAGE" : "OPTIONS",
                                         .target = Chance(80) ? Somebody().user : "nobody",
                                         .content_type = "text/plain",
                                         .body = "hi"}));
    case 7:
      return BeWrong();
    case 8:
    case 9:
      return CallSomebody();
    case 12: {
      SessionId ringing = Any(Stage::kRinging);
      return ringing ? void(phone_.Do(in::EndCall{.session = ringing})) : void();
    }
    case 13: {
      SessionId dialing = Any(Stage::kDialing);
      return dialing ? void(phone_.Do(in::EndCall{.session = dialing})) : void();
    }
    default:
      return ActOnCall();
  }
}

void Application::CallSomebody() {
  if (calls_.size() >= 4) return;
  Phone& callee = Somebody();
  if (&callee == &phone_ && !Chance(10)) return;
  std::string target = Chance(95) ? callee.user : "nobody";
  if (Chance(15)) target = "team";
  phone_.Do(in::MakeCall{.target = target, .anonymous = Chance(5), .offerless = Chance(10)});
}

void Application::ActOnCall() {
  SessionId call = AnyStanding();
  if (!call) return;
  switch (world_.random().Below(12)) {
    case 0:
      return void(phone_.Do(in::EndCall{.session = call, .status_code = Chance(20) ? 486 : 0}));
    case 1:
    case 2:
    case 3:
      return ToggleHold(call);
    case 4:
    case 5:
      return void(phone_.Do(in::RenegotiateCall{
          .session = call, .use_update = Chance(30), .ice_restart = Chance(30)}));
    case 6:
    case 7: {
      bool rtp = Chance(30);
      return void(
          phone_.Do(in::SendTones{.session = call,
                                  .tones = "1,2#",
                                  .transport = rtp ? DtmfTransport::kRtp : DtmfTransport::kInfo}));
    }
    case 8:
      return void(phone_.Do(in::SendInDialog{.session = call,
                                             .method = Chance(80) ? "INFO" : "MESSAGE",
                                             .content_type = "text/x",
                                             .body = "y"}));
    case 9:
    case 10:
      return Transfer(call);
    default:
      return void(phone_.Do(in::SendNow{call}));
  }
}

void Application::ToggleHold(SessionId id) {
  auto call = calls_.find(id);
  if (call == calls_.end()) return;
  bool held = Chance(90) ? !call->second.held : call->second.held;
  phone_.Do(in::HoldCall{.session = id, .held = held, .use_update = Chance(20)});
}

void Application::ToggleAll() {
  std::vector<SessionId> standing;
  for (const auto& [id, call] : calls_) {
    if (call.stage == Stage::kStanding) standing.push_back(id);
  }
  for (SessionId id : standing) ToggleHold(id);
}

void Application::Transfer(SessionId call) {
  SessionId other = AnyStanding();
  bool attended = other && other != call;
  phone_.Do(in::ReferCall{
      .session = call, .target = Somebody().user, .replaces = attended ? other : SessionId()});
}

// What no application should do; all of it must be refused and change nothing.
void Application::BeWrong() {
  Random& random = world_.random();
  SessionId any(random.Below(6));
  switch (random.Below(12)) {
    case 9:
      return void(phone_.Do(in::Unsubscribe{.subscription = SubscriptionId(random.Below(9) + 90)}));
    case 10:
      return void(phone_.Do(in::AcceptSubscribe{.incoming = IncomingId(random.Below(9) + 900)}));
    case 11:
      return void(phone_.Do(in::Subscribe{.target = "bob", .event = "no event"}));
    case 0:
      return void(phone_.Do(in::AnswerCall{any}));
    case 1:
      return void(phone_.Do(in::RingCall{any}));
    case 2:
      return void(phone_.Do(in::PeerResult{.op = OpId(random.Below(200) + 100'000)}));
    case 3:
      return void(phone_.Do(in::HoldCall{.session = any, .held = Chance(50)}));
    case 4:
      return void(phone_.Do(in::MakeCall{.target = "a b c\r\n"}));
    case 5:
      return void(phone_.Do(in::SendTones{.session = any, .tones = "x"}));
    case 6:
      return void(phone_.Do(in::Respond{.incoming = IncomingId(random.Below(10))}));
    case 7:
      return void(phone_.Do(in::SocketClosed{.socket = SocketId(random.Below(5) + 90'000)}));
    default:
      return void(phone_.Do(in::GatheringEnded{any}));
  }
}

// ── answers ─────────────────────────────────────────────────────────────────────────────────────

void Application::TakeCall(SessionId call) {
  if (calm_) return Later(in::EndCall{.session = call});
  if (Chance(rings_)) Later(in::RingCall{.session = call, .early_media = Chance(30)}, 500);
  if (Chance(4)) {
    return Later(in::EndCall{
        .session = call,
        .status_code = 302,
        .extra_headers = {"Contact: <sip:" + Somebody().user + "@example.com>, <sip:nobody@x.y>"}});
  }
  if (Chance(accepts_)) return Later(in::AnswerCall{call}, 10'000);
  if (Chance(50)) Later(in::EndCall{.session = call, .status_code = 486}, 10'000);
}

void Application::Hear(const Output& event) {
  watcher_.Hear(event);
  // clang-format off
  std::visit(Overloaded{
      [&](const out::CallCreated& e) { calls_[e.session] = {Stage::kDialing}; },
      [&](const out::IncomingCall& e) { calls_[e.session] = {Stage::kRinging}; TakeCall(e.session); },
      [&](const out::CallConfirmed& e) { calls_[e.session].stage = Stage::kStanding; },
      [&](const out::CallAccepted& e) { if (Chance(50)) calls_[e.session].stage = Stage::kStanding; },
      [&](const out::CallEnded& e) { calls_.erase(e.session); },
      [&](const out::CallFailed& e) { calls_.erase(e.session); },
      [&](const out::CallHeld& e) {
        if (e.originator == Originator::kLocal) calls_[e.session].held = e.held;
      },
      [&](const out::ReviewSdp& e) { Later(in::SdpReviewed{e.op, e.sdp}); },
      [&](const out::ReviewRequest& e) { Later(in::RequestReviewed{.op = e.op, .text = ""}); },
      [&](const out::ReviewReoffer& e) {
        Later(in::ReofferReviewed{.op = e.op, .accept = calm_ || Chance(80)});
      },
      [&](const out::RegistrationExpiring&) {
        if (calm_ || Chance(90)) Later(in::Register{});
      },
      [&](const out::Registered&) { unregistered_ = false; },
      [&](const out::Unregistered& e) {
        unregistered_ = unregistered_ || e.cause == Cause::kExpires;
        if (calm_ && unregistered_) Later(in::Register{});
      },
      [&](const out::RegistrationFailed&) {
        unregistered_ = true;
        if (calm_) world_.After(Duration(2'000), [this] { phone_.Do(in::Register{}); });
      },
      [&](const out::PageReceived& e) {
        if (calm_ || Chance(80)) return Later(in::Respond{.incoming = e.incoming});
        unanswered_.push_back(e.incoming);
      },
      [&](const out::ReferReceived& e) {
        if (!calm_ && Chance(70)) return Later(in::AcceptRefer{.refer = e.refer});
        if (calm_ || Chance(50)) return Later(in::Respond{.incoming = e.refer, .status_code = 603});
        unanswered_.push_back(e.refer);
      },
      [](const auto&) {},
  }, event);
  // clang-format on
}

void Application::Calm() {
  calm_ = true;
  watcher_.Calm();
  if (unregistered_) phone_.Do(in::Register{});
  for (IncomingId incoming : std::exchange(unanswered_, {})) {
    phone_.Do(in::Respond{.incoming = incoming, .status_code = 603});
  }
  std::vector<SessionId> ringing;
  for (const auto& [id, call] : calls_) {
    if (call.stage == Stage::kRinging) ringing.push_back(id);
  }
  for (SessionId id : ringing) {
    phone_.Do(Chance(50) ? Input(in::AnswerCall{id}) : Input(in::EndCall{.session = id}));
  }
}

void Application::EndAll() {
  watcher_.EndAll();
  std::vector<SessionId> all;
  for (const auto& [id, call] : calls_) all.push_back(id);
  for (SessionId id : all) phone_.Do(in::EndCall{.session = id});
}

}  // namespace ringline::sim
