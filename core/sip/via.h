// One Via value (RFC 3261 20.42, 18.2.1; RFC 3581).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace ringline {

// Views into the text it was parsed from: a transaction's key is made for every message.
struct Via {
  std::string_view protocol;   // "SIP/2.0", as it stands.
  std::string_view transport;  // "WS"
  std::string_view host;
  uint16_t port = 0;         // 0: none given.
  std::string_view sent_by;  // host[:port] as it stands.
  std::string_view branch;
  std::string_view parameters;  // All of them, with the first semicolon.

  // One value; a comma list fails.
  static Result<Via> Parse(std::string_view text);
  // The topmost of a comma list, which is the one that a transaction looks at.
  static Result<Via> ParseFirst(std::string_view text);
  // RFC 3261 8.1.1.7: a branch that RFC 3261's matching rules may trust. The cookie alone, with
  // nothing behind it, is none (RFC 4475 3.2.1).
  static constexpr std::string_view kCookie = "z9hG4bK";
  bool has_cookie() const { return branch != kCookie && branch.starts_with(kCookie); }
};

}  // namespace ringline
