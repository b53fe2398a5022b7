// Pure changes of a description, for what a browser has no better interface for. Each leaves lines
// it has no business with as they came, and returns whether it changed anything.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/sdp/description.h"

namespace ringline {

// Every section of that kind, or of audio and video when `kind` is empty, that is not rejected.
bool SetDirection(Description& description, std::string_view kind, Direction direction);

// The payload types of that codec first in the m= line (RFC 3264 5.1: in order of preference).
bool PreferCodec(Description& description, std::string_view kind, std::string_view codec);

// b=AS in kilobits and b=TIAS in bits per second (RFC 8866 5.8, RFC 3890); zero takes both away.
bool CapBitRate(Description& description, std::string_view kind, uint32_t bits_per_second);

// Without any a=candidate and a=end-of-candidates: what a trickled or minimal offer carries.
bool StripCandidates(Description& description);

}  // namespace ringline
