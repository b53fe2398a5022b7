#include "core/session/in_dialog.h"

#include <utility>

#include "core/uac/cause.h"

namespace ringline {
namespace {

constexpr std::string_view kBadHeader = "a header holds what no header may";

}  // namespace

bool AddHeaders(const std::vector<std::string>& texts, std::vector<HeaderLine>& lines) {
  for (const std::string& text : texts) {
    auto line = ParseHeaderLine(text);
    if (!line) return false;
    lines.push_back(*std::move(line));
  }
  return true;
}

std::string_view InDialog::SendTones(const in::SendTones& input, Time now) {
  if (!Dtmf::Valid(input.tones)) return "invalid tones";
  std::vector<HeaderLine> lines;
  if (!AddHeaders(input.extra_headers, lines)) return kBadHeader;
  dtmf_.Add(input.tones, Tone{0, input.duration, input.gap, input.transport, input.extra_headers});
  Advance(now);
  return "";
}

void InDialog::Advance(Time now) {
  while (auto tone = dtmf_.Next(now)) {
    std::string key(1, tone->key);
    if (tone->transport == DtmfTransport::kRtp) {
      tones_op_ = call_.out().NextOp();
      call_.out().Push(out::PlayTones{*tones_op_, call_.id, key, tone->duration, tone->gap});
      call_.out().Push(out::ToneSent{call_.id, RequestId(), key, tone->duration});
      continue;
    }
    OutgoingRequest info = call_.dialog->MakeRequest(Method::kInfo);
    info.Add("Content-Type", "application/dtmf-relay");
    for (const std::string& text : tone->headers) {
      if (auto line = ParseHeaderLine(text)) info.Set(line->name, line->value);
    }
    info.body = Dtmf::Body(*tone);
    RequestId request = call_.out().NextRequest();
    call_.out().Push(out::ToneSent{call_.id, request, key, tone->duration});
    call_.out().Push(out::RequestSent{request, info.Write()});
    requests_[call_.Send(std::move(info), now)] = request;
  }
}

std::string_view InDialog::Send(const in::SendInDialog& input, RequestId request, Time now) {
  Method method = MethodOf(input.method);
  bool ours = method == Method::kInvite || method == Method::kAck || method == Method::kBye ||
              method == Method::kCancel;
  if (ours) return "this method is the call's own";
  std::vector<HeaderLine> lines;
  if (!input.content_type.empty() && !AddHeaders({"Content-Type: " + input.content_type}, lines))
    return "bad content type";
  if (!AddHeaders(input.extra_headers, lines)) return kBadHeader;
  OutgoingRequest message = call_.dialog->MakeRequest(method, input.method);
  for (HeaderLine& line : lines) message.Set(line.name, std::move(line.value));
  message.body = input.body;
  call_.out().Push(out::RequestSent{request, message.Write()});
  requests_[call_.Send(std::move(message), now)] = request;
  return "";
}

std::string_view InDialog::Refer(const in::ReferCall& input, std::string refer_to,
                                 RequestId request, Time now) {
  std::vector<HeaderLine> lines;
  if (!AddHeaders(input.extra_headers, lines)) return kBadHeader;
  OutgoingRequest refer = call_.dialog->MakeRequest(Method::kRefer);
  refer.Add("Contact", call_.ground.account.Contact(call_.anonymous));
  refer.Add("Refer-To", std::move(refer_to));
  refer.Add("Referred-By", "<" + call_.ground.account.uri().ToAor() + ">");
  for (HeaderLine& line : lines) refer.Set(line.name, std::move(line.value));
  call_.out().Push(out::RequestSent{request, refer.Write()});
  TicketId ticket = call_.Send(std::move(refer), now);
  requests_[ticket] = request;
  transfer_.Began(request, ticket);
  return "";
}

void InDialog::NotifyRefer(uint32_t refer_cseq, int status, std::string_view reason, Time now) {
  OutgoingRequest notify = call_.dialog->MakeRequest(Method::kNotify);
  notify.Add("Event", "refer;id=" + std::to_string(refer_cseq));
  notify.Add("Subscription-State",
             status < 200 ? "active;expires=60" : "terminated;reason=noresource");
  notify.Add("Contact", call_.ground.account.Contact(call_.anonymous));
  notify.Add("Content-Type", "message/sipfrag;version=2.0");
  notify.body = SipFragment(status, reason);
  call_.Send(std::move(notify), now);
}

void InDialog::ReceiveInfo(TransactionId server, const Message& request, Time now) {
  std::string_view type = request.Header(HeaderName::kContentType);
  call_.Respond(server, 200, "", {}, "", now);
  if (auto tone = Dtmf::Read(type, request.body())) {
    call_.out().Push(
        out::ToneReceived{call_.id, std::string(1, tone->key), tone->duration, request.text()});
    return;
  }
  call_.out().Push(
      out::InfoReceived{call_.id, std::string(type), std::string(request.body()), request.text()});
}

void InDialog::ReceiveNotify(TransactionId server, const Message& request, Time now) {
  auto progress = transfer_.Read(call_.id, request);
  if (!progress) {
    call_.Respond(server, 481, "Subscription does not exist", {}, "", now);
    return;
  }
  call_.Respond(server, 200, "", {}, "", now);
  call_.out().Push(*std::move(progress));
}

bool InDialog::Handle(const ClientEvent& event, bool& gone) {
  using Kind = ClientEvent::Kind;
  auto asked = requests_.find(event.ticket);
  if (asked == requests_.end()) return false;
  if (event.kind == Kind::kProvisional) return true;
  RequestId request = asked->second;
  requests_.erase(asked);
  int status = event.kind == Kind::kFinal ? event.response.status_code() : 0;
  bool ok = status >= 200 && status < 300;
  Cause cause = ok                              ? Cause::kNone
                : event.kind == Kind::kTimedOut ? Cause::kRequestTimeout
                : event.kind == Kind::kLost     ? Cause::kConnectionError
                                                : CauseOf(status);
  ok ? transfer_.Accepted(event.ticket, event.response.cseq()) : transfer_.Refused(event.ticket);
  call_.out().Push(out::RequestAnswered{request, ok, event.response.text(), cause});
  gone = status == 481;
  return true;
}

void InDialog::Close() {
  dtmf_.Clear();
  tones_op_.reset();
  for (const auto& [ticket, request] : std::exchange(requests_, {})) {
    call_.out().Push(out::RequestAnswered{request, false, "", Cause::kBye});
  }
}

bool InDialog::Handle(const in::PeerResult& result) {
  if (!tones_op_ || result.op != *tones_op_) return false;
  tones_op_.reset();
  if (!result.ok) {
    call_.out().Push(out::Rejected{"sendTones", "no RTP tone sender: " + result.message});
  }
  return true;
}

}  // namespace ringline
