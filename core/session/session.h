// One call (RFC 3261 13, 15; RFC 3264): from the wish to its end.
//
//   we call:   Preparing ─▶ Inviting ─▶ Joining ─▶ Confirmed ─▶ Ended
//   they call: Offered ─▶ Answering ─▶ AwaitingAck ─▶ Confirmed ─▶ Ended
//   given up:  Canceling (a final answer to our INVITE is still to come) ─▶ Ended
//   ended:     (Parting, until the ACK) ─▶ Leaving, until the BYE has its answer ─▶ Ended
//
// What is agreed inside a confirmed call is offer_answer.h's; what the browser does is
// media_ops.h's.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/session/call.h"
#include "core/session/in_dialog.h"
#include "core/session/offer_answer.h"
#include "core/session/recovery.h"

namespace ringline {

class Session {
 public:
  Session(SessionId id, const Ground& ground);

  // Ours. Fails on a target or header that cannot be sent; then nothing happened.
  Result<bool> Invite(const in::MakeCall& wish, Time now);
  // Theirs: a checked INVITE outside any dialog. False when it was refused and is no call.
  bool Invited(TransactionId server, const Message& invite, SessionId replaces, Time now);

  // Each returns why it cannot be done now, or "".
  std::string_view Handle(const in::RingCall& input, Time now);
  std::string_view Handle(const in::AnswerCall& input, Time now);
  std::string_view Handle(const in::EndCall& input, Time now);
  std::string_view Handle(const in::HoldCall& input, RequestId request, Time now);
  std::string_view Handle(const in::RenegotiateCall& input, RequestId request, Time now);
  std::string_view Handle(const in::SendTones& input, Time now);
  std::string_view Handle(const in::SendInDialog& input, RequestId request, Time now);
  // `refer_to` is the whole Refer-To value.
  std::string_view Refer(const in::ReferCall& input, std::string refer_to, RequestId request,
                         Time now);

  void Handle(const in::PeerResult& input, Time now);
  void Handle(const in::SdpReviewed& input, Time now);
  void Handle(const in::RequestReviewed& input, Time now);
  void Handle(const in::ReofferReviewed& input, Time now);
  void Handle(const in::CandidateGathered& input, Time now);
  void Handle(const in::GatheringEnded& input, Time now);
  void Handle(const in::SendNow& input, Time now);
  void Handle(const in::IceStateChanged& input, Time now);

  void Handle(const ClientEvent& event, Time now);
  // A request inside the dialog. REFER is the engine's to offer to the application: false.
  bool Receive(TransactionId server, const Message& request, Time now);
  void Acknowledged(const Message& ack, Time now);
  void Canceled(const Message& cancel, Time now);
  void AckMissing(Time now);
  void Connected(bool connected, Time now);
  void Advance(Time now);
  Time Deadline() const;

  // Nothing more will come of it: the engine may forget it.
  bool over() const;
  bool established() const;
  bool early() const;
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
  struct Joining {
    std::string response;
  };  // 2xx is here, its answer is being applied.
  struct Offered {
    bool ringing;
  };
  struct Answering {
    bool applied;
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
  using State = std::variant<Preparing, Inviting, Joining, Offered, Answering, AwaitingAck,
                             Confirmed, Canceling, Parting, Leaving, Ended>;

  void Media(std::optional<MediaOps::Done> done, Time now);
  State MediaDone(const MediaOps::Done& done, Time now);
  State MediaBroken(const MediaOps::Done& done, Time now);
  void ReviewInvite(Time now);
  State SendInvite(Time now);
  void Provisional(const Message& response, Time now);
  State Accepted(const Message& response, Time now);
  State Refused(const Message& response);
  State Confirm(Originator originator, const std::string& ack);
  State SendFirstAnswer(const std::string& sdp, Time now);
  State SendBye(const in::EndCall& how, Time now);
  State Fail(Originator originator, Cause cause, const std::string& message,
             std::string detail = "");
  State End(Originator originator, Cause cause, const std::string& message);
  void HangUpFork(const Message& response, Time now);
  void Recover(Recovery::Deeds deeds, Time now);
  void ObeyVerdict(Time now);
  void CloseParts();
  template <class S>
  bool Is() const {
    return std::holds_alternative<S>(state_);
  }

  Call call_;
  State state_;
  OfferAnswer negotiation_;
  Recovery recovery_;
  InDialog in_dialog_;

  // Ours.
  OutgoingRequest invite_;
  OpId review_;
  std::string offer_;
  TicketId invite_ticket_;
  bool answer_applied_ = false;
  // 1xx whose SDP is being applied: told when that is done.
  std::optional<std::string> progress_;
  std::optional<Message>
      early_accept_;  // A 2xx that came while the SDP of a 1xx was being applied.
  // Theirs.
  TransactionId invite_server_;
  SessionId replaces_;
  std::vector<std::string> answer_headers_;
  bool offerless_ = false;
  Time no_answer_ = kNever;

  bool bye_lost_ = false;
  std::vector<DialogKey> hung_up_;  // Forks that were.
  std::vector<DialogKey> new_dialogs_;
  bool newly_confirmed_ = false;
  int report_ = 0;
};

}  // namespace ringline
