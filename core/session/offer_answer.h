// Offers and answers inside a confirmed call: ours one after another, theirs in between, never two
// at once (RFC 3264 4, RFC 3261 14, RFC 6337).
//
//          Want                                 Receive (INVITE, UPDATE)
//            │                                       │
//   Idle ─▶ Describing ─▶ Offered ─▶ Completing   Asking ─▶ ApplyingTheirs ─▶ AnsweringTheirs
//            ▲               │ 491, refusal          │ without SDP          ▲
//            └── later ── RollingBack             OfferingInAnswer ─▶ AwaitingAnswer (in the ACK)
//
// An offer of theirs that adds video waits in AskingUpgrade for the application, if there are
// modes. One that they take back (CANCEL) while the browser is about it waits in Withdrawing for
// the browser, and is rolled back.
//
// What cannot begin now waits in a queue: nothing that was wanted is lost.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/session/call.h"
#include "core/session/unacknowledged.h"

namespace ringline {

class OfferAnswer {
 public:
  // One wish of ours. `request` names RenegotiationEnded; zero for wishes of our own.
  struct Job {
    RequestId request;
    bool use_update = false;
    bool ice_restart = false;
    bool refresh = false;   // Of the session timer: an UPDATE without SDP will do.
    bool recovery = false;  // Its outcome is asked for by TakeRecovered.
    bool vital = false;     // Without it there is no media: a refusal ends the call.
    std::optional<bool> hold;
    std::optional<MediaMode> mode{};
    std::optional<bool> offered_hold{};  // What its offer says: a newer wish may be in it already.
    std::vector<std::string> headers;
    uint8_t deferrals = 0;  // How often they have asked for it later.
  };
  // Why the call cannot go on.
  struct Verdict {
    Cause cause = Cause::kNone;
    int status_code = 0;   // For the Reason of a BYE.
    std::string response;  // Theirs, when it was one that ended the dialog: no BYE then.
  };

  explicit OfferAnswer(Call& call) : call_(call) {}

  void Want(Job job, Time now);
  void Receive(TransactionId server, const Message& request, Time now);
  void Acknowledged(const Message& ack, Time now);
  void Canceled(TransactionId invite, Time now);
  void Handle(const ClientEvent& event, Time now);
  void Handle(const MediaOps::Done& done, Time now);
  void Handle(const in::ReofferReviewed& review, Time now);
  // False when it does not wait for that.
  bool Handle(const in::UpgradeReviewed& review, Time now);
  void Advance(Time now);
  Time Deadline() const;

  // The description of theirs that the call began with.
  void Remember(std::string_view their_sdp);
  // A first 2xx of ours without an offer of theirs waits for the answer in its ACK the same way.
  void AwaitAnswer(TransactionId server) { state_ = AwaitingAnswer{{server}}; }
  void AwaitAck(Unacknowledged answer) { unacknowledged_.emplace(std::move(answer)); }
  bool awaits_ack() const { return unacknowledged_.has_value(); }
  // Whose ACK is still waited for by who ends the call before it.
  Unacknowledged TakeUnacknowledged() { return *std::exchange(unacknowledged_, std::nullopt); }

  // What the browser does at the moment is for this.
  bool working() const { return !std::holds_alternative<Idle>(state_); }
  bool Owns(TicketId ticket) const;
  // The connection is back, or gone.
  void Connected(bool connected, Time now);
  // Ends with every wish answered, and every question of theirs.
  void Close(Time now);
  std::optional<bool> TakeRecovered() { return std::exchange(recovered_, std::nullopt); }
  std::optional<Verdict> TakeVerdict() { return std::exchange(verdict_, std::nullopt); }

 private:
  struct Theirs {
    TransactionId server;
    bool invite = true;
    bool offers = true;  // An UPDATE may carry no SDP: there is nothing to negotiate then.
    bool restarts_ice = false;
    std::optional<MediaMode> change{};  // What is to be done about our video before the answer.
    OpId op{};  // The application waits to hear what becomes of it, or zero.
    std::vector<std::string> headers{};  // Of the application, for the 2xx.
  };
  struct Idle {};
  struct Describing {
    Job job;
  };
  struct Offered {
    Job job;
    TicketId ticket;
  };
  struct Completing {
    Job job;
    std::string response;
  };
  struct RollingBack {
    Job job;
    bool again;
  };
  struct Asking {
    Theirs theirs;
  };
  struct AskingUpgrade {
    Theirs theirs;
    OpId question;
    Time until;
  };
  struct ApplyingTheirs {
    Theirs theirs;
  };
  struct AnsweringTheirs {
    Theirs theirs;
    bool held_before;  // By them: so it is again when there will be no answer.
  };
  struct OfferingInAnswer {
    Theirs theirs;
  };
  struct Withdrawing {
    bool camera;  // Taken for it.
  };
  struct AwaitingAnswer {
    Theirs theirs;
  };
  using State =
      std::variant<Idle, Describing, Offered, Completing, RollingBack, Asking, AskingUpgrade,
                   ApplyingTheirs, AnsweringTheirs, OfferingInAnswer, Withdrawing, AwaitingAnswer>;

  State Begin(Time now);
  State SendOffer(Job job, std::string sdp, Time now);
  // Tells how it ended; kNone is well.
  State Finish(const Job& job, Cause cause, std::string response = "");
  State Refused(Offered offered, const Message& response, Time now);
  State TimedOut(Offered offered);
  State Accepted(Offered offered, const Message& response, Time now);
  State Later(Job job, Time when);
  // When they may take it: after a glare (491), or where they say when (500, 422). Else nothing.
  std::optional<Time> Retry(Job& job, const Message& response, Time now);
  State TakeUp(Theirs theirs, Time now);
  State Apply(Theirs theirs);
  State Decide(AskingUpgrade asking, bool accept);
  State SendAnswer(const Theirs& theirs, const std::string& sdp, Time now);
  void SendRefreshed(const Theirs& theirs, Time now);
  State Refuse(const Theirs& theirs, int status, std::string_view reason, Time now);
  // What they wait for, and could take back; nothing when there is nothing.
  const Theirs* Pending() const;
  void TellWithdrawn(OpId op);
  State Lost(Job job);
  void NoteTheirHold(bool held);
  void FallBack();
  Duration GlareDelay();
  void Continue(Time now);
  bool OfferIsOurs() const;

  Call& call_;
  State state_;
  std::vector<Job> queue_;
  Time not_before_{};  // RFC 3261 14.1: the next job of ours, after a glare.
  std::optional<Unacknowledged> unacknowledged_;
  std::optional<Verdict> verdict_;
  std::optional<bool> recovered_;
  bool agreed_held_ = false;    // Our hold, as they agreed to it last.
  std::string their_fragment_;  // Their ice-ufrag: another one is their ICE restart.
};

}  // namespace ringline
