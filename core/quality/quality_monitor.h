// Watches the media of one call: asks for readings of its peer connection at the cadence of
// Config::stats_interval, one at a time, and makes of each what the application is told.
#pragma once

#include "core/base/time.h"
#include "core/quality/bitrate_policy.h"
#include "core/quality/interval.h"
#include "core/quality/level.h"
#include "core/quality/loss.h"
#include "core/quality/round_trip.h"
#include "core/quality/warnings.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

class QualityMonitor {
 public:
  QualityMonitor(SessionId session, const Config& config);

  // The first tells that there is a peer connection to read.
  void Ice(IceState state, Time now);
  // `held`: either side holds, so that silence is meant.
  void Handle(const in::StatsRead& stats, bool held, Time now, Outbox& out);
  void Advance(Time now, Outbox& out);
  Time Deadline() const { return due_; }
  void Close();

 private:
  // What the far end reports now and then of what we send.
  struct FarLoss {
    void Note(const SentFlow& flow, const SentInterval& interval);
    Loss loss;
    int64_t sent = 0;  // Packets since its last report.
  };
  struct Intervals {
    SentInterval audio_sent, video_sent;
    ReceivedInterval audio_received, video_received;
    Timespan elapsed;
  };
  // What may be heard and seen of them.
  struct Expected {
    bool any, picture;
  };

  Intervals Since(const in::StatsRead& stats) const;
  void NoteLoss(const in::StatsRead& stats, const Intervals& in);
  out::QualityMeasured Conclude(const in::StatsRead& stats, const Intervals& in);
  void Grade(out::QualityMeasured& measured, Expected expected, Time now);
  void Warn(const in::StatsRead& stats, const out::QualityMeasured& measured, const Intervals& in,
            bool held, Expected expected, Time now, Outbox& out);
  void Limit(const out::QualityMeasured& measured, Outbox& out);
  bool ConnectedOnce() const;

  SessionId session_;
  const Config& config_;
  Time due_ = kNever;
  Time asked_{};
  bool closed_ = false;  // ICE may say something yet: nobody asks any more.
  bool reading_ = false;
  IceState ice_ = IceState::kNew;
  Time ice_since_{};
  Time heard_{};  // Their last packet, or the last moment when there was none to expect.
  in::StatsRead before_;
  FarLoss audio_up_, video_up_;
  Loss audio_down_, video_down_;
  RoundTrip round_trip_;
  Level uplink_, downlink_;
  Warnings warnings_;
  BitratePolicy policy_;
};

}  // namespace ringline
