#include "core/quality/level.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

Decimal Percent(double percent) { return Decimal(static_cast<int64_t>(percent * 1e4)); }
Timespan Ms(double milliseconds) { return Timespan(static_cast<int64_t>(milliseconds * 1e3)); }
int Of(Decimal loss, Timespan round_trip) {
  return LevelOf(loss, round_trip, QualityOptions().levels);
}

TEST_CASE("levels are those of the table, at both sides of every threshold") {
  struct Row {
    double percent, milliseconds;
    int level;
  };
  constexpr Row kRows[] = {{0, 0, 1},     {0, 49.9, 1},  {0, 50, 2},   {0, 100, 2},   {0, 100.1, 3},
                           {0, 200, 3},   {0, 200.1, 4}, {0, 350, 4},  {0, 350.1, 5}, {0, 500, 5},
                           {0, 500.1, 6}, {0.1, 0, 2},   {10, 0, 2},   {10.1, 0, 3},  {20, 0, 3},
                           {20.1, 0, 4},  {30, 0, 4},    {30.1, 0, 5}, {40, 0, 5},    {40.1, 0, 6},
                           {100, 0, 6},   {15, 250, 4},  {25, 60, 4},  {5, 600, 6}};
  for (const Row& row : kRows) {
    CAPTURE(row.percent);
    CAPTURE(row.milliseconds);
    CHECK(Of(Percent(row.percent), Ms(row.milliseconds)) == row.level);
  }
}

TEST_CASE("a LAN without loss and without a measurable delay is excellent") {
  CHECK(Of(Decimal(0), Timespan(0)) == 1);
}

TEST_CASE("what a browser does not tell says nothing, and nothing at all is unknown") {
  CHECK(Of({}, {}) == 0);
  CHECK(Of({}, Ms(120)) == 3);
  CHECK(Of(Percent(25), {}) == 4);
}

TEST_CASE("thresholds are the application's where it gives some") {
  QualityOptions options;
  options.levels[0] = {Percent(1), Ms(100)};
  CHECK(LevelOf(Percent(1), Ms(100), options.levels) == 1);
  CHECK(LevelOf(Percent(1.1), Ms(100), options.levels) == 2);
}

int Told(std::initializer_list<int> measured) {
  Level level;
  int told = 0;
  for (int one : measured) told = level.Settle(one);
  return told;
}

TEST_CASE("worse is told at once, better when two readings in a row are") {
  CHECK(Told({1, 4}) == 4);
  CHECK(Told({4, 1}) == 4);
  CHECK(Told({4, 1, 1}) == 1);
  CHECK(Told({4, 1, 4, 1}) == 4);
  CHECK(Told({6, 3, 2}) == 3);
  CHECK(Told({6, 3, 2, 2}) == 2);
}

TEST_CASE("the first that is known is told, and so is that nothing is known any more") {
  CHECK(Told({0, 3}) == 3);
  CHECK(Told({3, 0}) == 0);
  CHECK(Told({3, 0, 1}) == 1);
}

}  // namespace
}  // namespace ringline
