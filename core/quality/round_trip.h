// The round trip that counts: the median of the newest three. A browser tells of its last ping, and
// a single late one, of a page or a machine that was busy, says nothing about the line.
#pragma once

#include <algorithm>
#include <array>

#include "core/vocabulary/measure.h"

namespace ringline {

class RoundTrip {
 public:
  // Nothing known changes nothing, and until there are three the newest counts.
  Timespan Settle(Timespan measured) {
    if (!measured.known()) return measured;
    newest_ = {measured, newest_[0], newest_[1]};
    if (!newest_[2].known()) return measured;
    int64_t a = newest_[0].value(), b = newest_[1].value(), c = newest_[2].value();
    return Timespan(std::max(std::min(a, b), std::min(std::max(a, b), c)));
  }

 private:
  std::array<Timespan, 3> newest_;
};

}  // namespace ringline
