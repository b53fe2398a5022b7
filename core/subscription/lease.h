// How long something stands at somebody else's without being asked for again, and when to ask.
#pragma once

#include <algorithm>

#include "core/base/random.h"
#include "core/base/time.h"

namespace ringline {

struct Lease {
  Time refresh = kNever, expiry = kNever;

  // Somewhere in the second half, so that a thousand phones do not come back at once; a background
  // tab's timer may be a minute late.
  static Lease Of(Duration granted, Time now, Random& random) {
    Duration late = granted / 2;
    if (granted >= Duration(140'000)) {
      late = random.Between(granted / 2, granted - Duration(70'000));
    } else if (granted > Duration(10'000)) {
      late = granted - Duration(5'000);
    }
    return {now + late, now + granted};
  }
  // A refresh met a bad moment: once more at half of what is left, or when they said.
  void TryLater(Duration said, Time now) {
    refresh = now + std::max<Duration>({said, (expiry - now) / 2, Duration(1'000)});
  }
  Time Deadline() const { return std::min(refresh, expiry); }
};

}  // namespace ringline
