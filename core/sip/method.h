// SIP methods by number: RFC 3261, 3262, 3265/6665, 3311, 3428, 3515, 3903, 6086.
#pragma once

#include <cstdint>
#include <string_view>

namespace ringline {

enum class Method : uint8_t {
  kUnknown,  // An extension method; its name stays in the message.
  kAck,
  kBye,
  kCancel,
  kInfo,
  kInvite,
  kMessage,
  kNotify,
  kOptions,
  kPrack,
  kPublish,
  kRefer,
  kRegister,
  kSubscribe,
  kUpdate,
};

// Methods are case-sensitive (RFC 3261 7.1).
Method MethodOf(std::string_view name);
// "" for kUnknown.
std::string_view NameOf(Method method);

}  // namespace ringline
