// Contact values: where a peer, or a binding of a registrar, is reached (RFC 3261 20.10, 10.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sip/message.h"
#include "core/sip/name_addr.h"

namespace ringline {

struct Contact {
  NameAddr address;
  uint16_t q = 1000;  // In thousandths; 1 when absent or unreadable.
  // Absent when not given or not a number; one too big to hold is the biggest (RFC 4475 3.1.2.4).
  std::optional<uint32_t> expires;

  // One value, not "*".
  static Result<Contact> Parse(std::string_view text);
};

// All Contacts of a message, in its order. One that cannot be read is counted and costs no other.
struct Contacts {
  bool everything = false;  // "*": all bindings (10.2.2).
  std::vector<Contact> values;
  int unreadable = 0;

  static Contacts Of(const Message& message);
};

// delta-seconds (20.19): digits, the biggest when they do not fit; nothing when it is no number.
std::optional<uint32_t> ParseSeconds(std::string_view text);

}  // namespace ringline
