// Watches one phone and complains of what its outputs may never be: the grammar that every facade
// relies on.
//
//   call:  created|incoming (connecting | progress)* accepted confirmed … ended|failed, then
//   silence peer:  openPeer (question answer)* closePeer, one question at a time request of ours:
//   sent, then answered exactly once
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"

namespace ringline::sim {

class Checks {
 public:
  using Complain = std::function<void(const std::string&)>;
  explicit Checks(Complain complain) : complain_(std::move(complain)) {}

  void Saw(const Input& input, uint32_t made);
  void Saw(const Output& output, Time now);
  // Faults are long over: nothing may be half done.
  void MustBeSettled(Time now);
  // Every call was ended and the phone stopped.
  void MustBeStopped(Time now);

  struct Call {
    std::string call_id;
    bool connecting = false, accepted = false, confirmed = false, over = false;
    bool reconnecting = false;
    bool peer_open = false, peer_closed = false;
    bool local_held = false, remote_held = false;
    OpId question;
    bool measuring = false;
    Time asked{};
  };
  const std::map<SessionId, Call>& calls() const { return calls_; }
  // Of holds and renegotiations.
  int refusals() const { return refusals_; }
  bool stopping() const { return stopping_; }
  bool registered() const { return registered_; }
  // By itself, unless the application said otherwise last.
  bool shall_register() const { return started_ && shall_register_; }

 private:
  template <class T>
  static constexpr bool kAboutCall = requires(const T& e) { e.session; };

  void Take(const out::CallCreated& e) { Begin(e.session, e.request); }
  void Take(const out::IncomingCall& e) { Begin(e.session, e.request); }
  void Take(const out::CallConnecting& e);
  void Take(const out::CallProgress& e);
  void Take(const out::CallAccepted& e);
  void Take(const out::CallConfirmed& e);
  void Take(const out::CallEnded& e);
  void Take(const out::CallFailed& e);
  void Take(const out::CallHeld& e);
  void Take(const out::CallReconnecting& e);
  void Take(const out::CallReconnected& e);
  void Take(const out::OpenPeer& e);
  void Take(const out::ClosePeer& e);
  void Take(const out::PlayTones&) {}
  void Take(const out::ReadStats& e);
  void Take(const out::AcquireMedia& e) { Ask(e.session, e.op); }
  void Take(const out::SetLocalDescription& e) { Ask(e.session, e.op); }
  void Take(const out::ReadLocalDescription& e) { Ask(e.session, e.op); }
  void Take(const out::SetRemoteDescription& e) { Ask(e.session, e.op); }
  void Take(const out::ReviewSdp& e) { Ask(e.session, e.op); }
  void Take(const out::ReviewRequest& e) { Ask(e.session, e.op); }
  void Take(const out::ReviewReoffer& e) { Ask(e.session, e.op); }
  void Take(const out::OfferWithdrawn& e) { Answered(e.op); }
  void Take(const out::RenegotiationEnded& e);
  void Take(const out::ReferProgress& e);
  void Take(const out::RequestSent& e);
  void Take(const out::RequestAnswered& e);
  void Take(const out::Registered& e);
  void Take(const out::Unregistered& e);
  void Take(const out::Connecting& e);
  void Take(const out::Connected& e);
  void Take(const out::Disconnected& e);
  void Take(const out::Stopped& e);
  template <class T>
  void Take(const T&) {}

  void Begin(SessionId session, const std::string& request);
  void Ask(SessionId session, OpId op);
  void Answered(OpId op);
  void Over(SessionId session);
  void Must(bool good, const std::string& what);

  Complain complain_;
  Time now_{};
  std::map<SessionId, Call> calls_;
  std::map<OpId, SessionId> questions_;
  std::set<RequestId> renegotiations_, requests_, refers_;  // Open ones.
  int refusals_ = 0;
  bool started_ = false, stopping_ = false, shall_register_ = true;
  bool registered_ = false, connecting_ = false, connected_ = false;
};

}  // namespace ringline::sim
