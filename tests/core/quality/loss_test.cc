#include "core/quality/loss.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("nothing is known before the first packet") {
  Loss loss;
  CHECK_FALSE(loss.ratio().known());
  loss.Add(Count(0), Count(0));
  loss.Add({}, Count(3));
  loss.Add(Count(100), {});
  CHECK_FALSE(loss.ratio().known());
}

TEST_CASE("an interval with packets enough counts alone") {
  Loss loss;
  loss.Add(Count(300), Count(150));
  loss.Add(Count(200), Count(20));
  CHECK(loss.ratio() == Decimal(100'000));
}

TEST_CASE("small intervals are put together, as many as it takes") {
  Loss loss;
  loss.Add(Count(100), Count(100));
  loss.Add(Count(100), Count(30));
  loss.Add(Count(100), Count(20));
  CHECK(loss.ratio() == Decimal(250'000));
}

TEST_CASE("an interval without packets is no loss, and many of them are no knowledge") {
  Loss loss;
  loss.Add(Count(200), Count(50));
  for (int i = 0; i < 4; i++) loss.Add(Count(0), Count(0));
  CHECK(loss.ratio() == Decimal(250'000));
  loss.Skip();
  CHECK_FALSE(loss.ratio().known());
  loss.Add(Count(10), Count(0));
  CHECK(loss.ratio() == Decimal(0));
}

TEST_CASE("no more is lost than was sent") {
  Loss loss;
  loss.Add(Count(10), Count(25));
  CHECK(loss.ratio() == Decimal(1'000'000));
}

}  // namespace
}  // namespace ringline
