#include "core/messaging/page.h"

#include <utility>
#include <vector>

#include "core/uac/cause.h"

namespace ringline {

std::string_view Page::Send(const in::SendPage& page, RequestId request, Time now) {
  Method method = MethodOf(page.method);
  if (method != Method::kMessage && method != Method::kOptions)
    return "neither MESSAGE nor OPTIONS";
  auto target = account_.Target(page.target);
  if (!target) return target.reason();
  auto message = account_.MakeRequest(method, *target, *target,
                                      {page.from_user_name, page.from_display_name, false},
                                      page.extra_headers, random_);
  if (!message) return message.reason();
  if (!page.content_type.empty()) {
    auto line = ParseHeaderLine("Content-Type: " + page.content_type);
    if (!line) return line.reason();
    message->Set(line->name, std::move(line->value));
  }
  message->body = page.body;
  account_.Complete(*message);
  out_.Push(out::RequestSent{request, message->Write()});
  requests_[uac_.Send(*std::move(message), {Owner::Kind::kPage, 0}, /*in_dialog=*/false, now)] =
      request;
  return "";
}

void Page::Handle(const ClientEvent& event) {
  using Kind = ClientEvent::Kind;
  if (event.kind == Kind::kProvisional || event.kind == Kind::kNeedsCSeq) return;
  auto found = requests_.find(event.ticket);
  if (found == requests_.end()) return;
  RequestId request = found->second;
  requests_.erase(found);
  int status = event.kind == Kind::kFinal ? event.response.status_code() : 0;
  bool ok = status >= 200 && status < 300;
  Cause cause = ok                              ? Cause::kNone
                : event.kind == Kind::kTimedOut ? Cause::kRequestTimeout
                : event.kind == Kind::kLost     ? Cause::kConnectionError
                                                : CauseOf(status);
  out_.Push(out::RequestAnswered{request, ok, event.response.text(), cause});
}

void Page::Receive(TransactionId server, const Message& request) {
  out_.Push(out::PageReceived{Keep(server), std::string(request.method_text()), request.text()});
}

IncomingId Page::Keep(TransactionId server) {
  IncomingId incoming = out_.NextIncoming();
  incoming_[incoming] = server;
  return incoming;
}

TransactionId Page::Find(IncomingId incoming) const {
  auto found = incoming_.find(incoming);
  return found == incoming_.end() ? TransactionId() : found->second;
}

std::string_view Page::Respond(const in::Respond& answer, Time now) {
  auto found = incoming_.find(answer.incoming);
  if (found == incoming_.end()) return "already answered, or never asked";
  if (answer.status_code < 200 || answer.status_code > 699) return "no final status code";
  std::vector<HeaderLine> headers;
  for (const std::string& text : answer.extra_headers) {
    auto line = ParseHeaderLine(text);
    if (!line) return line.reason();
    headers.push_back(*std::move(line));
  }
  if (!answer.content_type.empty()) {
    auto line = ParseHeaderLine("Content-Type: " + answer.content_type);
    if (!line) return line.reason();
    headers.push_back(*std::move(line));
  }
  if (!answer.reason_phrase.empty() && !ParseHeaderLine("x: " + answer.reason_phrase)) {
    return "the reason phrase holds what no phrase may";
  }
  TransactionId server = found->second;
  incoming_.erase(found);
  const Message* request = transactions_.Request(server);
  if (request == nullptr) return "too late";
  for (HeaderLine& line : account_.ResponseHeaders(request->method())) {
    headers.push_back(std::move(line));
  }

  std::string tag = random_.Token(10);
  transactions_.Respond(
      server, answer.status_code,
      WriteResponse(*request, answer.status_code, answer.reason_phrase, tag, headers, answer.body),
      now);
  return "";
}

}  // namespace ringline
