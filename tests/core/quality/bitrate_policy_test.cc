#include "core/quality/bitrate_policy.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

constexpr Count kRate(1'600'000);

struct Line {
  BitratePolicy policy{Count(100'000)};
  // So many readings of that level; the last limit, and how many readings the first took.
  std::optional<BitratePolicy::Limit> last;
  int taken = 0;
  bool Read(int level, int times) {
    last.reset();
    for (taken = 1; taken <= times; taken++) {
      last = policy.Note(level, kRate);
      if (last) return true;
    }
    return false;
  }
};

TEST_CASE("a line that carries what is sent is left alone") {
  Line line;
  CHECK_FALSE(line.Read(1, 50));
  CHECK_FALSE(line.Read(3, 50));
  CHECK_FALSE(line.Read(0, 50));
}

TEST_CASE("one bad reading is an accident, two are congestion") {
  Line line;
  line.Read(1, 1);
  CHECK_FALSE(line.Read(5, 1));
  CHECK_FALSE(line.Read(1, 1));
  CHECK(line.Read(5, 2));
  CHECK(line.last->video);
  CHECK(line.last->bitrate == Count(800'000));
  CHECK_FALSE(line.last->frame_rate.known());
}

TEST_CASE("bitrate, then frames, then the picture itself are given up; and no more") {
  Line line;
  line.Read(1, 1);
  line.Read(5, 2);
  REQUIRE(line.Read(5, 2));
  CHECK(line.last->bitrate == Count(400'000));
  CHECK(line.last->frame_rate == Count(15));
  REQUIRE(line.Read(5, 2));
  CHECK(line.last->bitrate == Count(200'000));
  CHECK(line.last->frame_rate == Count(7));
  REQUIRE(line.Read(5, 2));
  CHECK_FALSE(line.last->video);
  CHECK_FALSE(line.Read(6, 20));
}

TEST_CASE("no bitrate is below the floor") {
  BitratePolicy policy(Count(700'000));
  policy.Note(1, Count(900'000));
  policy.Note(5, Count(900'000));
  CHECK(policy.Note(5, Count(900'000))->bitrate == Count(700'000));
}

TEST_CASE("what was given up comes back step by step, each after five calm readings") {
  Line line;
  line.Read(1, 1);
  line.Read(5, 2);
  line.Read(5, 2);
  CHECK(line.Read(2, 9));
  CHECK(line.taken == 5);
  CHECK(line.last->bitrate == Count(800'000));
  CHECK(line.Read(1, 9));
  CHECK_FALSE(line.last->bitrate.known());
  CHECK_FALSE(line.Read(1, 50));
}

TEST_CASE("after a relapse it takes twice as long, up to eighty seconds") {
  Line line;
  line.Read(1, 1);
  line.Read(5, 2);
  for (int calm : {5, 10, 20, 40, 40}) {
    REQUIRE(line.Read(1, 100));
    CHECK(line.taken == calm);
    line.Read(5, 2);
  }
}

TEST_CASE("a call without video has nothing to give up") {
  BitratePolicy policy(Count(100'000));
  for (int i = 0; i < 10; i++) CHECK_FALSE(policy.Note(6, {}).has_value());
}

}  // namespace
}  // namespace ringline
