// The timers of RFC 3261 17 and RFC 6026 as arithmetic on T1, T2 and T4, for a reliable transport:
// a WebSocket neither loses nor repeats a message (RFC 7118 5).
//
//   A, E, G   repeat a message              absent
//   B, F      nobody answers                64*T1
//   H         nobody acknowledges           64*T1
//   L, M      further 2xx may come          64*T1
//   D, I, J, K  absorb what was repeated    zero
#pragma once

#include "core/base/time.h"

namespace ringline {

inline constexpr Duration kT1{500};   // An estimate of the round trip (17.1.1.1).
inline constexpr Duration kT2{4000};  // The longest pause between two retransmissions.
inline constexpr Duration kT4{5000};  // How long the network may hold a message.

inline constexpr Duration kTimerB = 64 * kT1;
inline constexpr Duration kTimerF = 64 * kT1;
inline constexpr Duration kTimerH = 64 * kT1;
inline constexpr Duration kTimerL = 64 * kT1;
inline constexpr Duration kTimerM = 64 * kT1;
// How long a cancelled INVITE is waited for before it counts as ended (9.1).
inline constexpr Duration kCancelPatience = 64 * kT1;

// The layer keeps its alarms in a plain queue because of this.
static_assert(kTimerB == kTimerF && kTimerB == kTimerH && kTimerB == kTimerL &&
              kTimerB == kTimerM && kTimerB == kCancelPatience);

// Zero over a reliable transport: the states that would wait for them (Completed of both clients
// and of the non-INVITE server, Confirmed of the INVITE server) are never states to be in.
inline constexpr Duration kTimerD = 0 * kT1;
inline constexpr Duration kTimerI = 0 * kT4;
inline constexpr Duration kTimerJ = 0 * kT1;
inline constexpr Duration kTimerK = 0 * kT4;

}  // namespace ringline
