// The half of a call that is theirs to make: an INVITE until its ACK.
#include <utility>

#include "core/session/session.h"
#include "core/uas/content.h"

namespace ringline {

bool Session::Invited(TransactionId server, const Message& invite, const NamedCalls& named,
                      Time now) {
  invite_server_ = server;
  replaces_ = named.replaces;
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
  if (!offerless_) negotiation_.Remember(SdpOf(invite));
  no_answer_ = now + call_.ground.config.no_answer_timeout;
  state_ = Offered{};
  call_.out().Push(out::IncomingCall{call_.id, invite.text(), named.replaces, named.joins});
  return true;
}

std::string_view Session::Handle(const in::RingCall& input, Time now) {
  auto* offered = std::get_if<Offered>(&state_);
  if (offered == nullptr) return kWrongState;
  if (input.early_media) {
    if (offerless_) return "there is no offer to answer early";
    state_ = Answering{.early = true};
    call_.media.Open(call_.out());
    call_.media.Acquire(call_.out());
    return "";
  }
  if (offered->ringing) return kWrongState;
  offered->ringing = true;
  SendProvisional(180, "", now);
  return "";
}

// Reliably where they ask for it, and where it carries our answer and they can (RFC 3262 3).
void Session::SendProvisional(int status, const std::string& sdp, Time now) {
  const Message* invite = call_.ground.transactions.Request(invite_server_);
  if (invite == nullptr) return;
  bool wanted = invite->Lists(HeaderName::kRequire, "100rel") ||
                call_.ground.config.reliable_provisionals == ReliableProvisional::kRequired;
  bool possible = invite->Lists(HeaderName::kSupported, "100rel") &&
                  call_.ground.config.reliable_provisionals != ReliableProvisional::kOff;
  std::vector<HeaderLine> lines = {{"Contact", call_.ground.account.Contact()}};
  if (!sdp.empty()) lines.push_back({"Content-Type", "application/sdp"});
  call_.out().Push(out::CallProgress{call_.id, Originator::kLocal, ""});
  if (!wanted && (sdp.empty() || !possible)) {
    call_.Respond(invite_server_, status, "", std::move(lines), sdp, now);
    return;
  }
  if (reliable_.next() == 0)
    reliable_ = ReliableProvisionals(1 + call_.ground.random.Below(1'000'000));
  lines.push_back({"Require", "100rel"});
  lines.push_back({"RSeq", std::to_string(reliable_.next())});
  for (HeaderLine& line : call_.ground.account.ResponseHeaders(Method::kInvite)) {
    lines.push_back(std::move(line));
  }
  reliable_.Send(invite_server_, status,
                 WriteResponse(*invite, status, "", call_.dialog->key().local_tag, lines, sdp),
                 !sdp.empty(), now, call_.ground.transactions);
}

Session::State Session::SendEarly(const std::string& sdp, Time now) {
  early_sdp_ = sdp;
  call_.Agreed(sdp, Originator::kRemote);
  SendProvisional(183, sdp, now);
  return Early{};
}

std::string_view Session::Handle(const in::AnswerCall& input, Time now) {
  auto* answering = std::get_if<Answering>(&state_);
  auto* early = std::get_if<Early>(&state_);
  bool first = Is<Offered>() || (answering != nullptr && answering->early) ||
               (early != nullptr && !early->wanted);
  if (!first) return kWrongState;
  std::vector<HeaderLine> lines;
  if (!AddHeaders(input.extra_headers, lines)) return "a header holds what no header may";
  answer_headers_ = input.extra_headers;
  no_answer_ = kNever;
  if (answering != nullptr) {
    answering->early = false;
  } else if (early != nullptr) {
    early->wanted = true;
    AnswerWhenPossible(now);
  } else {
    state_ = Answering{.early = false};
    call_.media.Open(call_.out());
    call_.media.Acquire(call_.out());
  }
  return "";
}

// RFC 3262 3: not before they have the answer that a 183 carried; nor in the midst of an UPDATE.
void Session::AnswerWhenPossible(Time now) {
  auto* early = std::get_if<Early>(&state_);
  bool may =
      early != nullptr && early->wanted && !reliable_.describing() && !negotiation_.working();
  if (may) state_ = SendFirstAnswer(agreed_ ? "" : early_sdp_, now);
}

Session::State Session::SendFirstAnswer(const std::string& sdp, Time now) {
  const Message* invite = call_.ground.transactions.Request(invite_server_);
  if (invite == nullptr)
    return Fail(Originator::kSystem, Cause::kInternalError, "", now, "no INVITE");
  reliable_.Stop();
  std::vector<HeaderLine> lines = {{"Contact", call_.ground.account.Contact()}};
  if (!sdp.empty()) lines.push_back({"Content-Type", "application/sdp"});
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
  if (!offerless_) call_.Agreed(sdp, Originator::kRemote);
  negotiation_.AwaitAck(Unacknowledged(invite_server_, cseq, 200, std::move(response), now));
  if (offerless_) negotiation_.AwaitAnswer(invite_server_);
  call_.out().Push(out::CallAccepted{call_.id, Originator::kLocal, ""});
  report_ = 200;
  return AwaitingAck{};
}

void Session::TakePrack(TransactionId server, const Message& prack, Time now) {
  auto rack = RAck::Parse(prack.Header(HeaderName::kRAck));
  std::optional<ReliableProvisionals::Acknowledgement> known;
  if (rack) known = reliable_.AcknowledgedBy(*rack, now, call_.ground.transactions);
  if (!known) return call_.Respond(server, rack ? 481 : 400, "", {}, "", now);
  agreed_ = agreed_ || known->described;
  // A new offer (RFC 3262 5): there must have been an answer before it.
  if (CarriesSdp(prack) && agreed_) {
    negotiation_.Receive(server, prack, now);
  } else {
    call_.Respond(server, CarriesSdp(prack) ? 488 : 200, "", {}, "", now);
  }
  AnswerWhenPossible(now);
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

void Session::Canceled(TransactionId invite, const Message& cancel, Time now) {
  if (invite != invite_server_) {
    negotiation_.Canceled(invite, now);
    return ObeyVerdict(now);
  }
  if (!unanswered()) return;
  call_.Respond(invite_server_, 487, "", {}, "", now);
  state_ = Fail(Originator::kRemote, Cause::kCanceled, cancel.text(), now);
}

}  // namespace ringline
