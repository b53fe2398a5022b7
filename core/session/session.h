// One call (RFC 3261 13, 15; RFC 3264): from the wish to its end.
//
//   we call:   Preparing ─▶ Inviting ─▶ Joining ─▶ Confirmed ─▶ Ended      session_caller.cc
//   they call: Offered ─▶ Answering ─▶ AwaitingAck ─▶ Confirmed ─▶ Ended   session_callee.cc
//                  └─▶ Early ─▶┘  heard before it is answered
//   given up:  Canceling (a final answer to our INVITE is still to come) ─▶ Ended
//   ended:     (Parting, until the ACK) ─▶ Leaving, until the BYE has its answer ─▶ Ended
//
// What is agreed once there has been an answer is offer_answer.h's; what the browser does is
// media_ops.h's, and what that means for the call stands in session_media.cc.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/quality/quality_monitor.h"
#include "core/session/call.h"
#include "core/session/forks.h"
#include "core/session/in_dialog.h"
#include "core/session/offer_answer.h"
#include "core/session/recovery.h"
#include "core/session/redirection.h"
#include "core/session/reliable_provisionals.h"

namespace ringline {

inline constexpr std::string_view kWrongState = "the call is not in a state for this";

// Calls of ours that an INVITE of theirs names: to take the place of one, or to join it.
struct NamedCalls {
  SessionId replaces, joins;
};

class Session {
 public:
  Session(SessionId id, const Ground& ground);

  // Ours. Fails on a target or header that cannot be sent; then nothing happened.
  Result<bool> Invite(const in::MakeCall& wish, Time now);
  // Theirs: a checked INVITE outside any dialog. False when it was refused and is no call.
  bool Invited(TransactionId server, const Message& invite, const NamedCalls& named, Time now);

  // Each returns why it cannot be done now, or "".
  std::string_view Handle(const in::RingCall& input, Time now);
  std::string_view Handle(const in::AnswerCall& input, Time now);
  std::string_view Handle(const in::EndCall& input, Time now);
  std::string_view Handle(const in::HoldCall& input, RequestId request, Time now);
  std::string_view Handle(const in::RenegotiateCall& input, RequestId request, Time now);
  std::string_view Handle(const in::ChangeMode& input, RequestId request, Time now);
  std::string_view Handle(const in::SendTones& input, Time now);
  std::string_view Handle(const in::SendInDialog& input, RequestId request, Time now);
  // `refer_to` is the whole Refer-To value.
  std::string_view Refer(const in::ReferCall& input, std::string refer_to, RequestId request,
                         Time now);

  void Handle(const in::PeerResult& input, Time now);
  void Handle(const in::SdpReviewed& input, Time now);
  void Handle(const in::RequestReviewed& input, Time now);
  void Handle(const in::ReofferReviewed& input, Time now);
  // False when it does not wait for that.
  bool Handle(const in::UpgradeReviewed& input, Time now);
  void Handle(const in::CandidateGathered& input, Time now);
  void Handle(const in::GatheringEnded& input, Time now);
  void Handle(const in::SendNow& input, Time now);
  void Handle(const in::IceStateChanged& input, Time now);
  void Handle(const in::StatsRead& input, Time now);

  void Handle(const ClientEvent& event, Time now);
  // A request inside the dialog. REFER is the engine's to offer to the application: false.
  bool Receive(TransactionId server, const Message& request, Time now);
  void Acknowledged(const Message& ack, Time now);
  // Of the INVITE that made the call, or of a later one.
  void Canceled(TransactionId invite, const Message& cancel, Time now);
  void Connected(bool connected, Time now);
  void Advance(Time now);
  Time Deadline() const;

  // Nothing more will come of it: the engine may forget it.
  bool over() const;
  bool established() const;  // Answered: by a 2xx.
  bool early() const;        // On its way there.
  bool ours() const { return call_.caller; }
  SessionId id() const { return call_.id; }
  SessionId replaces() const { return replaces_; }
  TransactionId invite() const { return invite_server_; }
  const std::optional<Dialog>& dialog() const { return call_.dialog; }
  // Every dialog's key that leads here, early ones of a fork too; new ones since the last call.
  std::vector<DialogKey> TakeNewDialogs() { return std::exchange(new_dialogs_, {}); }
  // Whether the events of this call so far hold a confirmation the engine has not seen (Replaces).
  bool TakeConfirmed() { return std::exchange(newly_confirmed_, false); }
  // The call's progress for whoever referred us here: 100, 180, 200… 0 when nothing changed.
  int TakeReport() { return std::exchange(report_, 0); }
  // NOTIFYs the progress of a call that a REFER of theirs asked for (RFC 3515 2.4.4).
  void NotifyRefer(uint32_t refer_cseq, int status, std::string_view reason, Time now);

 private:
  struct Preparing {};
  struct Inviting {};
  // Their 2xx is here, and what it says is being applied.
  struct Joining {
    enum class Step { kWaiting, kAnswer, kOffer, kOurAnswer, kReopening };
    Step step;
  };
  struct Offered {
    bool ringing = false;
  };
  // The browser makes the answer: for a 183 when `early`, else for the 2xx.
  struct Answering {
    bool early;
  };
  // The 183 with our answer is out. `wanted`: by the application, as soon as it may be.
  struct Early {
    bool wanted = false;
  };
  struct AwaitingAck {};
  struct Confirmed {};
  struct Canceling {};
  struct Parting {
    in::EndCall how;
    Unacknowledged answer;
  };  // Over, but the BYE waits for the ACK (RFC 3261 15).
  struct Leaving {
    TicketId bye;
  };  // BYE is out.
  struct Ended {};
  using State = std::variant<Preparing, Inviting, Joining, Offered, Answering, Early, AwaitingAck,
                             Confirmed, Canceling, Parting, Leaving, Ended>;

  // We call.
  void ReviewInvite(Time now);
  State SendInvite(Time now);
  State InviteAgain(const Message& response, Time now);
  void Provisional(const Message& response, Time now);
  void ApplyEarly(const Message& response);
  void EarlyApplied(const MediaOps::Done& done, Time now);
  void EarlyBroken();
  void SendPrack(const Message& response, const std::string& sdp, Time now);
  void TellProgress(const Message& response);
  void TellWaiting();
  State Accepted(const Message& response, Time now);
  State Join(Time now);
  State JoinOn(Joining joining, const MediaOps::Done& done, Time now);
  State JoinFailed(Joining joining, const MediaOps::Done& done, Time now);
  State Stand();
  State Refused(const Message& response, Time now);
  void HangUpFork(const Message& response, Time now);
  Dialog* DialogOf(const DialogKey& key);
  Dialog* NoteDialog(const Message& response);

  // They call.
  void SendProvisional(int status, const std::string& sdp, Time now);
  State SendEarly(const std::string& sdp, Time now);
  State SendFirstAnswer(const std::string& sdp, Time now);
  void TakePrack(TransactionId server, const Message& prack, Time now);
  void AnswerWhenPossible(Time now);
  bool unanswered() const { return Is<Offered>() || Is<Answering>() || Is<Early>(); }

  // The browser.
  void Media(std::optional<MediaOps::Done> done, Time now);
  void GoOn(Time now);
  State MediaDone(const MediaOps::Done& done, Time now);
  State MediaBroken(const MediaOps::Done& done, Time now);

  void TakeBye(const Message& bye, Time now);
  void TakeOffer(TransactionId server, const Message& request, Time now);
  State Confirm(Originator originator, const std::string& ack);
  State SendBye(const in::EndCall& how, Time now);
  State Fail(Originator originator, Cause cause, const std::string& message, Time now,
             std::string detail = "");
  State End(Originator originator, Cause cause, const std::string& message, Time now);
  void Recover(Recovery::Deeds deeds, Time now);
  void ObeyVerdict(Time now);
  void CloseParts(Time now);
  template <class S>
  bool Is() const {
    return std::holds_alternative<S>(state_);
  }

  Call call_;
  State state_;
  OfferAnswer negotiation_;
  Recovery recovery_;
  InDialog in_dialog_;
  QualityMonitor quality_;

  // Their answer has come for good, so that new offers may be made before the 2xx (RFC 3311).
  bool agreed_ = false;
  bool offerless_ = false;  // The INVITE is without SDP: the offer is in the answer.
  // What an unreliable 18x said: theirs holds when the 2xx says nothing, ours is said again there.
  std::string early_sdp_;

  // Ours.
  OutgoingRequest invite_;
  Duration session_expires_{};
  OpId review_;
  std::string offer_;
  TicketId invite_ticket_;
  Forks forks_;
  Redirection redirection_;
  std::optional<DialogKey> media_of_;     // The fork whose SDP was applied.
  std::optional<Message> early_;          // The 1xx whose SDP is being applied.
  Queue<Message> waiting_;                // 1xx with SDP that came meanwhile.
  Message accepted_;                      // Their 2xx, while Joining.
  std::map<TicketId, DialogKey> pracks_;  // Under way.
  // Theirs.
  TransactionId invite_server_;
  SessionId replaces_;
  std::vector<std::string> answer_headers_;
  ReliableProvisionals reliable_{0};
  Time no_answer_ = kNever;

  bool bye_lost_ = false;
  std::vector<DialogKey> new_dialogs_;
  bool newly_confirmed_ = false;
  int report_ = 0;
};

}  // namespace ringline
