// What the torture tests of this layer ask of a message.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/sip/message.h"
#include "core/sip/message_check.h"
#include "core/sip/name_addr.h"
#include "doctest/doctest.h"
#include "tests/core/torture.h"

namespace ringline::torture {

using Views = std::vector<std::string_view>;

inline Message Parsed(std::string_view name) {
  Result<Message> message = Message::Parse(test::Torture(name));
  REQUIRE_MESSAGE(message.ok(), name << ": " << message.reason());
  return *std::move(message);
}

inline NameAddr Address(std::string_view text) {
  Result<NameAddr> address = NameAddr::Parse(text);
  REQUIRE_MESSAGE(address.ok(), text << ": " << address.reason());
  return *std::move(address);
}

// What a server answers before anybody looks inside, and why: "400 Malformed Via", "drop …"; ""
// when the request may go on.
inline std::string Fault(const Message& request) {
  const auto fault = CheckRequest(request);
  if (!fault) return "";
  const std::string status = fault->status == 0 ? "drop" : std::to_string(fault->status);
  return status + " " + std::string(fault->reason);
}
inline std::string FaultOf(std::string_view name) { return Fault(Parsed(name)); }

}  // namespace ringline::torture
