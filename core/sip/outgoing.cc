#include "core/sip/outgoing.h"

#include <algorithm>
#include <utility>

#include "core/sip/uri.h"
#include "core/text/ascii.h"

namespace ringline {
namespace {

// The last guard of the wire. What an application gives is refused long before; what a peer sent
// and we copy may hold a lone CR or NUL as data, which the next reader may take for the end of a
// line.
void AppendText(std::string& out, std::string_view text) {
  if (IsPlainText(text)) {
    out += text;
    return;
  }
  for (const char c : text) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
}

void AppendLine(std::string& out, std::string_view name, std::string_view value) {
  AppendText(out, name);
  out += ": ";
  AppendText(out, value);
  out += "\r\n";
}

// Content-Length, the empty line and the body.
void AppendBody(std::string& out, std::string_view body) {
  out += "Content-Length: ";
  AppendNumber(out, static_cast<uint32_t>(body.size()));
  out += "\r\n\r\n";
  out += body;
}

size_t SizeOf(const std::vector<HeaderLine>& headers) {
  size_t size = 0;
  for (const HeaderLine& line : headers) size += line.name.size() + line.value.size() + 4;
  return size;
}

// RFC 3261 12.1.1, RFC 6665 4.1, RFC 3515 2.4.4: requests that make a dialog.
bool MakesDialog(Method method) {
  return method == Method::kInvite || method == Method::kSubscribe || method == Method::kRefer;
}

// The names are compared as HeaderNameOf sees them, so that "f" is From.
bool SameName(std::string_view a, std::string_view b) {
  if (EqualsIgnoringCase(a, b)) return true;
  const HeaderName known = HeaderNameOf(a);
  return known != HeaderName::kOther && known == HeaderNameOf(b);
}

}  // namespace

Result<HeaderLine> ParseHeaderLine(std::string_view text) {
  if (!IsPlainText(text)) return Failed{"Control character in header"};
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return Failed{"Header without colon"};
  const std::string_view name = Trimmed(text.substr(0, colon));
  if (!IsToken(name)) return Failed{"Malformed header name"};
  return HeaderLine{std::string(name), std::string(Trimmed(text.substr(colon + 1)))};
}

const HeaderLine* OutgoingRequest::Find(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const HeaderLine& line) {
    return SameName(line.name, name);
  });
  return found == headers.end() ? nullptr : &*found;
}

std::string_view OutgoingRequest::Header(std::string_view name) const {
  const HeaderLine* line = Find(name);
  return line == nullptr ? std::string_view() : std::string_view(line->value);
}

void OutgoingRequest::Set(std::string_view name, std::string value) {
  for (HeaderLine& line : headers) {
    if (!SameName(line.name, name)) continue;
    line.value = std::move(value);
    return;
  }
  Add(name, std::move(value));
}

void OutgoingRequest::AddFirst(std::string_view name, std::string value) {
  headers.insert(headers.begin(), {std::string(name), std::move(value)});
}

void OutgoingRequest::Remove(std::string_view name) {
  std::erase_if(headers, [&](const HeaderLine& line) { return SameName(line.name, name); });
}

std::string_view OutgoingRequest::method_name() const {
  return method == Method::kUnknown ? std::string_view(method_text) : NameOf(method);
}

std::string OutgoingRequest::Write() const {
  std::string out;
  out.reserve(method_name().size() + uri.size() + SizeOf(headers) + body.size() + 64);
  AppendText(out, method_name());
  out += ' ';
  AppendText(out, uri);
  out += " SIP/2.0\r\n";
  for (const HeaderLine& line : headers) AppendLine(out, line.name, line.value);
  AppendBody(out, body);
  return out;
}

Result<OutgoingRequest> OutgoingRequest::Parse(std::string_view text) {
  const Result<Message> message = Message::Parse(std::string(text));
  if (!message) return Failed{message.reason()};
  if (message->is_response() || !IsToken(message->method_text())) {
    return Failed{"Malformed request line"};
  }
  if (!EqualsIgnoringCase(message->version(), "SIP/2.0")) return Failed{"Malformed request line"};
  const Result<UriParts> uri = UriParts::Split(message->request_uri());
  if (!uri) return Failed{uri.reason()};
  if (message->skipped_lines() != 0) return Failed{"Malformed header"};

  OutgoingRequest request;
  request.method = message->method();
  if (request.method == Method::kUnknown) request.method_text = message->method_text();
  request.uri = message->request_uri();
  for (size_t i = 0; i < message->field_count(); ++i) {
    const Message::Field field = message->field(i);
    if (!IsPlainText(field.value)) return Failed{"Control character in header"};
    if (field.name == HeaderName::kContentLength) continue;
    request.Add(field.name_text, std::string(field.value));
  }
  request.body = message->after_headers();
  return request;
}

std::string WriteResponse(const Message& request, int status, std::string_view reason,
                          std::string_view to_tag, const std::vector<HeaderLine>& headers,
                          std::string_view body) {
  if (reason.empty()) reason = ReasonPhrase(status);
  std::string out;
  out.reserve(request.text().size() - request.after_headers().size() + reason.size() +
              to_tag.size() + SizeOf(headers) + body.size() + 64);
  out += "SIP/2.0 ";
  AppendNumber(out, static_cast<uint32_t>(status));
  out += ' ';
  AppendText(out, reason);
  out += "\r\n";
  const bool makes_dialog = status > 100 && status < 300 && MakesDialog(request.method());
  for (size_t i = 0; i < request.field_count(); ++i) {
    const Message::Field field = request.field(i);
    switch (field.name) {
      case HeaderName::kVia:
      case HeaderName::kFrom:
      case HeaderName::kCallId:
      case HeaderName::kCSeq:
        AppendLine(out, NameOf(field.name), field.value);
        break;
      case HeaderName::kTo:
        AppendLine(out, "To", field.value);
        if (!to_tag.empty() && request.to_tag().empty()) {
          out.resize(out.size() - 2);
          out += ";tag=";
          AppendText(out, to_tag);
          out += "\r\n";
        }
        break;
      case HeaderName::kRecordRoute:
        if (makes_dialog) AppendLine(out, "Record-Route", field.value);
        break;
      case HeaderName::kTimestamp:
        // RFC 3261 8.2.6.1.
        if (status == 100) AppendLine(out, "Timestamp", field.value);
        break;
      default:
        break;
    }
  }
  for (const HeaderLine& line : headers) AppendLine(out, line.name, line.value);
  AppendBody(out, body);
  return out;
}

// RFC 3261 21 and IANA's registry of what later RFCs added.
std::string_view ReasonPhrase(int status) {
  // clang-format off
  switch (status) {
    case 100: return "Trying";
    case 180: return "Ringing";
    case 181: return "Call Is Being Forwarded";
    case 182: return "Queued";
    case 183: return "Session Progress";
    case 199: return "Early Dialog Terminated";
    case 200: return "OK";
    case 202: return "Accepted";
    case 204: return "No Notification";
    case 300: return "Multiple Choices";
    case 301: return "Moved Permanently";
    case 302: return "Moved Temporarily";
    case 305: return "Use Proxy";
    case 380: return "Alternative Service";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 407: return "Proxy Authentication Required";
    case 408: return "Request Timeout";
    case 410: return "Gone";
    case 412: return "Conditional Request Failed";
    case 413: return "Request Entity Too Large";
    case 414: return "Request-URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Unsupported URI Scheme";
    case 417: return "Unknown Resource-Priority";
    case 420: return "Bad Extension";
    case 421: return "Extension Required";
    case 422: return "Session Interval Too Small";
    case 423: return "Interval Too Brief";
    case 424: return "Bad Location Information";
    case 425: return "Bad Alert Message";
    case 428: return "Use Identity Header";
    case 429: return "Provide Referrer Identity";
    case 430: return "Flow Failed";
    case 433: return "Anonymity Disallowed";
    case 436: return "Bad Identity Info";
    case 437: return "Unsupported Credential";
    case 438: return "Invalid Identity Header";
    case 439: return "First Hop Lacks Outbound Support";
    case 440: return "Max-Breadth Exceeded";
    case 469: return "Bad Info Package";
    case 470: return "Consent Needed";
    case 480: return "Temporarily Unavailable";
    case 481: return "Call/Transaction Does Not Exist";
    case 482: return "Loop Detected";
    case 483: return "Too Many Hops";
    case 484: return "Address Incomplete";
    case 485: return "Ambiguous";
    case 486: return "Busy Here";
    case 487: return "Request Terminated";
    case 488: return "Not Acceptable Here";
    case 489: return "Bad Event";
    case 491: return "Request Pending";
    case 493: return "Undecipherable";
    case 494: return "Security Agreement Required";
    case 500: return "Server Internal Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Server Time-out";
    case 505: return "Version Not Supported";
    case 513: return "Message Too Large";
    case 555: return "Push Notification Service Not Supported";
    case 580: return "Precondition Failure";
    case 600: return "Busy Everywhere";
    case 603: return "Decline";
    case 604: return "Does Not Exist Anywhere";
    case 606: return "Not Acceptable";
    case 607: return "Unwanted";
    case 608: return "Rejected";
    default: return {};
  }
  // clang-format on
}

}  // namespace ringline
