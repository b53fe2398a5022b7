#include "core/quality/interval.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

ReceivedFlow Received(int64_t ssrc, int64_t packets, int64_t lost) {
  return {.ssrc = Count(ssrc), .packets = Count(packets), .lost = Count(lost)};
}

TEST_CASE("an interval is the difference of two readings") {
  ReceivedFlow before = Received(7, 100, 2), now = Received(7, 200, 5);
  before.bytes = Count(16'000), now.bytes = Count(32'000);
  before.frames = Count(60), now.frames = Count(120);
  before.buffered = Timespan(96'000'000'000), now.buffered = Timespan(100'800'000'000);
  before.emitted = Count(96'000), now.emitted = Count(192'000);
  ReceivedInterval in(before, now);
  CHECK(in.packets == Count(100));
  CHECK(in.lost == Count(3));
  CHECK(in.bytes == Count(16'000));
  CHECK(in.frames == Count(60));
  CHECK(in.buffered == Timespan(50'000));
}

TEST_CASE("another stream, or counters that begin anew, are no interval") {
  CHECK_FALSE(ReceivedInterval(Received(7, 100, 2), Received(8, 200, 5)).packets.known());
  CHECK_FALSE(ReceivedInterval(Received(7, 100, 2), Received(7, 50, 0)).lost.known());
  SentFlow before{.ssrc = Count(1), .packets = Count(100), .reported = Timespan(1)};
  SentFlow now{.ssrc = Count(1), .packets = Count(10), .reported = Timespan(2)};
  CHECK_FALSE(SentInterval(before, now).packets.known());
  CHECK_FALSE(SentInterval(before, now).reported);
}

TEST_CASE("a counter that is not told leaves its difference open, and the others not") {
  ReceivedInterval in(Received(7, 100, 2), {.ssrc = Count(7), .packets = Count(150)});
  CHECK(in.packets == Count(50));
  CHECK_FALSE(in.lost.known());
  CHECK_FALSE(in.bytes.known());
  CHECK_FALSE(in.buffered.known());
}

TEST_CASE("late packets make no negative loss") {
  CHECK(ReceivedInterval(Received(7, 100, 5), Received(7, 200, 3)).lost == Count(0));
  CHECK(ReceivedInterval(Received(7, 100, 0), Received(7, 200, -2)).lost == Count(0));
}

TEST_CASE("an interval without sound from the buffer knows no time in it") {
  ReceivedFlow before = Received(7, 100, 0);
  before.buffered = Timespan(1'000), before.emitted = Count(10);
  CHECK_FALSE(ReceivedInterval(before, before).buffered.known());
}

TEST_CASE("a report is new when it came at another time than the one before") {
  SentFlow before{.ssrc = Count(1), .packets = Count(1), .reported = Timespan(5)};
  SentFlow now = before;
  CHECK_FALSE(SentInterval(before, now).reported);
  now.reported = Timespan(6);
  CHECK(SentInterval(before, now).reported);
  now.reported = {};
  CHECK_FALSE(SentInterval(before, now).reported);
}

TEST_CASE("the microphone goes on when the stream begins anew") {
  SentFlow before{.ssrc = Count(1), .energy = Energy(10), .listened = Timespan(100)};
  SentFlow now{.ssrc = Count(2), .energy = Energy(30), .listened = Timespan(200)};
  CHECK(SentInterval(before, now).energy == Energy(20));
  CHECK(SentInterval(before, now).listened == Timespan(100));
}

}  // namespace
}  // namespace ringline
