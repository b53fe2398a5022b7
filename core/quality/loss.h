// The loss of one stream over its newest packets.
//
// Of a hundred packets, what two seconds of sound are, a loss of 25 % shows as anything from 17 to
// 33: so the newest intervals are put together until they hold packets enough. An interval without
// packets (muted, held, DTX) says nothing about loss; after some of them nothing is known any more.
#pragma once

#include <array>
#include <cstdint>

#include "core/vocabulary/measure.h"

namespace ringline {

class Loss {
 public:
  // One interval: what was sent on the one end, and how much of that never came to the other.
  void Add(Count expected, Count lost);
  // An interval that nothing was heard about.
  void Skip();
  Decimal ratio() const;

 private:
  struct Part {
    int64_t expected = 0, lost = 0;
  };
  std::array<Part, 4> parts_;  // The newest first.
  int skipped_ = 0;
};

}  // namespace ringline
