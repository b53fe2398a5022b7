#include "core/quality/mos.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

double Score(double milliseconds, double percent) {
  Timespan delay(static_cast<int64_t>(milliseconds * 1e3));
  return static_cast<double>(
             MeanOpinionScore(delay, Decimal(static_cast<int64_t>(percent * 1e4))).value()) /
         1e6;
}

TEST_CASE("the score is the E-model's for delay and loss") {
  struct Vector {
    double milliseconds, percent, score;
  };
  constexpr Vector kVectors[] = {{50, 0, 4.385},  {100, 1, 4.263},  {150, 3, 4.003},
                                 {200, 5, 3.603}, {300, 10, 2.338}, {400, 20, 1.170}};
  for (const Vector& vector : kVectors) {
    CAPTURE(vector.milliseconds);
    CHECK(Score(vector.milliseconds, vector.percent) ==
          doctest::Approx(vector.score).epsilon(2e-4));
  }
}

TEST_CASE(
    "the score stays between 1 and 4.5, also where the rating is negative or the cubic dips") {
  CHECK(Score(0, 0) == doctest::Approx(4.409).epsilon(1e-3));
  CHECK(Score(10'000, 100) == 1);
  for (double percent = 0; percent <= 100; percent += 0.5) {
    for (double milliseconds = 0; milliseconds <= 1'000; milliseconds += 20) {
      double score = Score(milliseconds, percent);
      CHECK(score >= 1);
      CHECK(score <= 4.5);
    }
  }
}

TEST_CASE("more delay or more loss never scores better") {
  for (double percent = 0; percent < 60; percent += 1) {
    CHECK(Score(100, percent + 1) <= Score(100, percent));
    CHECK(Score(10 * percent + 10, 2) <= Score(10 * percent, 2));
  }
}

TEST_CASE("a second is a thousand milliseconds, and one percent a hundredth") {
  CHECK(MeanOpinionScore(Timespan(1'000'000), Decimal(0)).value() < 1'500'000);
  CHECK(MeanOpinionScore(Timespan(1'000), Decimal(0)).value() > 4'400'000);
  CHECK(MeanOpinionScore(Timespan(0), Decimal(10'000)).value() > 4'300'000);
  CHECK(MeanOpinionScore(Timespan(0), Decimal(1'000'000)).value() < 1'200'000);
}

}  // namespace
}  // namespace ringline
