#include "core/session/session.h"

#include <algorithm>
#include <utility>

#include "core/uac/cause.h"
#include "core/uas/content.h"

namespace ringline {
namespace {

// RFC 3326: why, for a BYE or CANCEL.
std::vector<HeaderLine> Why(int status_code, std::string_view phrase) {
  if (status_code == 0) return {};
  std::string text(phrase.empty() ? ReasonPhrase(status_code) : phrase);
  return {{"Reason", "SIP ;cause=" + std::to_string(status_code) + " ;text=\"" + text + "\""}};
}

}  // namespace

Session::Session(SessionId id, const Ground& ground)
    : call_(id, ground),
      negotiation_(call_),
      recovery_(ground.config),
      in_dialog_(call_),
      quality_(id, ground.config) {}

void Session::Handle(const ClientEvent& event, Time now) {
  using Kind = ClientEvent::Kind;
  const Message& response = event.response;
  auto prack = pracks_.find(event.ticket);
  if (event.kind == Kind::kNeedsCSeq) {
    Dialog* dialog = prack == pracks_.end() ? nullptr : DialogOf(prack->second);
    if (dialog == nullptr && call_.dialog) dialog = &*call_.dialog;
    call_.ground.uac.Resend(event.ticket, dialog != nullptr ? dialog->NextSequence() : 1, now);
    return;
  }
  if (prack != pracks_.end()) {
    if (event.kind != Kind::kProvisional) pracks_.erase(prack);
    return;
  }
  bool success = event.kind == Kind::kFinal && response.status_code() < 300;
  if (success && response.method() == Method::kInvite && call_.AcknowledgeAgain(response)) return;

  if (event.ticket == invite_ticket_) {
    if (event.kind == Kind::kProvisional) return Provisional(response, now);
    if (success) {
      state_ = Accepted(response, now);
    } else if (event.kind == Kind::kFinal) {
      state_ = Refused(response, now);
    } else if (Is<Canceling>()) {
      state_ = Ended{};
    } else if (Is<Inviting>()) {
      bool lost = event.kind == Kind::kLost;
      state_ = Fail(Originator::kSystem, lost ? Cause::kConnectionError : Cause::kRequestTimeout,
                    "", now);
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
    state_ = End(Originator::kRemote, Cause::kDialogError, response.text(), now);
  }
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

std::string_view Session::Handle(const in::ChangeMode& input, RequestId request, Time now) {
  if (!Is<Confirmed>() && !Is<AwaitingAck>()) return kWrongState;
  if (!call_.ground.config.media_modes) return "calls have no modes";
  negotiation_.Want({.request = request,
                     .use_update = input.use_update,
                     .ice_restart = input.ice_restart,
                     .mode = input.mode,
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
  Dialog* dialog = DialogOf(KeyOfRequest(request));
  if (dialog == nullptr || Is<Ended>() || gone) {
    call_.Respond(server, 481, "", {}, "", now);
    return true;
  }
  // 12.2.2: out of order.
  if (!dialog->AcceptSequence(request)) {
    call_.Respond(server, 500, "CSeq out of order", {}, "", now);
    return true;
  }
  switch (request.method()) {
    case Method::kBye:
      call_.Respond(server, 200, "", {}, "", now);
      if (dialog == &*call_.dialog) TakeBye(request, now);
      return true;
    case Method::kPrack:
      TakePrack(server, request, now);
      return true;
    case Method::kInvite:
    case Method::kUpdate:
      TakeOffer(server, request, now);
      return true;
    case Method::kInfo:
      in_dialog_.ReceiveInfo(server, request, now);
      return true;
    case Method::kNotify:
      in_dialog_.ReceiveNotify(server, request, now);
      return true;
    case Method::kOptions:
      call_.Respond(server, 200, "", {}, "", now);
      return true;
    default:
      return false;
  }
}

void Session::TakeBye(const Message& bye, Time now) {
  if (established()) {
    state_ = End(Originator::kRemote, Cause::kBye, bye.text(), now);
  } else if (unanswered()) {
    // 15.1.2: a BYE in an early dialog; the INVITE gets its final answer too.
    call_.Respond(invite_server_, 487, "", {}, "", now);
    state_ = Fail(Originator::kRemote, Cause::kBye, bye.text(), now);
  } else if (Is<Inviting>()) {
    // A callee has no business with it (15); other forks may still ring.
    call_.ground.uac.Cancel(invite_ticket_, {}, now);
    Fail(Originator::kRemote, Cause::kBye, bye.text(), now);
    state_ = Canceling{};
  } else if (Is<Joining>()) {
    state_ = Fail(Originator::kRemote, Cause::kBye, bye.text(), now);
  } else if (Is<Leaving>() || Is<Parting>()) {
    state_ = Ended{};
  }
}

void Session::TakeOffer(TransactionId server, const Message& request, Time now) {
  // RFC 3311 5.2: before the 2xx there may be new offers once the first has had its answer.
  bool early = agreed_ && (Is<Inviting>() || Is<Early>()) && request.method() == Method::kUpdate;
  if (Is<Confirmed>() || early) {
    negotiation_.Receive(server, request, now);
    ObeyVerdict(now);
  } else if (request.method() == Method::kUpdate && request.body().empty()) {
    call_.Respond(server, 200, "", {{"Contact", call_.ground.account.Contact()}}, "", now);
  } else if (unanswered()) {
    // 14.2: their offer before this one has no answer yet.
    std::string wait = std::to_string(call_.ground.random.Below(11));
    call_.Respond(server, 500, "", {{"Retry-After", wait}}, "", now);
  } else {
    call_.Respond(server, 491, "", {}, "", now);
  }
}

// ── losing and finding the network ──────────────────────────────────────────────────────────────

void Session::Handle(const in::IceStateChanged& input, Time now) {
  if (over()) return;
  quality_.Ice(input.state, now);
  // On a short way ICE connects before the call stands: what it was then counts later.
  if (!established()) return recovery_.Note(input.state, now);
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
    state_ = End(Originator::kRemote, verdict->cause, verdict->response, now);
    return;
  }
  State leaving = SendBye({.status_code = verdict->status_code}, now);
  End(Originator::kSystem, verdict->cause, "", now);
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
    state_ = Fail(Originator::kLocal, or_else(Cause::kCanceled), "", now);
  } else if (Is<Inviting>()) {
    call_.ground.uac.Cancel(invite_ticket_, Why(input.status_code, input.reason_phrase), now);
    Fail(Originator::kLocal, or_else(Cause::kCanceled), "", now);
    state_ = Canceling{};
  } else if (unanswered()) {
    int status = input.status_code == 0 ? 480 : input.status_code;
    call_.Respond(invite_server_, status, input.reason_phrase, std::move(headers), input.body, now);
    report_ = status;
    state_ = Fail(Originator::kLocal, or_else(Cause::kRejected), "", now);
  } else if (Is<AwaitingAck>()) {
    // RFC 3261 15: not before the ACK, or its time-out.
    Unacknowledged answer = negotiation_.TakeUnacknowledged();
    End(Originator::kLocal, or_else(Cause::kBye), "", now);
    state_ = Parting{input, std::move(answer)};
  } else if (Is<Joining>() || Is<Confirmed>()) {
    bool confirmed = Is<Confirmed>();
    // Our answer would have been in the ACK.
    if (Is<Joining>() && !call_.ack) call_.Acknowledge(accepted_.cseq());
    State leaving = SendBye(input, now);
    if (confirmed) {
      End(input.cause == Cause::kRtpTimeout ? Originator::kSystem : Originator::kLocal,
          or_else(Cause::kBye), "", now);
    } else {
      Fail(Originator::kLocal, or_else(Cause::kCanceled), "", now);
    }
    state_ = std::move(leaving);
  } else {
    return kWrongState;
  }
  return "";
}

Session::State Session::SendBye(const in::EndCall& how, Time now) {
  OutgoingRequest bye = call_.dialog->MakeRequest(Method::kBye);
  for (HeaderLine& line : Why(how.status_code, how.reason_phrase)) {
    bye.Add(line.name, std::move(line.value));
  }
  std::vector<HeaderLine> headers;
  AddHeaders(how.extra_headers, headers);
  for (HeaderLine& line : headers) bye.Set(line.name, std::move(line.value));
  bye.body = how.body;
  return Leaving{call_.Send(std::move(bye), now)};
}

Session::State Session::Fail(Originator originator, Cause cause, const std::string& message,
                             Time now, std::string detail) {
  CloseParts(now);
  call_.out().Push(out::CallFailed{call_.id, originator, message, std::move(detail), cause});
  return Ended{};
}

Session::State Session::End(Originator originator, Cause cause, const std::string& message,
                            Time now) {
  CloseParts(now);
  call_.out().Push(out::CallEnded{call_.id, originator, message, cause});
  return Ended{};
}

void Session::CloseParts(Time now) {
  no_answer_ = kNever;
  in_dialog_.Close();
  quality_.Close();
  call_.timer.Stop();
  negotiation_.Close(now);
  call_.media.Close(call_.out());
}

void Session::Advance(Time now) {
  if (unanswered()) {
    bool late = now >= no_answer_;
    // RFC 3262 3: nobody has said that our 18x came.
    bool unheard = !reliable_.Advance(now, call_.ground.transactions);
    if (late || unheard) {
      report_ = late ? 408 : 504;
      call_.Respond(invite_server_, report_, "", {}, "", now);
      state_ = Fail(Originator::kLocal, late ? Cause::kNoAnswer : Cause::kRequestTimeout, "", now);
      return;
    }
  }
  if (auto* parting = std::get_if<Parting>(&state_)) {
    // Nobody acknowledged; they are told all the same.
    bool waits = parting->answer.Advance(now, call_.ground.transactions);
    if (!waits) state_ = SendBye(in::EndCall(parting->how), now);
    return;
  }
  quality_.Advance(now, call_.out());
  Media(call_.media.Advance(now, call_.out()), now);
  negotiation_.Advance(now);
  GoOn(now);
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
      End(Originator::kSystem, Cause::kExpires, "", now);
      state_ = std::move(leaving);
      return;
  }
}

Time Session::Deadline() const {
  Time next = std::min({call_.media.Deadline(), negotiation_.Deadline(), quality_.Deadline()});
  if (unanswered()) next = std::min({next, no_answer_, reliable_.Deadline()});
  if (auto* parting = std::get_if<Parting>(&state_)) next = parting->answer.Deadline();
  if (!established()) return next;
  next = std::min({next, in_dialog_.Deadline(), recovery_.Deadline()});
  return Is<Confirmed>() ? std::min(next, call_.timer.Deadline()) : next;
}

bool Session::over() const { return Is<Ended>(); }
bool Session::established() const { return Is<AwaitingAck>() || Is<Confirmed>(); }
bool Session::early() const {
  return Is<Preparing>() || Is<Inviting>() || Is<Joining>() || unanswered();
}

}  // namespace ringline
