// Sends less video when the network loses much of what we send, so that the sound comes through.
//
//   no limit ─▶ half ─▶ a quarter, 15 frames ─▶ an eighth, 7 frames ─▶ no video
//
// No bitrate is below the floor. Two congested readings are a step down. Calm ones are a step up:
// five at first, and twice as many after each relapse, so that a line that bears no more is not
// asked every ten seconds.
#pragma once

#include <optional>

#include "core/vocabulary/measure.h"

namespace ringline {

class BitratePolicy {
 public:
  struct Limit {
    bool video = true;
    Count bitrate, frame_rate;  // Missing: none.
  };

  explicit BitratePolicy(Count floor) : floor_(floor) {}

  // One reading: the level of the uplink's loss alone, and what video sends. The new limit, if it
  // is another one.
  std::optional<Limit> Note(int loss_level, Count video_bitrate);

 private:
  Limit Current() const;

  Count floor_;
  Count base_;  // What video sent when it began.
  int step_ = 0;
  int congested_ = 0, calm_ = 0;  // Readings in a row.
  int patience_ = 5;
  bool rose_ = false;  // The last step was up.
};

}  // namespace ringline
