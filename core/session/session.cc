#include "core/session/session.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"
#include "core/sdp/description.h"
#include "core/uac/cause.h"
#include "core/uas/content.h"

namespace ringline {
namespace {

constexpr std::string_view kWrongState = "the call is not in a state for this";

// RFC 3326: why, for a BYE or CANCEL.
std::vector<HeaderLine> Reason(int status_code, std::string_view phrase) {
  if (status_code == 0) return {};
  std::string text(phrase.empty() ? ReasonPhrase(status_code) : phrase);
  return {{"Reason", "SIP ;cause=" + std::to_string(status_code) + " ;text=\"" + text + "\""}};
}

}  // namespace

Session::Session(SessionId id, const Ground& ground)
    : call_(id, ground), negotiation_(call_), recovery_(ground.config), in_dialog_(call_) {}

// ── we call ─────────────────────────────────────────────────────────────────────────────────────

Result<bool> Session::Invite(const in::MakeCall& wish, Time now) {
  const Ground& ground = call_.ground;
  auto target = ground.account.Target(wish.target);
  if (!target) return Failed{target.reason()};
  Uri to = *target;
  to.headers.clear();
  auto request = ground.account.MakeRequest(
      Method::kInvite, to, to, {wish.from_user_name, wish.from_display_name, wish.anonymous},
      wish.extra_headers, ground.random);
  if (!request) return Failed{request.reason()};
  call_.caller = true;
  call_.anonymous = wish.anonymous;
  invite_ = *std::move(request);
  if (invite_.Find("Contact") == nullptr) {
    invite_.Add("Contact", ground.account.Contact(wish.anonymous));
  }
  call_.timer.Ask(invite_, wish.session_expires);
  ground.account.Complete(invite_);
  state_ = Preparing{};
  call_.out().Push(out::CallCreated{call_.id, invite_.Write()});
  call_.media.Open(call_.out());
  call_.media.Acquire(call_.out());
  (void)now;
  return true;
}

void Session::ReviewInvite(Time now) {
  invite_.Set("Content-Type", "application/sdp");
  invite_.body = offer_;
  if (!call_.ground.config.reviews) {
    state_ = SendInvite(now);
    return;
  }
  review_ = call_.out().NextOp();
  call_.out().Push(out::ReviewRequest{review_, call_.id, invite_.Write()});
}

void Session::Handle(const in::RequestReviewed& input, Time now) {
  if (!Is<Preparing>() || !review_ || input.op != review_) return;
  review_ = OpId();
  if (!input.text.empty()) {
    auto edited = OutgoingRequest::Parse(input.text);
    if (!edited) {
      call_.out().Push(out::Rejected{"requestReviewed", std::string(edited.reason())});
    } else {
      invite_ = *std::move(edited);
      invite_.Remove("Content-Length");
    }
  }
  state_ = SendInvite(now);
}

Session::State Session::SendInvite(Time now) {
  invite_ticket_ = call_.ground.uac.Send(invite_, {Owner::Kind::kSession, call_.id.value()},
                                         /*in_dialog=*/false, now);
  return Inviting{};
}

void Session::Handle(const ClientEvent& event, Time now) {
  using Kind = ClientEvent::Kind;
  const Message& response = event.response;
  if (event.kind == Kind::kNeedsCSeq) {
    call_.ground.uac.Resend(event.ticket, call_.dialog ? call_.dialog->NextSequence() : 1, now);
    return;
  }
  bool success = event.kind == Kind::kFinal && response.status_code() < 300;
  if (success && response.method() == Method::kInvite && call_.AcknowledgeAgain(response)) return;

  if (event.ticket == invite_ticket_) {
    if (event.kind == Kind::kProvisional) return Provisional(response, now);
    if (success) {
      state_ = Accepted(response, now);
    } else if (event.kind == Kind::kFinal) {
      state_ = Refused(response);
    } else if (Is<Canceling>()) {
      state_ = Ended{};
    } else if (Is<Inviting>()) {
      bool lost = event.kind == Kind::kLost;
      state_ =
          Fail(Originator::kSystem, lost ? Cause::kConnectionError : Cause::kRequestTimeout, "");
    }
    ObeyVerdict(now);
    return;
  }
  if (negotiation_.Owns(event.ticket)) {
    negotiation_.Handle(event, now);
    ObeyVerdict(now);
    return;
  }
  if (auto* leaving = std::get_if<Leaving>(&state_); leaving && leaving->bye == event.ticket) {
    if (event.kind == Kind::kProvisional) return;
    // The other end must hear of it: the BYE goes out again when there is a connection.
    if (event.kind == Kind::kLost) {
      bye_lost_ = true;
    } else {
      state_ = Ended{};
    }
    return;
  }
  bool gone = false;
  if (in_dialog_.Handle(event, gone) && gone && Is<Confirmed>()) {
    state_ = End(Originator::kRemote, Cause::kDialogError, response.text());
  }
}

void Session::Provisional(const Message& response, Time now) {
  if (!Is<Inviting>() || response.status_code() == 100) return;
  if (!response.to_tag().empty()) {
    DialogKey key = KeyOfResponse(response);
    bool known = call_.dialog && call_.dialog->key() == key;
    if (auto early = Dialog::FromResponse(*call_.ground.uac.Sent(invite_ticket_), response);
        early && !known) {
      new_dialogs_.push_back(key);
      if (!call_.dialog) call_.dialog = *std::move(early);
    }
  }
  report_ = response.status_code();
  // Early media of one fork at a time; what more comes is told at once (pains 11).
  if (CarriesSdp(response) && call_.media.idle() && !answer_applied_) {
    progress_ = response.text();
    answer_applied_ = true;
    call_.media.Apply(SdpKind::kPranswer, std::string(response.body()), call_.out());
    return;
  }
  call_.out().Push(out::CallProgress{call_.id, Originator::kRemote, response.text()});
  (void)now;
}

Session::State Session::Accepted(const Message& response, Time now) {
  auto dialog = Dialog::FromResponse(*call_.ground.uac.Sent(invite_ticket_), response);
  bool ours = Is<Inviting>() && dialog;
  // It crossed our CANCEL (9.1): the call stands there, and is ended as one.
  if (Is<Canceling>() && dialog) {
    dialog->Confirm();
    new_dialogs_.push_back(dialog->key());
    call_.dialog = *std::move(dialog);
    call_.Acknowledge(response.cseq());
    return SendBye({}, now);
  }
  if (Is<Canceling>()) return Ended{};
  // Another fork of a call that already stands: it is told so (13.2.2.4).
  if (!ours) {
    HangUpFork(response, now);
    if (Is<Inviting>()) {
      return Fail(Originator::kRemote, Cause::kInternalError, response.text(),
                  "2xx without Contact");
    }
    return std::move(state_);
  }
  dialog->Confirm();
  new_dialogs_.push_back(dialog->key());
  call_.dialog = *std::move(dialog);
  call_.Acknowledge(response.cseq());
  call_.peer_updates = response.Lists(HeaderName::kAllow, "UPDATE");
  call_.timer.AgreedBy(response, now);
  report_ = response.status_code();
  if (!CarriesSdp(response)) {
    // An answer that came reliably before would do; without any there is no call to have.
    if (!answer_applied_) {
      Fail(Originator::kRemote, Cause::kBadMediaDescription, response.text());
      return SendBye({.status_code = 400, .reason_phrase = "Missing session description"}, now);
    }
    call_.out().Push(out::CallAccepted{call_.id, Originator::kRemote, response.text()});
    return Confirm(Originator::kLocal, "");
  }
  negotiation_.Remember(response.body());
  if (!call_.media.idle()) {
    early_accept_ = response;
    return Joining{response.text()};
  }
  call_.media.Apply(SdpKind::kAnswer, std::string(response.body()), call_.out());
  return Joining{response.text()};
}

Session::State Session::Refused(const Message& response) {
  if (!Is<Inviting>()) return Is<Canceling>() ? State(Ended{}) : std::move(state_);
  report_ = response.status_code();
  return Fail(Originator::kRemote, CauseOf(response.status_code()), response.text());
}

void Session::HangUpFork(const Message& response, Time now) {
  auto fork = Dialog::FromResponse(*call_.ground.uac.Sent(invite_ticket_), response);
  if (!fork) return;
  OutgoingRequest ack = fork->MakeAck(response.cseq());
  call_.ground.account.Complete(ack);
  call_.ground.transactions.SendAck(std::move(ack));
  if (std::find(hung_up_.begin(), hung_up_.end(), fork->key()) != hung_up_.end()) return;
  hung_up_.push_back(fork->key());
  call_.ground.uac.Send(fork->MakeRequest(Method::kBye), {}, /*in_dialog=*/false, now);
}

// ── they call ───────────────────────────────────────────────────────────────────────────────────

bool Session::Invited(TransactionId server, const Message& invite, SessionId replaces, Time now) {
  invite_server_ = server;
  replaces_ = replaces;
  auto dialog = Dialog::FromRequest(invite, call_.ground.random.Token(10));
  if (!dialog) {
    call_.Respond(server, 400, "Missing or bad Contact", {}, "", now);
    return false;
  }
  if (SessionTimer::TooSmall(invite) && invite.Lists(HeaderName::kSupported, "timer")) {
    call_.Respond(server, 422, "", {{"Min-SE", "90"}}, "", now);
    return false;
  }
  call_.dialog = *std::move(dialog);
  new_dialogs_.push_back(call_.dialog->key());
  call_.peer_updates = invite.Lists(HeaderName::kAllow, "UPDATE");
  offerless_ = !CarriesSdp(invite);
  if (!offerless_) negotiation_.Remember(invite.body());
  no_answer_ = now + call_.ground.config.no_answer_timeout;
  state_ = Offered{false};
  call_.out().Push(out::IncomingCall{call_.id, invite.text(), replaces});
  return true;
}

std::string_view Session::Handle(const in::RingCall&, Time now) {
  auto* offered = std::get_if<Offered>(&state_);
  if (offered == nullptr || offered->ringing) return kWrongState;
  offered->ringing = true;
  call_.Respond(invite_server_, 180, "", {{"Contact", call_.ground.account.Contact()}}, "", now);
  call_.out().Push(out::CallProgress{call_.id, Originator::kLocal, ""});
  return "";
}

std::string_view Session::Handle(const in::AnswerCall& input, Time) {
  if (!Is<Offered>()) return kWrongState;
  std::vector<HeaderLine> lines;
  if (!AddHeaders(input.extra_headers, lines)) return "a header holds what no header may";
  answer_headers_ = input.extra_headers;
  no_answer_ = kNever;
  state_ = Answering{false};
  call_.media.Open(call_.out());
  call_.media.Acquire(call_.out());
  return "";
}

Session::State Session::SendFirstAnswer(const std::string& sdp, Time now) {
  const Message* invite = call_.ground.transactions.Request(invite_server_);
  if (invite == nullptr) return Fail(Originator::kSystem, Cause::kInternalError, "", "no INVITE");
  std::vector<HeaderLine> lines = SdpHeaders(call_.ground.account, false);
  if (invite->Lists(HeaderName::kSupported, "timer")) {
    std::string timer = call_.timer.AnswerTo(*invite, now);
    if (!timer.empty()) {
      lines.push_back({"Session-Expires", timer});
      if (timer.ends_with("uac")) lines.push_back({"Require", "timer"});
    }
  }
  AddHeaders(answer_headers_, lines);
  for (HeaderLine& line : call_.ground.account.ResponseHeaders(Method::kInvite)) {
    lines.push_back(std::move(line));
  }
  std::string response = WriteResponse(*invite, 200, "", call_.dialog->key().local_tag, lines, sdp);
  uint32_t cseq = invite->cseq();
  call_.ground.transactions.Respond(invite_server_, 200, response, now);
  call_.dialog->Confirm();
  negotiation_.AwaitAck(Unacknowledged(invite_server_, cseq, 200, std::move(response), now));
  if (offerless_) negotiation_.AwaitAnswer(invite_server_);
  call_.out().Push(out::CallAccepted{call_.id, Originator::kLocal, ""});
  report_ = 200;
  return AwaitingAck{};
}

void Session::Acknowledged(const Message& ack, Time now) {
  if (auto* parting = std::get_if<Parting>(&state_)) {
    if (parting->answer.AcknowledgedBy(ack)) state_ = SendBye(in::EndCall(parting->how), now);
    return;
  }
  bool awaited = negotiation_.awaits_ack();
  negotiation_.Acknowledged(ack, now);
  if (Is<AwaitingAck>() && awaited && !negotiation_.awaits_ack()) {
    state_ = Confirm(Originator::kRemote, ack.text());
  }
  ObeyVerdict(now);
}

void Session::Canceled(const Message& cancel, Time now) {
  if (!Is<Offered>() && !Is<Answering>()) return;
  call_.Respond(invite_server_, 487, "", {}, "", now);
  state_ = Fail(Originator::kRemote, Cause::kCanceled, cancel.text());
}

void Session::AckMissing(Time) {
  // Of a rejection: the call is over anyhow (17.2.1).
}

// ── the browser ─────────────────────────────────────────────────────────────────────────────────

void Session::Handle(const in::PeerResult& input, Time now) {
  if (in_dialog_.Handle(input)) return;
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::SdpReviewed& input, Time now) {
  Media(call_.media.Handle(input, call_.out()), now);
}
void Session::Handle(const in::ReofferReviewed& input, Time now) {
  negotiation_.Handle(input, now);
  ObeyVerdict(now);
}
void Session::Handle(const in::CandidateGathered& input, Time now) {
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::GatheringEnded& input, Time now) {
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::SendNow& input, Time now) {
  Media(call_.media.Handle(input, now, call_.out()), now);
}

void Session::Media(std::optional<MediaOps::Done> done, Time now) {
  if (!done) return;
  bool negotiating = Is<Confirmed>() || Is<AwaitingAck>();
  if (negotiating) {
    negotiation_.Handle(*done, now);
  } else {
    state_ = done->ok ? MediaDone(*done, now) : MediaBroken(*done, now);
  }
  ObeyVerdict(now);
}

Session::State Session::MediaDone(const MediaOps::Done& done, Time now) {
  using Task = MediaOps::Task;
  Outbox& out = call_.out();
  const Message* invite = call_.ground.transactions.Request(invite_server_);
  auto connecting = [&](std::string request) {
    out.Push(out::CallConnecting{call_.id, std::move(request)});
  };
  // clang-format off
  return std::visit(Overloaded{
      [&](Preparing& s) -> State {
        if (done.task == Task::kAcquire) {
          connecting(invite_.Write());
          call_.media.Describe(SdpKind::kOffer, false, now, out);
          return s;
        }
        offer_ = done.sdp;
        ReviewInvite(now);
        return std::move(state_);
      },
      [&](Inviting& s) -> State {  // The SDP of a 1xx is in place.
        if (!progress_) return s;
        out.Push(out::CallProgress{call_.id, Originator::kRemote, *std::exchange(progress_, {})});
        return s;
      },
      [&](Joining& s) -> State {
        if (early_accept_) {
          Message response = *std::exchange(early_accept_, {});
          if (progress_) {
            out.Push(out::CallProgress{call_.id, Originator::kRemote, *std::exchange(progress_, {})});
          }
          call_.media.Apply(SdpKind::kAnswer, std::string(response.body()), out);
          return std::move(s);
        }
        out.Push(out::CallAccepted{call_.id, Originator::kRemote, s.response});
        return Confirm(Originator::kLocal, "");
      },
      [&](Answering& s) -> State {
        if (invite == nullptr) return Fail(Originator::kSystem, Cause::kInternalError, "", "no INVITE");
        bool offer_next = done.task == Task::kAcquire && !offerless_;
        if (offer_next) {
          call_.media.Apply(SdpKind::kOffer, std::string(invite->body()), out);
          return s;
        }
        if (done.task != Task::kDescribe) {
          connecting(invite->text());
          call_.media.Describe(offerless_ ? SdpKind::kOffer : SdpKind::kAnswer, false, now, out);
          return Answering{true};
        }
        return SendFirstAnswer(done.sdp, now);
      },
      [](auto& same) -> State { return std::move(same); },
  }, state_);
  // clang-format on
}

// The call cannot be: whoever waits for it is told, and the application which step failed.
Session::State Session::MediaBroken(const MediaOps::Done& done, Time now) {
  using Task = MediaOps::Task;
  auto event = [&] { call_.out().Push(out::MediaFailed{call_.id, done.op, done.stage}); };
  bool denied = done.task == Task::kAcquire;
  Cause cause = denied ? Cause::kUserDeniedMediaAccess : Cause::kWebrtcError;
  // As JsSIP orders them: what we could not make before the call's end, what was refused after it.
  bool first = done.task == Task::kDescribe;
  if (first) event();
  State next = Ended{};
  if (Is<Preparing>()) {
    next = Fail(Originator::kLocal, cause, "", done.message);
  } else if (Is<Inviting>()) {
    // Early media that cannot be set up costs no call: the final answer may be better.
    answer_applied_ = false;
    if (progress_) {
      call_.out().Push(
          out::CallProgress{call_.id, Originator::kRemote, *std::exchange(progress_, {})});
    }
    next = std::move(state_);
  } else if (auto* joining = std::get_if<Joining>(&state_)) {
    if (early_accept_) {
      Message response = *std::exchange(early_accept_, {});
      call_.media.Apply(SdpKind::kAnswer, std::string(response.body()), call_.out());
      return std::move(*joining);
    }
    Fail(Originator::kRemote, Cause::kBadMediaDescription, joining->response, done.message);
    next = SendBye({.status_code = 488}, now);
  } else if (Is<Answering>()) {
    bool theirs = done.task == Task::kApply;
    int status = denied ? 480 : theirs ? 488 : 500;
    call_.Respond(invite_server_, status, "", {}, "", now);
    report_ = status;
    next = denied   ? Fail(Originator::kLocal, cause, "", done.message)
           : theirs ? Fail(Originator::kSystem, cause, "", done.message)
                    : Fail(Originator::kSystem, Cause::kInternalError, "", done.message);
  }
  if (!first) event();
  return next;
}

// ── the call stands ─────────────────────────────────────────────────────────────────────────────

Session::State Session::Confirm(Originator originator, const std::string& ack) {
  newly_confirmed_ = true;
  call_.out().Push(out::CallConfirmed{call_.id, originator, ack});
  return Confirmed{};
}

std::string_view Session::Handle(const in::HoldCall& input, RequestId request, Time now) {
  if (!Is<Confirmed>() && !Is<AwaitingAck>()) return kWrongState;
  if (input.held == call_.local_held) return input.held ? "already held" : "not held";
  negotiation_.Want({.request = request,
                     .use_update = input.use_update,
                     .hold = input.held,
                     .headers = input.extra_headers},
                    now);
  ObeyVerdict(now);
  return "";
}

std::string_view Session::Handle(const in::RenegotiateCall& input, RequestId request, Time now) {
  if (!Is<Confirmed>() && !Is<AwaitingAck>()) return kWrongState;
  negotiation_.Want({.request = request,
                     .use_update = input.use_update,
                     .ice_restart = input.ice_restart,
                     .headers = input.extra_headers},
                    now);
  ObeyVerdict(now);
  return "";
}

std::string_view Session::Handle(const in::SendTones& input, Time now) {
  bool dialog = call_.dialog && (Is<Inviting>() || established());
  return dialog ? in_dialog_.SendTones(input, now) : kWrongState;
}

std::string_view Session::Handle(const in::SendInDialog& input, RequestId request, Time now) {
  bool dialog = call_.dialog && !Is<Ended>() && !Is<Leaving>() && !Is<Canceling>();
  return dialog ? in_dialog_.Send(input, request, now) : kWrongState;
}

std::string_view Session::Refer(const in::ReferCall& input, std::string refer_to, RequestId request,
                                Time now) {
  return established() ? in_dialog_.Refer(input, std::move(refer_to), request, now) : kWrongState;
}

void Session::NotifyRefer(uint32_t refer_cseq, int status, std::string_view reason, Time now) {
  if (established()) in_dialog_.NotifyRefer(refer_cseq, status, reason, now);
}

bool Session::Receive(TransactionId server, const Message& request, Time now) {
  bool leaving = Is<Leaving>() || Is<Parting>() || Is<Canceling>();
  bool gone = leaving && request.method() != Method::kBye;
  if (!call_.dialog || Is<Ended>() || gone) {
    call_.Respond(server, 481, "", {}, "", now);
    return true;
  }
  // 12.2.2: out of order.
  if (!call_.dialog->AcceptSequence(request)) {
    call_.Respond(server, 500, "CSeq out of order", {}, "", now);
    return true;
  }
  switch (request.method()) {
    case Method::kBye:
      call_.Respond(server, 200, "", {}, "", now);
      if (established()) {
        state_ = End(Originator::kRemote, Cause::kBye, request.text());
      } else if (Is<Offered>() || Is<Answering>()) {
        // 15.1.2: a BYE in an early dialog; the INVITE gets its final answer too.
        call_.Respond(invite_server_, 487, "", {}, "", now);
        state_ = Fail(Originator::kRemote, Cause::kBye, request.text());
      } else if (Is<Joining>() || Is<Inviting>()) {
        state_ = Fail(Originator::kRemote, Cause::kBye, request.text());
      } else if (Is<Leaving>() || Is<Parting>()) {
        state_ = Ended{};
      }
      return true;
    case Method::kInvite:
    case Method::kUpdate:
      if (Is<Confirmed>()) {
        negotiation_.Receive(server, request, now);
        ObeyVerdict(now);
      } else if (request.method() == Method::kUpdate && request.body().empty()) {
        call_.Respond(server, 200, "", {{"Contact", call_.ground.account.Contact()}}, "", now);
      } else {
        call_.Respond(server, 491, "", {}, "", now);
      }
      return true;
    case Method::kInfo:
      in_dialog_.ReceiveInfo(server, request, now);
      return true;
    case Method::kNotify:
      in_dialog_.ReceiveNotify(server, request, now);
      return true;
    case Method::kOptions:
      call_.Respond(server, 200, "", {{"Accept", std::string(kAccept)}}, "", now);
      return true;
    default:
      return false;
  }
}

// ── losing and finding the network ──────────────────────────────────────────────────────────────

void Session::Handle(const in::IceStateChanged& input, Time now) {
  if (over()) return;
  // On a short way ICE connects before the call stands: what it was then counts later.
  if (!established()) return recovery_.Note(input.state);
  if (!call_.ground.config.recovers) {
    if (input.state != IceState::kFailed) return;
    in::EndCall end{.session = call_.id,
                    .status_code = 408,
                    .reason_phrase = "RTP Timeout",
                    .cause = Cause::kRtpTimeout};
    Handle(end, now);
    return;
  }
  Recover(recovery_.Ice(input.state, now), now);
}

void Session::Connected(bool connected, Time now) {
  negotiation_.Connected(connected, now);
  if (connected && bye_lost_) {
    bye_lost_ = false;
    state_ = SendBye({}, now);
    return;
  }
  if (established() && call_.ground.config.recovers) {
    Recover(recovery_.Signalling(connected, now), now);
  }
  ObeyVerdict(now);
}

void Session::Recover(Recovery::Deeds deeds, Time now) {
  if (deeds.interrupted) call_.out().Push(out::CallReconnecting{call_.id});
  if (deeds.recovered) call_.out().Push(out::CallReconnected{call_.id});
  if (deeds.restart) negotiation_.Want({.ice_restart = true, .recovery = true}, now);
  if (deeds.give_up) {
    Handle(in::EndCall{.session = call_.id,
                       .status_code = 408,
                       .reason_phrase = "Media timeout",
                       .cause = Cause::kRtpTimeout},
           now);
  }
}

// What the negotiation could not settle by itself.
void Session::ObeyVerdict(Time now) {
  if (auto restarted = negotiation_.TakeRecovered())
    Recover(recovery_.Restarted(*restarted, now), now);
  auto verdict = negotiation_.TakeVerdict();
  if (!verdict || !established()) return;
  bool dialog_gone = !verdict->response.empty();
  if (dialog_gone) {
    state_ = End(Originator::kRemote, verdict->cause, verdict->response);
    return;
  }
  State leaving = SendBye({.status_code = verdict->status_code}, now);
  End(Originator::kSystem, verdict->cause, "");
  state_ = std::move(leaving);
}

// ── the end ─────────────────────────────────────────────────────────────────────────────────────

std::string_view Session::Handle(const in::EndCall& input, Time now) {
  std::vector<HeaderLine> headers;
  if (!AddHeaders(input.extra_headers, headers)) return "a header holds what no header may";
  if (!AddHeaders({"Reason: x;text=\"" + input.reason_phrase + "\""}, headers))
    return "bad reason phrase";
  headers.pop_back();
  auto or_else = [&](Cause cause) { return input.cause == Cause::kNone ? cause : input.cause; };

  if (Is<Preparing>()) {
    state_ = Fail(Originator::kLocal, or_else(Cause::kCanceled), "");
  } else if (Is<Inviting>()) {
    call_.ground.uac.Cancel(invite_ticket_, Reason(input.status_code, input.reason_phrase), now);
    Fail(Originator::kLocal, or_else(Cause::kCanceled), "");
    state_ = Canceling{};
  } else if (Is<Offered>() || Is<Answering>()) {
    int status = input.status_code == 0 ? 480 : input.status_code;
    call_.Respond(invite_server_, status, input.reason_phrase, std::move(headers), input.body, now);
    report_ = status;
    state_ = Fail(Originator::kLocal, or_else(Cause::kRejected), "");
  } else if (Is<AwaitingAck>()) {
    // RFC 3261 15: not before the ACK, or its time-out.
    Unacknowledged answer = negotiation_.TakeUnacknowledged();
    End(Originator::kLocal, or_else(Cause::kBye), "");
    state_ = Parting{input, std::move(answer)};
  } else if (Is<Joining>() || Is<Confirmed>()) {
    bool confirmed = Is<Confirmed>();
    State leaving = SendBye(input, now);
    if (confirmed) {
      End(input.cause == Cause::kRtpTimeout ? Originator::kSystem : Originator::kLocal,
          or_else(Cause::kBye), "");
    } else {
      Fail(Originator::kLocal, or_else(Cause::kCanceled), "");
    }
    state_ = std::move(leaving);
  } else {
    return kWrongState;
  }
  return "";
}

Session::State Session::SendBye(const in::EndCall& how, Time now) {
  OutgoingRequest bye = call_.dialog->MakeRequest(Method::kBye);
  for (HeaderLine& line : Reason(how.status_code, how.reason_phrase)) {
    bye.Add(line.name, std::move(line.value));
  }
  std::vector<HeaderLine> headers;
  AddHeaders(how.extra_headers, headers);
  for (HeaderLine& line : headers) bye.Set(line.name, std::move(line.value));
  bye.body = how.body;
  return Leaving{call_.Send(std::move(bye), now)};
}

Session::State Session::Fail(Originator originator, Cause cause, const std::string& message,
                             std::string detail) {
  CloseParts();
  call_.out().Push(out::CallFailed{call_.id, originator, message, std::move(detail), cause});
  return Ended{};
}

Session::State Session::End(Originator originator, Cause cause, const std::string& message) {
  CloseParts();
  call_.out().Push(out::CallEnded{call_.id, originator, message, cause});
  return Ended{};
}

void Session::CloseParts() {
  no_answer_ = kNever;
  in_dialog_.Close();
  call_.timer.Stop();
  negotiation_.Close();
  call_.media.Close(call_.out());
}

void Session::Advance(Time now) {
  if (Is<Offered>() && now >= no_answer_) {
    call_.Respond(invite_server_, 408, "", {}, "", now);
    report_ = 408;
    state_ = Fail(Originator::kLocal, Cause::kNoAnswer, "");
    return;
  }
  if (auto* parting = std::get_if<Parting>(&state_)) {
    // Nobody acknowledged; they are told all the same.
    bool waits = parting->answer.Advance(now, call_.ground.transactions);
    if (!waits) state_ = SendBye(in::EndCall(parting->how), now);
    return;
  }
  Media(call_.media.Advance(now, call_.out()), now);
  negotiation_.Advance(now);
  if (!established()) return;
  ObeyVerdict(now);
  if (!established()) return;
  in_dialog_.Advance(now);
  Recover(recovery_.Advance(now), now);
  if (!Is<Confirmed>()) return;
  switch (call_.timer.Advance(now)) {
    case SessionTimer::Due::kNothing:
      return;
    case SessionTimer::Due::kRefresh:
      negotiation_.Want({.refresh = true}, now);
      return;
    case SessionTimer::Due::kExpired:
      State leaving = SendBye({.status_code = 408, .reason_phrase = "Session expired"}, now);
      End(Originator::kSystem, Cause::kExpires, "");
      state_ = std::move(leaving);
      return;
  }
}

Time Session::Deadline() const {
  Time next = std::min(call_.media.Deadline(), negotiation_.Deadline());
  if (Is<Offered>()) next = std::min(next, no_answer_);
  if (auto* parting = std::get_if<Parting>(&state_)) next = parting->answer.Deadline();
  if (!established()) return next;
  next = std::min({next, in_dialog_.Deadline(), recovery_.Deadline()});
  return Is<Confirmed>() ? std::min(next, call_.timer.Deadline()) : next;
}

bool Session::over() const { return Is<Ended>(); }
bool Session::established() const { return Is<AwaitingAck>() || Is<Confirmed>(); }
bool Session::early() const {
  return Is<Preparing>() || Is<Inviting>() || Is<Joining>() || Is<Offered>() || Is<Answering>();
}

}  // namespace ringline
