// The headers this stack looks at, by number; long and compact forms in one table.
#pragma once

#include <cstdint>
#include <string_view>

namespace ringline {

// All of RFC 3261 20 and what its extensions gave a compact form, a list grammar or a meaning to
// us.
enum class HeaderName : uint8_t {
  kOther,  // Kept verbatim and found by its text.
  kAccept,
  kAcceptContact,
  kAcceptEncoding,
  kAcceptLanguage,
  kAlertInfo,
  kAllow,
  kAllowEvents,
  kAuthenticationInfo,
  kAuthorization,
  kCallId,
  kCallInfo,
  kContact,
  kContentDisposition,
  kContentEncoding,
  kContentLanguage,
  kContentLength,
  kContentType,
  kCSeq,
  kDate,
  kDiversion,
  kErrorInfo,
  kEvent,
  kExpires,
  kFlowTimer,
  kFrom,
  kHistoryInfo,
  kIdentity,
  kInReplyTo,
  kJoin,
  kMaxForwards,
  kMimeVersion,
  kMinExpires,
  kMinSE,
  kOrganization,
  kPAssertedIdentity,
  kPAssociatedUri,
  kPPreferredIdentity,
  kPath,
  kPriority,
  kPrivacy,
  kProxyAuthenticate,
  kProxyAuthorization,
  kProxyRequire,
  kRAck,
  kReason,
  kRecordRoute,
  kReferTo,
  kReferredBy,
  kRejectContact,
  kReplaces,
  kReplyTo,
  kRequestDisposition,
  kRequire,
  kRetryAfter,
  kRoute,
  kRSeq,
  kServer,
  kServiceRoute,
  kSessionExpires,
  kSipETag,
  kSipIfMatch,
  kSubject,
  kSubscriptionState,
  kSupported,
  kTimestamp,
  kTo,
  kUnsupported,
  kUserAgent,
  kVia,
  kWarning,
  kWwwAuthenticate,
};

// Any case, long or compact form (RFC 3261 7.3.1, 7.3.3, 20).
HeaderName HeaderNameOf(std::string_view text);
// The long form as the RFC spells it; "" for kOther.
std::string_view NameOf(HeaderName name);
// Whether its grammar is a comma list, so that several fields and one field with commas mean the
// same (RFC 3261 7.3.1). What an unknown header's commas mean nobody can tell: false.
bool IsList(HeaderName name);

}  // namespace ringline
