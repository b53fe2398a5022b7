#include "core/quality/level.h"

#include <algorithm>
#include <utility>

namespace ringline {

int LevelOf(Decimal loss, Timespan round_trip, const std::array<LevelBounds, 5>& bounds) {
  if (!loss.known() && !round_trip.known()) return 0;
  int level = 1;
  for (const LevelBounds& most : bounds) {
    bool lossy = loss.known() && loss.value() > most.loss.value();
    bool slow = round_trip.known() && round_trip.value() > most.round_trip.value();
    if (!lossy && !slow) break;
    level++;
  }
  return level;
}

int Level::Settle(int measured) {
  int before = std::exchange(before_, measured);
  bool worse = measured >= told_;
  told_ = worse || before == 0 || measured == 0 ? measured
                                                : std::min(told_, std::max(before, measured));
  return told_;
}

}  // namespace ringline
