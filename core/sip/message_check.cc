#include "core/sip/message_check.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/sip/parameter_reader.h"
#include "core/sip/uri.h"
#include "core/sip/via.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// RFC 3261 8.1.1.5: a sequence number is less than 2^31.
constexpr uint32_t kMaxCSeq = (uint32_t{1} << 31) - 1;
// RFC 3261 20.22.
constexpr uint32_t kMaxMaxForwards = 255;

// A header that may stand once.
struct Once {
  int count = 0;
  std::string_view value;
  void See(std::string_view text) {
    if (count++ == 0) value = text;
  }
};

// What one walk over the fields finds: it is walked for every message.
struct Fields {
  Once call_id, content_length, cseq, from, max_forwards, to;
  bool vias_are_readable = true;
};

// Every Via value: an answer goes back through all of them (RFC 4475 3.1.2.1).
bool IsReadableVia(std::string_view text) {
  ListReader list(text);
  while (const auto value = list.Next()) {
    if (!Via::Parse(*value)) return false;
  }
  return true;
}

Fields FieldsOf(const Message& message) {
  Fields fields;
  bool topmost = true;
  for (size_t i = 0; i < message.field_count(); ++i) {
    const Message::Field field = message.field(i);
    switch (field.name) {
      case HeaderName::kCallId:
        fields.call_id.See(field.value);
        break;
      case HeaderName::kContentLength:
        fields.content_length.See(field.value);
        break;
      case HeaderName::kCSeq:
        fields.cseq.See(field.value);
        break;
      case HeaderName::kFrom:
        fields.from.See(field.value);
        break;
      case HeaderName::kMaxForwards:
        fields.max_forwards.See(field.value);
        break;
      case HeaderName::kTo:
        fields.to.See(field.value);
        break;
      case HeaderName::kVia:
        // The topmost has been read by Message::Parse; a line of its own needs no second look.
        if (!std::exchange(topmost, false) || field.value.find(',') != std::string_view::npos) {
          fields.vias_are_readable &= IsReadableVia(field.value);
        }
        break;
      default:
        break;
    }
  }
  return fields;
}

// Quotes and brackets close and there is a scheme: enough to copy it into an answer. More than that
// is asked by who wants the address.
bool LooksLikeAddress(std::string_view value) {
  return ParametersStart(value) != std::string_view::npos &&
         value.find(':') != std::string_view::npos;
}

// What requests and responses have in common; "" when all is well.
std::string_view CommonFault(const Message& message) {
  const Fields fields = FieldsOf(message);
  if (!fields.vias_are_readable) return "Malformed Via";
  if (fields.call_id.count != 1 || message.call_id().empty()) return "Call-ID missing or repeated";
  if (fields.from.count != 1) return "From missing or repeated";
  if (fields.to.count != 1) return "To missing or repeated";
  if (fields.cseq.count != 1) return "CSeq missing or repeated";
  if (!message.has_cseq() || message.cseq() > kMaxCSeq) return "Malformed CSeq";
  if (!LooksLikeAddress(fields.from.value)) return "Malformed From";
  if (!LooksLikeAddress(fields.to.value)) return "Malformed To";
  if (fields.content_length.count > 1) return "Content-Length repeated";
  if (fields.content_length.count == 1) {
    const auto size = ParseNumber(fields.content_length.value);
    if (!size) return "Malformed Content-Length";
    if (*size > message.body().size()) return "Body shorter than Content-Length";
  }
  if (fields.max_forwards.count > 1) return "Max-Forwards repeated";
  if (fields.max_forwards.count == 1 && !ParseNumber(fields.max_forwards.value, kMaxMaxForwards)) {
    return "Malformed Max-Forwards";
  }
  return {};
}

bool IsVersion2(std::string_view version) { return EqualsIgnoringCase(version, "SIP/2.0"); }

std::optional<Fault> RequestFault(const Message& request) {
  if (request.is_response()) return Fault{0, "Not a request"};
  if (request.sent_by().empty()) return Fault{0, "No readable Via"};
  if (!IsVersion2(request.version())) {
    if (StartsWithIgnoringCase(request.version(), "SIP/")) {
      return Fault{505, "Version Not Supported"};
    }
    return Fault{400, "Malformed request line"};
  }
  if (!IsToken(request.method_text())) return Fault{400, "Malformed request line"};
  const Result<UriParts> uri = UriParts::Split(request.request_uri());
  if (!uri) return Fault{400, "Malformed Request-URI"};
  if (!uri->is_sip() && !uri->is_tel()) return Fault{416, "Unsupported URI Scheme"};
  // RFC 3261 19.1.1: headers have no place there, and honouring them would let anyone add a Route.
  if (!uri->headers.empty()) return Fault{400, "Headers in Request-URI"};
  if (const std::string_view fault = CommonFault(request); !fault.empty()) {
    return Fault{400, fault};
  }
  if (request.cseq_method() != request.method_text()) {
    return Fault{400, "CSeq method is not the request's"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Fault> CheckRequest(const Message& request) {
  std::optional<Fault> fault = RequestFault(request);
  if (fault && request.method() == Method::kAck) fault->status = 0;
  return fault;
}

std::optional<Fault> CheckResponse(const Message& response) {
  if (response.is_request()) return Fault{0, "Not a response"};
  if (!IsVersion2(response.version())) return Fault{0, "Version Not Supported"};
  if (response.status_code() > 699) return Fault{0, "Status code out of range"};
  if (response.sent_by().empty()) return Fault{0, "No readable Via"};
  // RFC 3261 8.1.3.3: with more than one Via it was meant for somebody else.
  if (response.Values(HeaderName::kVia).size() > 1) return Fault{0, "More than one Via"};
  if (const std::string_view fault = CommonFault(response); !fault.empty()) return Fault{0, fault};
  return std::nullopt;
}

}  // namespace ringline
