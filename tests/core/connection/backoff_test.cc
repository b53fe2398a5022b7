#include "core/connection/backoff.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

using namespace std::chrono_literals;

TEST_CASE("delays stay between the floor and a ceiling that doubles up to the cap") {
  Random random(Seed{1});
  Duration shortest = 1h, longest[6] = {};
  for (int run = 0; run < 500; ++run) {
    Backoff backoff({.floor = 2s, .cap = 30s});
    for (Duration& most : longest) {
      const Duration delay = backoff.Next(random);
      shortest = std::min(shortest, delay);
      most = std::max(most, delay);
    }
  }
  CHECK(shortest >= 2s);
  CHECK(shortest < 2050ms);
  const Duration ceilings[] = {4s, 8s, 16s, 30s, 30s, 30s};
  for (int i = 0; i < 6; ++i) {
    CHECK(longest[i] <= ceilings[i]);
    CHECK(longest[i] > ceilings[i] * 95 / 100);
  }
}

TEST_CASE("delays are spread over the whole range, not heaped at an end") {
  Random random(Seed{2});
  int lower_half = 0;
  for (int run = 0; run < 1'000; ++run) {
    lower_half += Backoff({.floor = 2s, .cap = 30s}).Next(random) < 3s;
  }
  CHECK(lower_half > 430);
  CHECK(lower_half < 570);
}

TEST_CASE("grace is for the first attempt only, until a stable minute") {
  Random random(Seed{3});
  Backoff backoff({.floor = 2s, .cap = 30s});
  CHECK(backoff.TakeGrace());
  CHECK_FALSE(backoff.TakeGrace());
  for (int i = 0; i < 9; ++i) backoff.Next(random);
  backoff.Settle(59'999ms);
  CHECK_FALSE(backoff.TakeGrace());
  backoff.Settle(60s);
  CHECK(backoff.TakeGrace());
  CHECK(backoff.Next(random) <= 4s);
}

TEST_CASE("odd options are bent into shape") {
  Random random(Seed{4});
  CHECK(Backoff({.floor = 40s, .cap = 30s}).Next(random) == 30s);
  CHECK(Backoff({.floor = -1s, .cap = -1s}).Next(random) == 1ms);
  Backoff endless({.floor = 1s, .cap = Duration::max()});
  Duration longest{};
  for (int i = 0; i < 200; ++i) longest = std::max(longest, endless.Next(random));
  CHECK(longest > 12h);
  CHECK(longest <= 24h);
}

}  // namespace
}  // namespace ringline
