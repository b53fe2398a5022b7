#include "doctest/doctest.h"
#include "tests/sim/pair.h"

namespace ringline::sim {
namespace {

void Measured(Config& config) { config.stats_interval = 2s; }

const out::QualityMeasured& Newest(const Phone& phone) {
  REQUIRE(phone.Last<out::QualityMeasured>());
  return *phone.Last<out::QualityMeasured>();
}

TEST_CASE("the quality of a call worsens, is warned of, and heals, each way for itself") {
  Pair pair(1, Measured);
  SessionId id = pair.Call();
  pair.world.RunFor(5s);
  CHECK(Newest(pair.alice).session == id);
  CHECK(Newest(pair.alice).uplink == 1);
  CHECK(Newest(pair.alice).downlink == 1);
  CHECK(Newest(pair.alice).audio_received.bitrate == Count(32'000));

  pair.alice.browser.line = {.loss_up = 25, .loss_down = 5, .round_trip = Timespan(60'000)};
  pair.world.RunFor(10s);
  CHECK(Newest(pair.alice).uplink == 4);
  CHECK(Newest(pair.alice).downlink == 2);
  CHECK(Newest(pair.bob).uplink == 1);
  REQUIRE(pair.alice.Last<out::WarningChanged>());
  CHECK(pair.alice.Last<out::WarningChanged>()->warning == Warning::kHighLoss);
  CHECK(pair.alice.Last<out::WarningChanged>()->raised);

  pair.alice.browser.line = {};
  pair.world.RunFor(12s);
  CHECK(Newest(pair.alice).uplink == 1);
  CHECK_FALSE(pair.alice.Last<out::WarningChanged>()->raised);
}

TEST_CASE(
    "a line that carries nothing is a downlink disconnected, but not while the call is held") {
  Pair pair(2, Measured);
  SessionId id = pair.Call();
  pair.alice.browser.line.flows = pair.bob.browser.line.flows = false;
  pair.world.RunFor(11s);
  CHECK(Newest(pair.alice).downlink == 6);
  CHECK(pair.alice.Last<out::WarningChanged>()->warning == Warning::kNoMedia);
  pair.alice.Do(in::HoldCall{.session = id});
  pair.world.RunFor(11s);
  CHECK(Newest(pair.alice).downlink == 1);
  CHECK(Newest(pair.bob).downlink == 1);
  CHECK_FALSE(pair.alice.Last<out::WarningChanged>()->raised);
}

TEST_CASE("after its end a call is measured no more") {
  Pair pair(3, Measured);
  SessionId id = pair.Call();
  pair.world.RunFor(5s);
  pair.alice.Do(in::EndCall{.session = id});
  pair.world.RunFor(1s);
  int before = pair.alice.Count<out::QualityMeasured>();
  pair.world.RunFor(10s);
  CHECK(pair.alice.Count<out::QualityMeasured>() == before);
}

TEST_CASE("who does not ask for it is told nothing of quality") {
  Pair pair(4);
  pair.Call();
  pair.world.RunFor(10s);
  CHECK(pair.alice.Count<out::QualityMeasured>() == 0);
}

}  // namespace
}  // namespace ringline::sim
