// What happened in one stream between two readings: the difference of its counters.
//
// Counters begin anew with another SSRC and with another peer connection. Such an interval has
// nothing known, rather than a number that is wrong; and nothing in one is ever negative.
#pragma once

#include "core/vocabulary/flow.h"

namespace ringline {

struct SentInterval {
  SentInterval(const SentFlow& before, const SentFlow& now);

  Count packets, bytes, frames;
  Energy energy;
  Timespan listened;
  Count far_lost;
  bool reported = false;  // The far end has sent a report.
};

struct ReceivedInterval {
  ReceivedInterval(const ReceivedFlow& before, const ReceivedFlow& now);

  Count packets, bytes, frames;
  // Late packets and duplicates make the counter go back: that is no loss.
  Count lost;
  Timespan buffered;  // How long what was emitted had waited in the jitter buffer, on average.
};

}  // namespace ringline
