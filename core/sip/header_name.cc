#include "core/sip/header_name.h"

#include <array>
#include <cstddef>

#include "core/text/ascii.h"

namespace ringline {
namespace {

struct Row {
  HeaderName name;
  std::string_view text;
  char compact;  // 0: has none.
  bool list;
};

// In the order of the enum, kOther left out.
// clang-format off
constexpr Row kRows[] = {
    {HeaderName::kAccept, "Accept", 0, true},
    {HeaderName::kAcceptContact, "Accept-Contact", 'a', true},
    {HeaderName::kAcceptEncoding, "Accept-Encoding", 0, true},
    {HeaderName::kAcceptLanguage, "Accept-Language", 0, true},
    {HeaderName::kAlertInfo, "Alert-Info", 0, true},
    {HeaderName::kAllow, "Allow", 0, true},
    {HeaderName::kAllowEvents, "Allow-Events", 'u', true},
    {HeaderName::kAuthenticationInfo, "Authentication-Info", 0, false},
    {HeaderName::kAuthorization, "Authorization", 0, false},
    {HeaderName::kCallId, "Call-ID", 'i', false},
    {HeaderName::kCallInfo, "Call-Info", 0, true},
    {HeaderName::kContact, "Contact", 'm', true},
    {HeaderName::kContentDisposition, "Content-Disposition", 0, false},
    {HeaderName::kContentEncoding, "Content-Encoding", 'e', true},
    {HeaderName::kContentLanguage, "Content-Language", 0, true},
    {HeaderName::kContentLength, "Content-Length", 'l', false},
    {HeaderName::kContentType, "Content-Type", 'c', false},
    {HeaderName::kCSeq, "CSeq", 0, false},
    {HeaderName::kDate, "Date", 0, false},
    {HeaderName::kDiversion, "Diversion", 0, true},
    {HeaderName::kErrorInfo, "Error-Info", 0, true},
    {HeaderName::kEvent, "Event", 'o', false},
    {HeaderName::kExpires, "Expires", 0, false},
    {HeaderName::kFlowTimer, "Flow-Timer", 0, false},
    {HeaderName::kFrom, "From", 'f', false},
    {HeaderName::kHistoryInfo, "History-Info", 0, true},
    {HeaderName::kIdentity, "Identity", 'y', false},
    {HeaderName::kInReplyTo, "In-Reply-To", 0, true},
    {HeaderName::kJoin, "Join", 0, false},
    {HeaderName::kMaxForwards, "Max-Forwards", 0, false},
    {HeaderName::kMimeVersion, "MIME-Version", 0, false},
    {HeaderName::kMinExpires, "Min-Expires", 0, false},
    {HeaderName::kMinSE, "Min-SE", 0, false},
    {HeaderName::kOrganization, "Organization", 0, false},
    {HeaderName::kPAssertedIdentity, "P-Asserted-Identity", 0, true},
    {HeaderName::kPAssociatedUri, "P-Associated-URI", 0, true},
    {HeaderName::kPPreferredIdentity, "P-Preferred-Identity", 0, true},
    {HeaderName::kPath, "Path", 0, true},
    {HeaderName::kPriority, "Priority", 0, false},
    {HeaderName::kPrivacy, "Privacy", 0, false},
    {HeaderName::kProxyAuthenticate, "Proxy-Authenticate", 0, false},
    {HeaderName::kProxyAuthorization, "Proxy-Authorization", 0, false},
    {HeaderName::kProxyRequire, "Proxy-Require", 0, true},
    {HeaderName::kRAck, "RAck", 0, false},
    {HeaderName::kReason, "Reason", 0, true},
    {HeaderName::kRecordRoute, "Record-Route", 0, true},
    {HeaderName::kReferTo, "Refer-To", 'r', false},
    {HeaderName::kReferredBy, "Referred-By", 'b', false},
    {HeaderName::kRejectContact, "Reject-Contact", 'j', true},
    {HeaderName::kReplaces, "Replaces", 0, false},
    {HeaderName::kReplyTo, "Reply-To", 0, false},
    {HeaderName::kRequestDisposition, "Request-Disposition", 'd', true},
    {HeaderName::kRequire, "Require", 0, true},
    {HeaderName::kRetryAfter, "Retry-After", 0, false},
    {HeaderName::kRoute, "Route", 0, true},
    {HeaderName::kRSeq, "RSeq", 0, false},
    {HeaderName::kServer, "Server", 0, false},
    {HeaderName::kServiceRoute, "Service-Route", 0, true},
    {HeaderName::kSessionExpires, "Session-Expires", 'x', false},
    {HeaderName::kSipETag, "SIP-ETag", 0, false},
    {HeaderName::kSipIfMatch, "SIP-If-Match", 0, false},
    {HeaderName::kSubject, "Subject", 's', false},
    {HeaderName::kSubscriptionState, "Subscription-State", 0, false},
    {HeaderName::kSupported, "Supported", 'k', true},
    {HeaderName::kTimestamp, "Timestamp", 0, false},
    {HeaderName::kTo, "To", 't', false},
    {HeaderName::kUnsupported, "Unsupported", 0, true},
    {HeaderName::kUserAgent, "User-Agent", 0, false},
    {HeaderName::kVia, "Via", 'v', true},
    {HeaderName::kWarning, "Warning", 0, true},
    {HeaderName::kWwwAuthenticate, "WWW-Authenticate", 0, false},
};
// clang-format on

// Where a name stands in kSlots. The factors were searched for; the static_assert below says
// whether they still tell all names apart.
constexpr size_t SlotOf(std::string_view text) {
  const auto letter = [&](size_t at) { return static_cast<size_t>(ToLower(text[at]) & 0xFF); };
  return (text.size() * 231 + letter(0) * 181 + letter(text.size() / 2) * 237 +
          letter(text.size() - 1) * 178) &
         0xFF;
}

// From slot to row number + 1, and from compact letter to the same.
struct Slots {
  std::array<uint8_t, 256> by_text{};
  std::array<uint8_t, 26> by_letter{};
  bool distinct = true;
};
constexpr Slots MakeSlots() {
  Slots slots;
  uint8_t number = 0;
  for (const Row& row : kRows) {
    ++number;
    uint8_t& slot = slots.by_text[SlotOf(row.text)];
    if (slot != 0 || static_cast<uint8_t>(row.name) != number) slots.distinct = false;
    slot = number;
    if (row.compact != 0) slots.by_letter[static_cast<size_t>(row.compact - 'a')] = number;
  }
  return slots;
}
constexpr Slots kSlots = MakeSlots();
static_assert(kSlots.distinct, "Two names share a slot, or a row is out of the enum's order.");

constexpr const Row* RowOf(HeaderName name) {
  return name == HeaderName::kOther ? nullptr : &kRows[static_cast<size_t>(name) - 1];
}

}  // namespace

HeaderName HeaderNameOf(std::string_view text) {
  if (text.empty()) return HeaderName::kOther;
  if (text.size() == 1) {
    const char letter = ToLower(text[0]);
    if (letter < 'a' || letter > 'z') return HeaderName::kOther;
    return static_cast<HeaderName>(kSlots.by_letter[static_cast<size_t>(letter - 'a')]);
  }
  const uint8_t number = kSlots.by_text[SlotOf(text)];
  if (number == 0 || !EqualsIgnoringCase(kRows[number - 1].text, text)) return HeaderName::kOther;
  return static_cast<HeaderName>(number);
}

std::string_view NameOf(HeaderName name) {
  const Row* row = RowOf(name);
  return row == nullptr ? std::string_view() : row->text;
}

bool IsList(HeaderName name) {
  const Row* row = RowOf(name);
  return row != nullptr && row->list;
}

}  // namespace ringline
