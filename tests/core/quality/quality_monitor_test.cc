#include "core/quality/quality_monitor.h"

#include "core/quality/mos.h"
#include "doctest/doctest.h"
#include "tests/core/said.h"

namespace ringline {
namespace {

// A call whose browser answers at once: 50 packets a second of sound and 30 frames each way.
struct Call {
  Config config;
  Outbox out;
  Time now{};
  test::Said said;
  std::optional<QualityMonitor> monitor;

  in::StatsRead stats;
  double loss_up = 0, loss_down = 0;
  bool held = false, flows = true;
  int64_t energy = 1'000'000;

  explicit Call(Duration interval = 2s) {
    config.stats_interval = interval;
    Begin();
    Ice(IceState::kChecking);
    Ice(IceState::kConnected);
  }
  void Begin() {
    monitor.emplace(SessionId(4), config);
    stats.taken = Timespan(0);
    stats.round_trip = Timespan(20'000);
    stats.audio_sent = {.ssrc = Count(1),
                        .packets = Count(0),
                        .bytes = Count(0),
                        .energy = Energy(0),
                        .listened = Timespan(0)};
    stats.audio_received = {.expected = true,
                            .ssrc = Count(2),
                            .packets = Count(0),
                            .bytes = Count(0),
                            .lost = Count(0),
                            .buffered = Timespan(0),
                            .emitted = Count(0)};
  }
  void Ice(IceState state) { monitor->Ice(state, now); }

  template <class Unit>
  static void Grow(Measure<Unit>& measure, double by) {
    if (measure.known()) measure = Measure<Unit>(measure.value() + static_cast<int64_t>(by));
  }
  void Flow() {
    Grow(stats.taken, 2e6);
    Grow(stats.audio_sent.packets, 200);
    Grow(stats.audio_sent.bytes, 16'000);
    Grow(stats.audio_sent.energy, static_cast<double>(energy));
    Grow(stats.audio_sent.listened, 2e6);
    stats.audio_sent.reported = stats.taken;
    stats.audio_sent.fraction_lost = Decimal(static_cast<int64_t>(loss_up * 1e6));
    if (!flows) return;
    Grow(stats.audio_received.packets, 200 * (1 - loss_down));
    Grow(stats.audio_received.lost, 200 * loss_down);
    Grow(stats.audio_received.bytes, 16'000 * (1 - loss_down));
    Grow(stats.audio_received.emitted, 96'000);
    Grow(stats.audio_received.buffered, 96'000 * 60e3);
    Grow(stats.video_received.packets, 200);
    Grow(stats.video_received.frames, 60);
  }
  void Advance() {
    now = std::max(now, monitor->Deadline());
    monitor->Advance(now, out);
  }
  // So many readings; the last one's measurement.
  out::QualityMeasured Read(int times = 1) {
    for (int i = 0; i < times; i++) {
      Advance();
      Flow();
      monitor->Handle(stats, held, now, out);
    }
    said.Take(out);
    auto measured = said.All<out::QualityMeasured>();
    REQUIRE_FALSE(measured.empty());
    return measured.back();
  }
  std::optional<out::WarningChanged> Changed(Warning warning) {
    std::optional<out::WarningChanged> last;
    for (const auto& one : said.All<out::WarningChanged>()) {
      if (one.warning == warning) last = one;
    }
    return last;
  }
  bool Warns(Warning warning) {
    auto changed = Changed(warning);
    return changed && changed->raised;
  }
};

TEST_CASE("without an interval nothing is asked for") {
  Call call(Duration::zero());
  CHECK(call.monitor->Deadline() == kNever);
  call.monitor->Handle(call.stats, false, call.now, call.out);
  CHECK(test::Drain(call.out).empty());
}

TEST_CASE("readings are asked for at the interval, and never two at once") {
  Call call;
  CHECK(call.monitor->Deadline() == Time(2s));
  call.Advance();
  CHECK(test::Drain(call.out).All<out::ReadStats>().size() == 1);
  CHECK(call.monitor->Deadline() == kNever);
  // An answer that takes three seconds: the next question follows at once, and asks for no more.
  call.now = Time(5s);
  call.monitor->Handle(call.stats, false, call.now, call.out);
  CHECK(call.monitor->Deadline() == call.now);
  test::Drain(call.out);
  // An answer that nobody asked for is none.
  call.monitor->Handle(call.stats, false, call.now, call.out);
  CHECK(test::Drain(call.out).empty());
}

TEST_CASE("a call that is over asks for nothing more") {
  Call call;
  call.Advance();
  call.monitor->Close();
  test::Drain(call.out);
  call.monitor->Handle(call.stats, false, call.now, call.out);
  CHECK(call.monitor->Deadline() == kNever);
  CHECK(test::Drain(call.out).empty());
}

TEST_CASE("what ICE says after the end of a call asks for nothing more") {
  Call call;
  call.monitor->Close();
  call.Ice(IceState::kConnected);
  CHECK(call.monitor->Deadline() == kNever);
}

TEST_CASE("before ICE has connected the levels are unknown") {
  Call call;
  call.Begin();
  call.Ice(IceState::kChecking);
  CHECK(call.Read(2).uplink == 0);
  CHECK(call.Read().downlink == 0);
}

TEST_CASE("a good call measures as excellent, with rates, delay and score") {
  Call call;
  auto it = call.Read(3);
  CHECK(it.session == SessionId(4));
  CHECK(it.uplink == 1);
  CHECK(it.downlink == 1);
  CHECK(it.round_trip == Timespan(20'000));
  CHECK(it.uplink_loss == Decimal(0));
  CHECK(it.downlink_loss == Decimal(0));
  CHECK(it.audio_sent.bitrate == Count(64'000));
  CHECK(it.audio_received.bitrate == Count(64'000));
  // Half of 20 ms, 60 ms in the buffer, 20 ms of the devices.
  CHECK(it.mos == MeanOpinionScore(Timespan(90'000), Decimal(0)));
  CHECK_FALSE(it.video_sent.bitrate.known());
  CHECK(call.said.All<out::WarningChanged>().empty());
}

TEST_CASE("each direction has the level of its own loss") {
  Call call;
  call.loss_up = 0.15, call.loss_down = 0.35;
  auto it = call.Read(4);
  CHECK(it.uplink == 3);
  CHECK(it.downlink == 5);
  CHECK(it.uplink_loss == Decimal(150'000));
  CHECK(it.downlink_loss == Decimal(350'000));
  CHECK(call.Warns(Warning::kHighLoss));
  call.loss_up = call.loss_down = 0;
  it = call.Read(3);
  CHECK(it.uplink == 1);
  CHECK(it.downlink == 1);
  CHECK_FALSE(call.Warns(Warning::kHighLoss));
}

TEST_CASE("a delay is both directions' level") {
  Call call;
  call.stats.round_trip = Timespan(250'000);
  auto it = call.Read(2);
  CHECK(it.uplink == 4);
  CHECK(it.downlink == 4);
  call.stats.round_trip = Timespan(600'000);
  call.Read(4);
  CHECK(call.Warns(Warning::kHighRoundTrip));
  CHECK(call.Changed(Warning::kHighRoundTrip)->value == Decimal(600'000'000));
  CHECK(call.Changed(Warning::kHighRoundTrip)->threshold == Decimal(400'000'000));
}

TEST_CASE("without the pair's round trip that of the far end's report is taken") {
  Call call;
  call.stats.round_trip = {};
  call.stats.audio_sent.round_trip = Timespan(120'000);
  CHECK(call.Read(2).round_trip == Timespan(120'000));
  CHECK(call.Read().uplink == 3);
}

TEST_CASE(
    "a browser that tells of loss only in counters is understood, one that tells nothing too") {
  Call call;
  call.Read();
  auto read = [&](Count far_lost) {
    call.Advance();
    call.Flow();
    call.stats.audio_sent.fraction_lost = {};
    call.stats.audio_sent.far_lost = far_lost;
    call.monitor->Handle(call.stats, false, call.now, call.out);
    return test::Drain(call.out).All<out::QualityMeasured>().back();
  };
  read(Count(0));
  CHECK(read(Count(50)).uplink_loss == Decimal(250'000));
  for (int i = 0; i < 5; i++) read({});
  CHECK_FALSE(read({}).uplink_loss.known());
  CHECK(read({}).uplink == 1);
}

TEST_CASE("counters that begin anew are no loss and no rate") {
  Call call;
  call.Read(3);
  call.stats.audio_received.ssrc = Count(99);
  call.stats.audio_received.packets = Count(1);
  call.stats.audio_received.lost = Count(0);
  call.stats.audio_received.bytes = Count(100);
  auto it = call.Read();
  CHECK_FALSE(it.audio_received.bitrate.known());
  CHECK(it.downlink == 1);
  CHECK(call.Read().audio_received.bitrate == Count(64'000));
}

TEST_CASE("ICE that fails, or is gone for more than three seconds, is a call disconnected") {
  Call call;
  call.Read(2);
  call.Ice(IceState::kDisconnected);
  CHECK(call.Read().uplink == 1);
  CHECK(call.Read().uplink == 6);
  call.Ice(IceState::kConnected);
  CHECK(call.Read(2).uplink == 1);
  call.Ice(IceState::kFailed);
  auto it = call.Read();
  CHECK(it.uplink == 6);
  CHECK(it.downlink == 6);
}

TEST_CASE("five seconds without a packet of theirs are a downlink disconnected, and a warning") {
  Call call;
  call.Read(2);
  call.flows = false;
  CHECK(call.Read(2).downlink == 1);
  CHECK_FALSE(call.Warns(Warning::kNoMedia));
  auto it = call.Read();
  CHECK(it.downlink == 6);
  CHECK(it.uplink == 1);
  CHECK(call.Warns(Warning::kNoMedia));
  call.flows = true;
  CHECK(call.Read(2).downlink == 1);
  CHECK_FALSE(call.Warns(Warning::kNoMedia));
}

TEST_CASE("who is held, or was not to hear anything, misses nothing") {
  Call call;
  call.Read(2);
  call.flows = false;
  call.held = true;
  CHECK(call.Read(5).downlink == 1);
  call.held = false;
  call.stats.audio_received.expected = false;
  CHECK(call.Read(5).downlink == 1);
  CHECK_FALSE(call.Warns(Warning::kNoMedia));
  // The time begins when it is to be heard.
  call.stats.audio_received.expected = true;
  CHECK(call.Read(2).downlink == 1);
  CHECK(call.Read().downlink == 6);
}

TEST_CASE("a microphone without a sound is warned of, but not while it is muted") {
  Call call;
  call.energy = 0;
  call.stats.audio_sent.silenced = true;
  call.Read(6);
  CHECK_FALSE(call.Warns(Warning::kSilentMicrophone));
  call.stats.audio_sent.silenced = false;
  call.Read(3);
  CHECK(call.Warns(Warning::kSilentMicrophone));
  // A whisper is none: -70 dBFS.
  call.energy = 200;
  call.Read(3);
  CHECK_FALSE(call.Warns(Warning::kSilentMicrophone));
}

TEST_CASE("a picture that stands still or is black is warned of, but not while the call is held") {
  Call call;
  call.config.quality.detect_black_video = true;
  call.stats.video_received = {.expected = true,
                               .ssrc = Count(5),
                               .packets = Count(0),
                               .frames = Count(0),
                               .brightness = Decimal(500'000)};
  call.Read(5);
  CHECK(call.said.All<out::ReadStats>().back().brightness);
  CHECK(call.said.All<out::WarningChanged>().empty());
  CHECK(call.Read().video_received.frame_rate == Decimal(30'000'000));
  call.stats.video_received.brightness = Decimal(3'000);
  call.Read(3);
  CHECK(call.Warns(Warning::kBlackVideo));
  call.flows = false;
  call.Read(3);
  CHECK(call.Warns(Warning::kFrozenVideo));
  call.held = true;
  call.Read(3);
  CHECK_FALSE(call.Warns(Warning::kFrozenVideo));
  CHECK_FALSE(call.Warns(Warning::kBlackVideo));
}

TEST_CASE("jitter and a low score are warned of") {
  Call call;
  call.stats.audio_received.jitter = Timespan(31'000);
  call.loss_down = 0.2;
  call.Read(4);
  CHECK(call.Warns(Warning::kHighJitter));
  CHECK(call.Warns(Warning::kLowMos));
  CHECK(call.Changed(Warning::kLowMos)->threshold == Decimal(3'000'000));
}

TEST_CASE("what is sent is limited only where that is wished") {
  for (bool wished : {false, true}) {
    Call call;
    call.config.quality.limits_sending = wished;
    call.stats.video_sent = {.ssrc = Count(6), .packets = Count(0), .bytes = Count(0)};
    auto read = [&](double loss) {
      call.Grow(call.stats.video_sent.packets, 200);
      call.Grow(call.stats.video_sent.bytes, 200'000);
      call.loss_up = loss;
      call.Read();
    };
    for (double loss : {0.0, 0.0, 0.35, 0.35}) read(loss);
    auto limits = call.said.All<out::LimitSending>();
    REQUIRE(limits.size() == (wished ? 1 : 0));
    if (wished) CHECK(limits[0].bitrate == Count(400'000));
  }
}

}  // namespace
}  // namespace ringline
