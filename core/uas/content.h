// What a message carries, by its Content-Type.
#pragma once

#include <string_view>

#include "core/sip/message.h"

namespace ringline {

inline constexpr std::string_view kSdpType = "application/sdp";

bool CarriesSdp(const Message& message);

}  // namespace ringline
