#include "core/sip/method.h"

#include <cstddef>
#include <iterator>

namespace ringline {
namespace {

// In the order of the enum.
constexpr std::string_view kNames[] = {
    "",        "ACK",   "BYE",     "CANCEL", "INFO",     "INVITE",    "MESSAGE", "NOTIFY",
    "OPTIONS", "PRACK", "PUBLISH", "REFER",  "REGISTER", "SUBSCRIBE", "UPDATE",
};

}  // namespace

Method MethodOf(std::string_view name) {
  for (size_t i = 1; i < std::size(kNames); ++i) {
    if (kNames[i] == name) return static_cast<Method>(i);
  }
  return Method::kUnknown;
}

std::string_view NameOf(Method method) { return kNames[static_cast<size_t>(method)]; }

}  // namespace ringline
