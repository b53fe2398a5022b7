// Numbers that were measured or that measurements are held against. Whole ones, so that a replay is
// exact on every machine, and possibly missing, since browsers differ in what they report.
#pragma once

#include <cstdint>
#include <limits>

namespace ringline {

// The unit says what one is; TypeScript's number is so many of them.
template <class Unit>
class Measure {
 public:
  static constexpr int64_t kScale = Unit::kScale;

  constexpr Measure() = default;
  explicit constexpr Measure(int64_t value) : value_(value) {}
  constexpr bool known() const { return value_ != kMissing; }
  // Of a known one.
  constexpr int64_t value() const { return value_; }
  // For the codec.
  int64_t& raw() { return value_; }
  friend constexpr bool operator==(Measure, Measure) = default;

  static constexpr int64_t kMissing = std::numeric_limits<int64_t>::min();

 private:
  int64_t value_ = kMissing;
};

struct Piece {
  static constexpr int64_t kScale = 1;
};
struct Microsecond {
  static constexpr int64_t kScale = 1'000;  // TypeScript has milliseconds.
};
struct Millionth {
  static constexpr int64_t kScale = 1'000'000;
};
struct Billionth {
  static constexpr int64_t kScale = 1'000'000'000;
};

using Count = Measure<Piece>;           // Packets, bytes, frames, bits per second.
using Timespan = Measure<Microsecond>;  // Finer than a Duration.
using Decimal = Measure<Millionth>;     // Ratios, levels, scores.
using Energy = Measure<Billionth>;      // totalAudioEnergy: full scale squared times seconds.

}  // namespace ringline
