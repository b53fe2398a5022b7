// One number for people: 0 unknown, 1 excellent, 2 good, 3 average, 4 poor, 5 very poor,
// 6 disconnected.
#pragma once

#include <array>

#include "core/vocabulary/quality_options.h"

namespace ringline {

inline constexpr int kDisconnected = 6;

// The worse of what both say; what is not known says nothing.
int LevelOf(Decimal loss, Timespan round_trip, const std::array<LevelBounds, 5>& bounds);

// A level as it is told: worse at once, better only when two readings in a row are.
class Level {
 public:
  int Settle(int measured);

 private:
  int told_ = 0;
  int before_ = 0;
};

}  // namespace ringline
