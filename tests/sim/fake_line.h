// What getStats() says of a peer connection over a line of that quality: sound both ways, read
// every two seconds.
#pragma once

#include "core/vocabulary/input.h"

namespace ringline::sim {

struct FakeLine {
  int loss_up = 0, loss_down = 0;  // Percent.
  Timespan round_trip{20'000};
  bool flows = true;

  // Moves `stats` on by one interval.
  void Move(in::StatsRead& stats) const {
    constexpr int64_t kPackets = 100;
    auto grow = [](auto& measure, int64_t by) {
      measure = std::decay_t<decltype(measure)>((measure.known() ? measure.value() : 0) + by);
    };
    grow(stats.taken, 2'000'000);
    stats.round_trip = round_trip;
    SentFlow& sent = stats.audio_sent;
    sent.ssrc = Count(1);
    grow(sent.packets, kPackets);
    grow(sent.bytes, 80 * kPackets);
    sent.reported = stats.taken;
    sent.fraction_lost = Decimal(10'000 * loss_up);
    ReceivedFlow& received = stats.audio_received;
    received.expected = true;
    received.ssrc = Count(2);
    grow(received.packets, flows ? kPackets - loss_down : 0);
    grow(received.bytes, flows ? 80 * (kPackets - loss_down) : 0);
    grow(received.lost, flows ? loss_down : 0);
  }
};

}  // namespace ringline::sim
