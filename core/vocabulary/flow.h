// What one reading of RTCPeerConnection.getStats() says of one kind of media in one direction, and
// what was made of it. Counters are since the stream began; names of the W3C's members behind them.
#pragma once

#include "core/vocabulary/measure.h"
#include "core/vocabulary/word.h"

namespace ringline {

struct SentFlow {
  // outbound-rtp
  Count ssrc, packets, bytes;
  Count frames, width, height;  // framesEncoded, frameWidth, frameHeight.
  // media-source: totalAudioEnergy and totalSamplesDuration.
  Energy energy;
  Timespan listened;
  bool silenced = false;  // Its track is disabled: held or muted on our side.
  // remote-inbound-rtp: what the far end said in its newest RTCP report, and when that came.
  Timespan reported;
  Count far_lost;
  Decimal fraction_lost;
  Timespan jitter, round_trip;
  RINGLINE_WORD("SentFlow", v("ssrc", ssrc), v("packets", packets), v("bytes", bytes),
                v("frames", frames), v("width", width), v("height", height), v("energy", energy),
                v("listened", listened), v("silenced", silenced), v("reported", reported),
                v("farLost", far_lost), v("fractionLost", fraction_lost), v("jitter", jitter),
                v("roundTrip", round_trip))
};

struct ReceivedFlow {
  bool expected = false;  // What was negotiated has them send.
  // inbound-rtp
  Count ssrc, packets, bytes, lost;
  Timespan jitter;
  Timespan buffered;            // jitterBufferDelay: of all that was emitted, summed up.
  Count emitted;                // jitterBufferEmittedCount.
  Count frames, width, height;  // framesDecoded, frameWidth, frameHeight.
  Decimal brightness;           // Of the picture shown: 0 black, 1 white. Only when asked for.
  RINGLINE_WORD("ReceivedFlow", v("expected", expected), v("ssrc", ssrc), v("packets", packets),
                v("bytes", bytes), v("lost", lost), v("jitter", jitter), v("buffered", buffered),
                v("emitted", emitted), v("frames", frames), v("width", width), v("height", height),
                v("brightness", brightness))
};

// One kind of media in one direction over the interval before a reading.
struct FlowQuality {
  Count bitrate;  // Bits per second.
  Decimal loss;   // 0…1.
  Timespan jitter;
  Count width, height;
  Decimal frame_rate;  // Frames per second.
  RINGLINE_WORD("FlowQuality", v("bitrate", bitrate), v("loss", loss), v("jitter", jitter),
                v("width", width), v("height", height), v("frameRate", frame_rate))
};

}  // namespace ringline
