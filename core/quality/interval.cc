#include "core/quality/interval.h"

#include <algorithm>

namespace ringline {
namespace {

template <class Unit>
Measure<Unit> Gain(Measure<Unit> before, Measure<Unit> now) {
  if (!before.known() || !now.known() || now.value() < before.value()) return {};
  return Measure<Unit>(now.value() - before.value());
}

// Whether both readings are of one stream that went on. A stream without an SSRC (an odd browser)
// is told by its packets alone.
template <class Flow>
bool GoesOn(const Flow& before, const Flow& now) {
  return before.ssrc == now.ssrc && Gain(before.packets, now.packets).known();
}

}  // namespace

SentInterval::SentInterval(const SentFlow& before, const SentFlow& now) {
  // The microphone goes on when the stream does not.
  energy = Gain(before.energy, now.energy);
  listened = Gain(before.listened, now.listened);
  if (!GoesOn(before, now)) return;
  packets = Gain(before.packets, now.packets);
  bytes = Gain(before.bytes, now.bytes);
  frames = Gain(before.frames, now.frames);
  far_lost = Gain(before.far_lost, now.far_lost);
  reported = now.reported.known() && !(now.reported == before.reported);
}

ReceivedInterval::ReceivedInterval(const ReceivedFlow& before, const ReceivedFlow& now) {
  if (!GoesOn(before, now)) return;
  packets = Gain(before.packets, now.packets);
  bytes = Gain(before.bytes, now.bytes);
  frames = Gain(before.frames, now.frames);
  if (before.lost.known() && now.lost.known()) {
    lost = Count(std::max<int64_t>(0, now.lost.value() - before.lost.value()));
  }
  Timespan waited = Gain(before.buffered, now.buffered);
  Count emitted = Gain(before.emitted, now.emitted);
  if (waited.known() && emitted.known() && emitted.value() > 0) {
    buffered = Timespan(waited.value() / emitted.value());
  }
}

}  // namespace ringline
