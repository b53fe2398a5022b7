// The engine's own timeline: milliseconds since the Engine was made.
//
// EngineClock has no now(): time enters the core only as an argument, so a simulation can own it.
// Asking this clock for the time is a compile error.
#pragma once

#include <chrono>
#include <cstdint>

namespace ringline {

struct EngineClock {
  using rep = int64_t;
  using period = std::milli;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<EngineClock>;
  static constexpr bool is_steady = true;
};

using Duration = EngineClock::duration;
using Time = EngineClock::time_point;

// The deadline of somebody who waits for nothing.
inline constexpr Time kNever = Time::max();

}  // namespace ringline
