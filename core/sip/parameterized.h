// Small headers of the form `value *(;param)`, read when somebody asks for them. Each Parse takes
// one value and is empty where the RFC's mandatory part is missing; an odd parameter costs only
// itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/sip/method.h"
#include "core/sip/name_addr.h"

namespace ringline {

// Event, Content-Disposition, Content-Type, Require's siblings…: the value as it stands, trimmed.
struct Parameterized {
  std::string value;
  Parameters parameters;

  static Result<Parameterized> Parse(std::string_view text);
  std::string ToString() const;
};

// RFC 4028 4.
struct SessionExpires {
  enum class Refresher : uint8_t { kNone, kUac, kUas };
  uint32_t seconds = 0;
  Refresher refresher = Refresher::kNone;
  static std::optional<SessionExpires> Parse(std::string_view text);
};

// RFC 3261 20.33: seconds, a comment for people, how long the callee stays reachable afterwards.
struct RetryAfter {
  uint32_t seconds = 0;
  std::string comment;
  std::optional<uint32_t> duration;
  static std::optional<RetryAfter> Parse(std::string_view text);
};

// RFC 3891 6.1. Both tags are mandatory.
struct Replaces {
  std::string call_id;
  std::string to_tag;
  std::string from_tag;
  bool early_only = false;
  static std::optional<Replaces> Parse(std::string_view text);
  std::string ToString() const;
};

// RFC 6665 8.4.
struct Event {
  std::string package;  // Lower case.
  std::string id;
  Parameters parameters;
  static std::optional<Event> Parse(std::string_view text);
};

// RFC 6665 8.2.3.
struct SubscriptionState {
  std::string state;   // Lower case: "active", "pending", "terminated" or an extension.
  std::string reason;  // Lower case.
  std::optional<uint32_t> expires;
  std::optional<uint32_t> retry_after;
  static std::optional<SubscriptionState> Parse(std::string_view text);
};

// RFC 3326 2: why a request was sent.
struct Reason {
  std::string protocol;  // "SIP", "Q.850"…
  std::optional<uint32_t> cause;
  std::string text;
  static std::optional<Reason> Parse(std::string_view text);
  std::string ToString() const;
};

// RFC 3262 7.2: which provisional response of which request.
struct RAck {
  uint32_t rseq = 0;
  uint32_t cseq = 0;
  std::string method;
  static std::optional<RAck> Parse(std::string_view text);
};

}  // namespace ringline
