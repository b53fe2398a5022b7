// How the quality of calls is judged: every threshold, with its default. docs/quality.md explains
// them.
#pragma once

#include <array>

#include "core/base/time.h"
#include "core/vocabulary/measure.h"
#include "core/vocabulary/word.h"

namespace ringline {

// The most of both that a level of quality bears.
struct LevelBounds {
  Decimal loss;
  Timespan round_trip;
  RINGLINE_WORD("LevelBounds", v("loss", loss), v("roundTrip", round_trip))
};

struct QualityOptions {
  // Of the levels 1 to 5; what is beyond is level 6.
  std::array<LevelBounds, 5> levels = {{{Decimal(0), Timespan(49'999)},
                                        {Decimal(100'000), Timespan(100'000)},
                                        {Decimal(200'000), Timespan(200'000)},
                                        {Decimal(300'000), Timespan(350'000)},
                                        {Decimal(400'000), Timespan(500'000)}}};
  // Beyond these a reading is bad; three bad ones of five raise a warning, three good ones in a row
  // clear it.
  Timespan high_round_trip{400'000};
  Decimal high_loss{30'000};
  Timespan high_jitter{30'000};
  Decimal low_mos{3'000'000};
  Decimal silence{30};              // Root mean square of a microphone that is dead: -90 dBFS.
  Duration media_timeout{5'000};    // No packet of theirs for so long is no media.
  Decimal low_frame_rate{500'000};  // Frames per second of a picture that stands still.
  Decimal low_brightness{40'000};
  bool detect_black_video = false;
  // Whether LimitSending is said when the network cannot carry what we send.
  bool limits_sending = false;
  Count video_bitrate_floor{100'000};  // Below it video pauses.
  RINGLINE_WORD("QualityOptions", v("excellent", levels[0]), v("good", levels[1]),
                v("average", levels[2]), v("poor", levels[3]), v("veryPoor", levels[4]),
                v("highRoundTrip", high_round_trip), v("highLoss", high_loss),
                v("highJitter", high_jitter), v("lowMos", low_mos), v("silence", silence),
                v("mediaTimeout", media_timeout), v("lowFrameRate", low_frame_rate),
                v("lowBrightness", low_brightness), v("detectBlackVideo", detect_black_video),
                v("limitsSending", limits_sending), v("videoBitrateFloor", video_bitrate_floor))
};

}  // namespace ringline
