// How long to wait before the next attempt: exponential between a floor and a cap, drawn over the
// whole range, so that the phones of a restarted server do not come back as one.
#pragma once

#include "core/base/random.h"
#include "core/base/time.h"

namespace ringline {

class Backoff {
 public:
  struct Options {
    Duration floor{2'000};
    Duration cap{30'000};
    // What has worked so long starts afresh when it fails.
    Duration stable{60'000};
  };
  explicit Backoff(Options options);

  // The delay after one more failure: in [2, 4] seconds after the first, then [2, 8], … [2, 30].
  Duration Next(Random& random);
  // The first attempt after a loss need not wait; true once, until Reset.
  bool TakeGrace();
  // Something ended that had worked for `lasted`.
  void Settle(Duration lasted);
  void Reset();

  Duration cap() const { return options_.cap; }

 private:
  Options options_;
  Duration ceiling_;
  bool grace_ = true;
};

}  // namespace ringline
