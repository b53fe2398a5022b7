#include "core/dialog/dialog.h"

#include <algorithm>
#include <utility>

#include "core/sip/parameter_reader.h"
#include "core/sip/uri.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// The URI of a name-addr or addr-spec as it stands, odd parameters and all: writing a parsed one
// back could change what its owner looks for. "" when there is none.
std::string_view UriTextOf(std::string_view value) {
  const size_t end = ParametersStart(value);
  if (end == std::string_view::npos) return {};
  std::string_view address = Trimmed(value.substr(0, end));
  if (!address.ends_with('>')) return address;
  Cursor cursor(address);
  cursor.QuotedString();
  cursor.Until("<");
  address.remove_prefix(cursor.position() + 1);
  address.remove_suffix(1);
  return Trimmed(address);
}

std::string_view ContactUriOf(const Message& message) {
  ListReader contacts(message.Header(HeaderName::kContact));
  const std::string_view uri = UriTextOf(contacts.Next().value_or(std::string_view()));
  return UriParts::Split(uri) ? uri : std::string_view();
}

bool HasParameter(std::string_view parameters, std::string_view name) {
  ParameterReader reader(parameters);
  while (const auto parameter = reader.Next()) {
    if (EqualsIgnoringCase(parameter->name, name)) return true;
  }
  return false;
}

// RFC 3261 12.2.1.1, 19.1.1. Some proxies write lr behind the bracket; they mean the same.
bool IsLooseRouter(std::string_view route) {
  const size_t end = ParametersStart(route);
  if (end != std::string_view::npos && HasParameter(route.substr(end), "lr")) return true;
  const Result<UriParts> uri = UriParts::Split(UriTextOf(route));
  return !uri || HasParameter(uri->parameters, "lr");
}

// RFC 3261 12.2.1.1, 19.1.1: a Request-URI has neither headers nor a method parameter.
std::string AsRequestUri(std::string_view text) {
  const Result<UriParts> uri = UriParts::Split(text);
  if (!uri || !uri->is_sip()) return std::string(text);
  size_t end = text.size();
  if (!uri->headers.empty()) end = static_cast<size_t>(uri->headers.data() - text.data()) - 1;
  text = text.substr(0, end);
  if (text.ends_with('?')) text.remove_suffix(1);
  if (!HasParameter(uri->parameters, "method")) return std::string(text);
  std::string out(text.substr(0, text.size() - uri->parameters.size()));
  ParameterReader reader(uri->parameters);
  while (const auto parameter = reader.Next()) {
    if (EqualsIgnoringCase(parameter->name, "method")) continue;
    out.append(";").append(parameter->name);
    if (parameter->value) out.append("=").append(*parameter->value);
  }
  return out;
}

std::vector<std::string> RecordRouteOf(const Message& message) {
  std::vector<std::string> routes;
  for (const std::string_view value : message.Values(HeaderName::kRecordRoute)) {
    routes.emplace_back(value);
  }
  return routes;
}

// 12.1.2: seen from the caller the nearest proxy is the last.
std::vector<std::string> ReversedRecordRouteOf(const Message& response) {
  std::vector<std::string> routes = RecordRouteOf(response);
  std::reverse(routes.begin(), routes.end());
  return routes;
}

std::string_view TagOf(std::string_view value) {
  const size_t start = ParametersStart(value);
  return start == std::string_view::npos ? std::string_view()
                                         : FindParameterValue(value.substr(start), "tag");
}

bool Is2xx(const Message& response) {
  return response.status_code() >= 200 && response.status_code() < 300;
}

}  // namespace

Result<Dialog> Dialog::FromResponse(const OutgoingRequest& request, const Message& response) {
  const std::string_view target = ContactUriOf(response);
  if (response.to_tag().empty()) return Failed{"No To tag in response"};
  if (target.empty()) return Failed{"No readable Contact in response"};
  const std::string_view from = request.Header("From");
  Dialog dialog;
  dialog.key_ = {std::string(response.call_id()), std::string(TagOf(from)),
                 std::string(response.to_tag())};
  dialog.state_ = Is2xx(response) ? State::kConfirmed : State::kEarly;
  dialog.local_sequence_ = response.cseq();
  dialog.local_ = from;
  dialog.remote_ = response.Header(HeaderName::kTo);
  dialog.remote_target_ = target;
  dialog.route_set_ = ReversedRecordRouteOf(response);
  return dialog;
}

Result<Dialog> Dialog::FromRequest(const Message& request, std::string_view local_tag) {
  const std::string_view target = ContactUriOf(request);
  if (target.empty()) return Failed{"No readable Contact in request"};
  Dialog dialog;
  dialog.caller_ = false;
  // A From without a tag is of RFC 2543; its tag is the empty one (12.1.1).
  dialog.key_ = {std::string(request.call_id()), std::string(local_tag),
                 std::string(request.from_tag())};
  dialog.remote_sequence_ = request.cseq();
  dialog.local_ = request.Header(HeaderName::kTo);
  if (request.to_tag().empty()) dialog.local_.append(";tag=").append(local_tag);
  dialog.remote_ = request.Header(HeaderName::kFrom);
  dialog.remote_target_ = target;
  dialog.route_set_ = RecordRouteOf(request);
  return dialog;
}

Result<Dialog> Dialog::FromNotify(const Message& notify, uint32_t local_sequence) {
  auto dialog = FromRequest(notify, notify.to_tag());
  if (!dialog) return dialog;
  dialog->caller_ = true;
  dialog->state_ = State::kConfirmed;
  dialog->local_sequence_ = local_sequence;
  return dialog;
}

void Dialog::Confirm(const Message& response) {
  // Once confirmed, no message changes the route set any more (12.2).
  if (state_ == State::kEarly) route_set_ = ReversedRecordRouteOf(response);
  state_ = State::kConfirmed;
  RefreshTarget(response);
}

void Dialog::RefreshTarget(const Message& message) {
  if (message.is_response() && !Is2xx(message)) return;
  const std::string_view target = ContactUriOf(message);
  if (!target.empty()) remote_target_ = target;
}

OutgoingRequest Dialog::MakeRequest(Method method) { return MakeRequest(method, NameOf(method)); }

OutgoingRequest Dialog::MakeRequest(Method method, std::string_view method_text) {
  return Make(method, method_text, method == Method::kAck ? local_sequence_ : NextSequence());
}

OutgoingRequest Dialog::MakeAck(uint32_t invite_cseq) const {
  return Make(Method::kAck, NameOf(Method::kAck), invite_cseq);
}

OutgoingRequest Dialog::Make(Method method, std::string_view method_text, uint32_t sequence) const {
  OutgoingRequest request;
  request.method = method;
  if (method == Method::kUnknown) request.method_text = method_text;
  request.headers.reserve(route_set_.size() + 12);
  if (route_set_.empty() || IsLooseRouter(route_set_.front())) {
    request.uri = remote_target_;
    for (const std::string& route : route_set_) request.Add("Route", route);
  } else {
    // 12.2.1.1: a strict router wants to be the Request-URI; the target goes behind the others.
    request.uri = AsRequestUri(UriTextOf(route_set_.front()));
    for (size_t i = 1; i < route_set_.size(); ++i) request.Add("Route", route_set_[i]);
    request.Add("Route", "<" + remote_target_ + ">");
  }
  std::string cseq;
  AppendNumber(cseq, sequence);
  cseq.append(" ").append(method_text);
  request.Add("Max-Forwards", "70");
  request.Add("To", remote_);
  request.Add("From", local_);
  request.Add("Call-ID", key_.call_id);
  request.Add("CSeq", std::move(cseq));
  return request;
}

bool Dialog::AcceptReliable(uint32_t rseq) {
  if (rseq == 0 || (remote_rseq_ != 0 && rseq != remote_rseq_ + 1)) return false;
  remote_rseq_ = rseq;
  return true;
}

bool Dialog::AcceptSequence(const Message& request) {
  // An ACK or CANCEL has the number of its INVITE, which other requests may have passed (12.2.2).
  if (request.method() == Method::kAck || request.method() == Method::kCancel) return true;
  // An equal number is a repetition that nobody absorbed, or a peer that counts per method.
  if (remote_sequence_ && request.cseq() < *remote_sequence_) return false;
  remote_sequence_ = request.cseq();
  return true;
}

DialogKey KeyOfRequest(const Message& request) {
  return {std::string(request.call_id()), std::string(request.to_tag()),
          std::string(request.from_tag())};
}

DialogKey KeyOfResponse(const Message& response) {
  return {std::string(response.call_id()), std::string(response.from_tag()),
          std::string(response.to_tag())};
}

}  // namespace ringline
