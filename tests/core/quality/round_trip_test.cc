#include "core/quality/round_trip.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("the first two round trips count as they are") {
  RoundTrip trip;
  CHECK(trip.Settle(Timespan(70)) == Timespan(70));
  CHECK(trip.Settle(Timespan(20)) == Timespan(20));
}

TEST_CASE("of three the middle one counts, in whatever order they came") {
  constexpr int64_t kOrders[][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3},
                                    {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
  for (const auto& order : kOrders) {
    RoundTrip trip;
    trip.Settle(Timespan(order[0]));
    trip.Settle(Timespan(order[1]));
    CHECK(trip.Settle(Timespan(order[2])) == Timespan(2));
  }
}

TEST_CASE("one late ping is nothing, two are a slow line") {
  RoundTrip trip;
  for (int i = 0; i < 3; i++) trip.Settle(Timespan(10));
  CHECK(trip.Settle(Timespan(400)) == Timespan(10));
  CHECK(trip.Settle(Timespan(400)) == Timespan(400));
}

TEST_CASE("what is not known is not made up") {
  RoundTrip trip;
  trip.Settle(Timespan(10));
  CHECK_FALSE(trip.Settle({}).known());
}

}  // namespace
}  // namespace ringline
