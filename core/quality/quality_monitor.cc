#include "core/quality/quality_monitor.h"

#include <algorithm>
#include <cmath>

#include "core/quality/mos.h"

namespace ringline {
namespace {

// ICE often comes back within this time by itself.
constexpr Duration kFlicker = 3s;
// What devices and packets add to the delay of network and jitter buffer.
constexpr int64_t kDevices = 20'000;  // Microseconds.

// What is missing is less than everything.
template <class Unit>
Measure<Unit> Larger(Measure<Unit> a, Measure<Unit> b) {
  return a.value() > b.value() ? a : b;
}

// `count` in `elapsed`, as so many parts a second.
template <class Rate>
Rate RateOf(Count count, Timespan elapsed, double parts) {
  if (!count.known() || !elapsed.known()) return {};
  double seconds = static_cast<double>(elapsed.value()) / 1e6;
  return Rate(static_cast<int64_t>(static_cast<double>(count.value()) * parts / seconds));
}

FlowQuality QualityOf(Count bytes, Count frames, Timespan elapsed) {
  return {.bitrate = RateOf<Count>(bytes, elapsed, 8),
          .frame_rate = RateOf<Decimal>(frames, elapsed, 1e6)};
}

// How loud the microphone was: root mean square, energy being power in time.
Decimal LoudnessOf(const SentInterval& in) {
  if (!in.energy.known() || !in.listened.known() || in.listened.value() == 0) return {};
  double power =
      1e-3 * static_cast<double>(in.energy.value()) / static_cast<double>(in.listened.value());
  return Decimal(static_cast<int64_t>(std::sqrt(power) * 1e6));
}

Count SentBy(const ReceivedInterval& in) {
  if (!in.packets.known() || !in.lost.known()) return {};
  return Count(in.packets.value() + in.lost.value());
}

Decimal Milliseconds(Timespan span) {
  return span.known() ? Decimal(span.value() * 1'000) : Decimal();
}
Decimal Milliseconds(Duration duration) { return Decimal(duration.count() * 1'000'000); }

}  // namespace

QualityMonitor::QualityMonitor(SessionId session, const Config& config)
    : session_(session),
      config_(config),
      warnings_(session),
      policy_(config.quality.video_bitrate_floor) {}

void QualityMonitor::Ice(IceState state, Time now) {
  if (closed_ || config_.stats_interval == Duration::zero()) return;
  if (due_ == kNever && !reading_) due_ = now + config_.stats_interval;
  ice_ = state;
  ice_since_ = now;
  if (state == IceState::kConnected) heard_ = now;
}

void QualityMonitor::Close() {
  due_ = kNever;
  reading_ = false;
  closed_ = true;
}

void QualityMonitor::Advance(Time now, Outbox& out) {
  if (now < due_) return;
  due_ = kNever;
  asked_ = now;
  reading_ = true;
  out.Push(out::ReadStats{session_, config_.quality.detect_black_video});
}

void QualityMonitor::Handle(const in::StatsRead& stats, bool held, Time now, Outbox& out) {
  if (!reading_) return;
  reading_ = false;
  due_ = std::max(asked_ + config_.stats_interval, now);
  Intervals in = Since(stats);
  bool theirs = !held && ConnectedOnce();
  Expected expected{
      .any = theirs && (stats.audio_received.expected || stats.video_received.expected),
      .picture = theirs && stats.video_received.expected};
  bool heard = Larger(in.audio_received.packets, in.video_received.packets).value() > 0;
  if (heard || !expected.any) heard_ = now;
  NoteLoss(stats, in);
  out::QualityMeasured measured = Conclude(stats, in);
  Grade(measured, expected, now);
  out.Push(measured);
  Warn(stats, measured, in, held, expected, now, out);
  if (config_.quality.limits_sending) Limit(measured, out);
  before_ = stats;
}

QualityMonitor::Intervals QualityMonitor::Since(const in::StatsRead& stats) const {
  Intervals in{{before_.audio_sent, stats.audio_sent},
               {before_.video_sent, stats.video_sent},
               {before_.audio_received, stats.audio_received},
               {before_.video_received, stats.video_received},
               {}};
  // A reading that was served from the browser's cache is as old as the one before.
  bool later = before_.taken.known() && stats.taken.value() > before_.taken.value();
  if (later) in.elapsed = Timespan(stats.taken.value() - before_.taken.value());
  return in;
}

void QualityMonitor::FarLoss::Note(const SentFlow& flow, const SentInterval& in) {
  if (in.packets.known()) sent += in.packets.value();
  if (!in.reported) return loss.Skip();
  // Their own ratio is better than a difference of counters that were read at other times than the
  // report was made.
  Count lost = in.far_lost;
  if (flow.fraction_lost.known()) {
    double ratio = static_cast<double>(flow.fraction_lost.value()) / 1e6;
    lost = Count(static_cast<int64_t>(ratio * static_cast<double>(sent) + 0.5));
  }
  loss.Add(Count(sent), lost);
  sent = 0;
}

void QualityMonitor::NoteLoss(const in::StatsRead& stats, const Intervals& in) {
  audio_up_.Note(stats.audio_sent, in.audio_sent);
  video_up_.Note(stats.video_sent, in.video_sent);
  audio_down_.Add(SentBy(in.audio_received), in.audio_received.lost);
  video_down_.Add(SentBy(in.video_received), in.video_received.lost);
}

out::QualityMeasured QualityMonitor::Conclude(const in::StatsRead& stats, const Intervals& in) {
  out::QualityMeasured it{.session = session_};
  it.round_trip = stats.round_trip;
  if (!it.round_trip.known()) {
    it.round_trip = Larger(stats.audio_sent.round_trip, stats.video_sent.round_trip);
  }
  it.round_trip = round_trip_.Settle(it.round_trip);
  auto conclude = [&](const auto& flow, const auto& interval, Decimal loss) {
    FlowQuality quality = QualityOf(interval.bytes, interval.frames, in.elapsed);
    quality.loss = loss;
    quality.jitter = flow.jitter;
    quality.width = flow.width;
    quality.height = flow.height;
    return quality;
  };
  it.audio_sent = conclude(stats.audio_sent, in.audio_sent, audio_up_.loss.ratio());
  it.video_sent = conclude(stats.video_sent, in.video_sent, video_up_.loss.ratio());
  it.audio_received = conclude(stats.audio_received, in.audio_received, audio_down_.ratio());
  it.video_received = conclude(stats.video_received, in.video_received, video_down_.ratio());
  it.uplink_loss = Larger(it.audio_sent.loss, it.video_sent.loss);
  it.downlink_loss = Larger(it.audio_received.loss, it.video_received.loss);
  if (it.audio_received.loss.known()) {
    int64_t delay = kDevices;
    if (it.round_trip.known()) delay += it.round_trip.value() / 2;
    if (in.audio_received.buffered.known()) delay += in.audio_received.buffered.value();
    it.mos = MeanOpinionScore(Timespan(delay), it.audio_received.loss);
  }
  return it;
}

bool QualityMonitor::ConnectedOnce() const {
  return ice_ == IceState::kConnected || ice_ == IceState::kCompleted ||
         ice_ == IceState::kDisconnected;
}

void QualityMonitor::Grade(out::QualityMeasured& measured, Expected expected, Time now) {
  bool broken = ice_ == IceState::kFailed || ice_ == IceState::kClosed ||
                (ice_ == IceState::kDisconnected && now - ice_since_ > kFlicker);
  bool deaf = expected.any && now - heard_ > config_.quality.media_timeout;
  auto level = [&](Decimal loss, bool gone) {
    if (gone) return kDisconnected;
    if (!ConnectedOnce()) return 0;
    return LevelOf(loss, measured.round_trip, config_.quality.levels);
  };
  measured.uplink = uplink_.Settle(level(measured.uplink_loss, broken));
  measured.downlink = downlink_.Settle(level(measured.downlink_loss, broken || deaf));
}

void QualityMonitor::Warn(const in::StatsRead& stats, const out::QualityMeasured& measured,
                          const Intervals& in, bool held, Expected expected, Time now,
                          Outbox& out) {
  const QualityOptions& options = config_.quality;
  Decimal loss = Larger(measured.uplink_loss, measured.downlink_loss);
  Timespan jitter = Larger(measured.audio_sent.jitter, measured.audio_received.jitter);
  Decimal silence = now > heard_ ? Milliseconds(now - heard_) : Decimal(0);
  bool speaks = !held && !stats.audio_sent.silenced && stats.audio_sent.energy.known();

  warnings_.Above(Warning::kHighRoundTrip, true, Milliseconds(measured.round_trip),
                  Milliseconds(options.high_round_trip), out);
  warnings_.Above(Warning::kHighLoss, true, loss, options.high_loss, out);
  warnings_.Above(Warning::kHighJitter, true, Milliseconds(jitter),
                  Milliseconds(options.high_jitter), out);
  warnings_.Below(Warning::kLowMos, true, measured.mos, options.low_mos, out);
  warnings_.Below(Warning::kSilentMicrophone, speaks, LoudnessOf(in.audio_sent), options.silence,
                  out);
  warnings_.Above(Warning::kNoMedia, expected.any, silence, Milliseconds(options.media_timeout),
                  out);
  warnings_.Below(Warning::kFrozenVideo, expected.picture, measured.video_received.frame_rate,
                  options.low_frame_rate, out);
  warnings_.Below(Warning::kBlackVideo, expected.picture, stats.video_received.brightness,
                  options.low_brightness, out);
}

void QualityMonitor::Limit(const out::QualityMeasured& measured, Outbox& out) {
  int level = LevelOf(measured.uplink_loss, {}, config_.quality.levels);
  auto limit = policy_.Note(level, measured.video_sent.bitrate);
  if (!limit) return;
  out.Push(out::LimitSending{session_, limit->video, limit->bitrate, limit->frame_rate});
}

}  // namespace ringline
