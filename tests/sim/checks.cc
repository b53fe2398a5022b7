#include "tests/sim/checks.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "core/base/overloaded.h"

namespace ringline::sim {
namespace {

// How long a question may stand at any time.
constexpr Duration kPatience{1'000};

std::string Named(std::string_view what, uint32_t id) {
  return std::string(what) + " " + std::to_string(id);
}

std::string CallIdOf(const std::string& request) {
  size_t at = request.find("Call-ID: ");
  if (at == std::string::npos) return "";
  return request.substr(at + 9, request.find('\r', at) - at - 9);
}

}  // namespace

void Checks::Must(bool good, const std::string& what) {
  if (!good) complain_(what);
}

void Checks::Saw(const Input& input, uint32_t made) {
  // clang-format off
  std::visit(Overloaded{
      [&](const in::HoldCall&) { if (made) renegotiations_.insert(RequestId(made)); },
      [&](const in::RenegotiateCall&) { if (made) renegotiations_.insert(RequestId(made)); },
      [&](const in::ReferCall&) { if (made) refers_.insert(RequestId(made)); },
      [&](const in::PeerResult& e) { Answered(e.op); },
      [&](const in::StatsRead& e) { calls_[e.session].measuring = false; },
      [&](const in::SdpReviewed& e) { Answered(e.op); },
      [&](const in::RequestReviewed& e) { Answered(e.op); },
      [&](const in::ReofferReviewed& e) { Answered(e.op); },
      [&](const in::Start&) {
        shall_register_ = shall_register_ || !started_;
        started_ = true, stopping_ = false;
      },
      [&](const in::Register&) { shall_register_ = shall_register_ || connected_; },
      [&](const in::Unregister&) { shall_register_ = false; },
      [&](const in::Stop&) { stopping_ = true, started_ = false; },
      [](const auto&) {},
  }, input);
  // clang-format on
}

void Checks::Saw(const Output& output, Time now) {
  now_ = now;
  std::visit(
      [this]<class T>(const T& e) {
        // A failure of the browser that ended the call is told after it, as JsSIP does.
        if constexpr (kAboutCall<T> && !std::is_same_v<T, out::MediaFailed>) {
          auto call = calls_.find(e.session);
          bool over = call != calls_.end() && call->second.over;
          Must(!over, Named(std::string(T::kName) + " after the end of call", e.session.value()));
        }
        Take(e);
      },
      output);
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────

void Checks::Begin(SessionId session, const std::string& request) {
  Must(calls_.count(session) == 0, Named("a second beginning of call", session.value()));
  calls_[session].call_id = CallIdOf(request);
}

void Checks::Take(const out::CallConnecting& e) {
  Call& call = calls_[e.session];
  Must(!call.connecting && !call.accepted, Named("connecting out of turn", e.session.value()));
  call.connecting = true;
}

void Checks::Take(const out::CallProgress& e) {
  Must(!calls_[e.session].accepted, Named("progress after accepted", e.session.value()));
}

void Checks::Take(const out::CallAccepted& e) {
  Call& call = calls_[e.session];
  Must(call.connecting && !call.accepted, Named("accepted out of turn", e.session.value()));
  call.accepted = true;
}

void Checks::Take(const out::CallConfirmed& e) {
  Call& call = calls_[e.session];
  Must(call.accepted && !call.confirmed, Named("confirmed out of turn", e.session.value()));
  call.confirmed = true;
}

void Checks::Take(const out::CallEnded& e) {
  Must(calls_[e.session].accepted, Named("ended, never accepted", e.session.value()));
  Over(e.session);
}

void Checks::Take(const out::CallFailed& e) {
  Must(!calls_[e.session].confirmed, Named("failed, though confirmed", e.session.value()));
  Over(e.session);
}

void Checks::Over(SessionId session) {
  Call& call = calls_[session];
  Must(call.peer_open == call.peer_closed, Named("over with its peer open", session.value()));
  call.over = true;
  questions_.erase(call.question);
}

void Checks::Take(const out::CallHeld& e) {
  Call& call = calls_[e.session];
  bool& held = e.originator == Originator::kLocal ? call.local_held : call.remote_held;
  Must(held != e.held, Named(e.held ? "held twice" : "unheld twice", e.session.value()));
  held = e.held;
}

void Checks::Take(const out::CallReconnecting& e) {
  Call& call = calls_[e.session];
  Must(call.accepted && !call.reconnecting, Named("reconnecting out of turn", e.session.value()));
  call.reconnecting = true;
}

void Checks::Take(const out::CallReconnected& e) {
  Call& call = calls_[e.session];
  Must(call.reconnecting, Named("reconnected out of turn", e.session.value()));
  call.reconnecting = false;
}

// ── the browser and other questions ─────────────────────────────────────────────────────────────

void Checks::Take(const out::OpenPeer& e) {
  Call& call = calls_[e.session];
  // Another fork than the one that was heard has answered: a peer of its own, before all is told.
  bool elsewhere = call.connecting && !call.accepted && !call.peer_closed;
  Must(!call.peer_open || elsewhere, Named("a second openPeer", e.session.value()));
  call.peer_open = true;
  call.question = OpId();
}

void Checks::Take(const out::ClosePeer& e) {
  Call& call = calls_[e.session];
  Must(call.peer_open && !call.peer_closed, Named("closePeer out of turn", e.session.value()));
  call.peer_closed = true;
}

void Checks::Take(const out::ReadStats& e) {
  Call& call = calls_[e.session];
  Must(call.peer_open && !call.peer_closed, Named("readStats of no peer", e.session.value()));
  Must(!call.measuring, Named("two readings at once", e.session.value()));
  call.measuring = true;
}

void Checks::Ask(SessionId session, OpId op) {
  Call& call = calls_[session];
  Must(!call.question, Named("two questions at once", session.value()));
  Must(!call.peer_closed, Named("a question after closePeer", session.value()));
  call.question = op;
  call.asked = now_;
  questions_[op] = session;
}

void Checks::Answered(OpId op) {
  auto asked = questions_.find(op);
  if (asked == questions_.end()) return;
  calls_[asked->second].question = OpId();
  questions_.erase(asked);
}

// ── requests ────────────────────────────────────────────────────────────────────────────────────

void Checks::Take(const out::RenegotiationEnded& e) {
  Must(renegotiations_.erase(e.request) == 1, Named("renegotiationEnded twice", e.request.value()));
  refusals_ += !e.ok;
}

void Checks::Take(const out::RequestSent& e) {
  Must(requests_.insert(e.request).second, Named("requestSent twice", e.request.value()));
}

void Checks::Take(const out::RequestAnswered& e) {
  Must(requests_.erase(e.request) == 1, Named("requestAnswered twice", e.request.value()));
}

void Checks::Take(const out::ReferProgress& e) {
  Must(refers_.count(e.request) == 1, Named("progress after the final one", e.request.value()));
  if (e.final) refers_.erase(e.request);
}

// ── the account ─────────────────────────────────────────────────────────────────────────────────

void Checks::Take(const out::Registered&) {
  Must(!registered_, "registered twice");
  registered_ = true;
}

void Checks::Take(const out::Unregistered&) {
  Must(registered_, "unregistered twice");
  registered_ = false;
}

void Checks::Take(const out::Connecting&) {
  Must(!connected_, "connecting while connected");
  connecting_ = true;
}

void Checks::Take(const out::Connected&) {
  Must(connecting_ && !connected_, "connected out of turn");
  connecting_ = false, connected_ = shall_register_ = true;
}

void Checks::Take(const out::Disconnected&) { connecting_ = connected_ = false; }

void Checks::Take(const out::Stopped&) {
  Must(stopping_, "stopped, though nobody asked");
  Must(!connected_ && !connecting_, "stopped with a connection");
  Must(!registered_, "stopped while registered");
  stopping_ = false;
}

// ── at the end ──────────────────────────────────────────────────────────────────────────────────

void Checks::MustBeSettled(Time now) {
  for (const auto& [session, call] : calls_) {
    Must(call.over || call.confirmed, Named("neither confirmed nor over: call", session.value()));
    bool asked = call.question && now - call.asked > kPatience;
    Must(call.over || !asked, Named("a question left: call", session.value()));
    Must(call.over || !call.reconnecting, Named("still reconnecting: call", session.value()));
  }
  for (RequestId request : renegotiations_)
    complain_(Named("never renegotiationEnded:", request.value()));
  for (RequestId request : requests_) complain_(Named("never requestAnswered:", request.value()));
  Must(!stopping_, "never stopped");
}

void Checks::MustBeStopped(Time now) {
  for (const auto& [session, call] : calls_) {
    Must(call.over, Named("never over: call", session.value()));
  }
  MustBeSettled(now);
  Must(!registered_, "registered after the stop");
}

}  // namespace ringline::sim
