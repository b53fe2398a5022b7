// Any text as a message: whatever it is, reading it, checking it, asking about it and answering it
// neither crashes nor hangs, and what is written reads back as one message with nothing smuggled
// in.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "core/base/invariant.h"
#include "core/sip/contact.h"
#include "core/sip/grammar.h"
#include "core/sip/lookup.h"
#include "core/sip/message.h"
#include "core/sip/message_check.h"
#include "core/sip/outgoing.h"
#include "core/sip/uri.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

constexpr std::string_view kRules[] = {
    "SIP_URI",
    "absoluteURI",
    "Name_Addr_Header",
    "Contact",
    "Via",
    "CSeq",
    "Event",
    "Session_Expires",
    "Reason",
    "Replaces",
    "Subscription_State",
    "Request_Response",
    "host",
    "Content_Type",
    "Call_ID",
    "quoted_string",
    "Supported",
};

// A URI or an address that was read is written so that it reads back as itself.
void CheckAddresses(std::string_view text) {
  if (const Result<Uri> uri = Uri::Parse(text)) {
    const std::string written = uri->ToString();
    const Result<Uri> again = Uri::Parse(written);
    INVARIANT(again.ok() && again->ToString() == written);
    INVARIANT(Equivalent(*again, *again));
  }
  if (const Result<NameAddr> address = NameAddr::Parse(text)) {
    const std::string written = address->ToString();
    const Result<NameAddr> again = NameAddr::Parse(written);
    INVARIANT(again.ok() && again->ToString() == written);
    INVARIANT(written.find_first_of("\r\n") == std::string::npos);
  }
  if (const Result<Uri> target = Uri::FromTarget(text, "example.com")) {
    INVARIANT(Uri::Parse(target->ToString()).ok());
  }
}

void CheckOutgoing(std::string_view text) {
  const Result<OutgoingRequest> request = OutgoingRequest::Parse(text);
  if (!request) return;
  const std::string written = request->Write();
  const Result<OutgoingRequest> again = OutgoingRequest::Parse(written);
  INVARIANT(again.ok() && again->Write() == written);
}

void CheckAnswerTo(const Message& request) {
  const std::string text = WriteResponse(request, 200, "", "tag", {}, "body");
  const Result<Message> response = Message::Parse(text);
  INVARIANT(response.ok() && response->is_response());
  INVARIANT(response->skipped_lines() == 0);
  INVARIANT(response->body() == "body");
  INVARIANT(response->Count("Via") == request.Count("Via"));
  // An unreadable one may become readable: a NUL that is copied becomes a space.
  INVARIANT(!request.has_cseq() || response->cseq() == request.cseq());
}

void CheckMessage(const Message& message) {
  CheckRequest(message);
  CheckResponse(message);
  if (message.is_request()) CheckAnswerTo(message);
  Contacts::Of(message);
  for (size_t i = 0; i < message.field_count(); ++i) {
    const Message::Field field = message.field(i);
    // Another rule for every field: all of them for each would leave no time to mutate.
    ParseByRule(kRules[(i + field.value.size()) % std::size(kRules)], field.value);
    ListReader list(field.value);
    while (const auto value = list.Next()) CheckAddresses(*value);
  }
  for (const Question question : {Question::kStart, Question::kFields, Question::kIdentity}) {
    INVARIANT(!Ask(message, question).empty() || message.field_count() == 0);
  }
  const Result<std::string> edited = WithHeader(message, "Subject", "x");
  INVARIANT(edited.ok());
  INVARIANT(Message::Parse(*edited).ok());
}

}  // namespace
}  // namespace ringline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto message = ringline::Message::Parse(std::string(text))) {
    ringline::CheckMessage(*message);
  }
  ringline::CheckOutgoing(text);
  ringline::CheckAddresses(text);
  return 0;
}
