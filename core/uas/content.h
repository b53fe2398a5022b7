// What a message carries, by its Content-Type: SDP as it is, or as a part of a multipart body.
#pragma once

#include <string_view>

#include "core/sip/message.h"

namespace ringline {

inline constexpr std::string_view kSdpType = "application/sdp";

// The session description, wherever in the body it stands (RFC 5621 4); "" when there is none.
std::string_view SdpOf(const Message& message);
inline bool CarriesSdp(const Message& message) { return !SdpOf(message).empty(); }

// The first part of that type of a multipart body (RFC 2046 5.1), nested ones too; "" when there
// is none. `content_type` is the body's own, with its boundary.
std::string_view PartOf(std::string_view content_type, std::string_view body,
                        std::string_view wanted);

}  // namespace ringline
