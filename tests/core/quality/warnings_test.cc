#include "core/quality/warnings.h"

#include "doctest/doctest.h"
#include "tests/core/said.h"

namespace ringline {
namespace {

constexpr Decimal kMost(100);

struct Call {
  Outbox out;
  Warnings warnings{SessionId(3)};
  // One reading of each value; the last change, if there was one.
  std::optional<out::WarningChanged> Read(std::initializer_list<int64_t> values,
                                          Warning warning = Warning::kHighJitter) {
    for (int64_t value : values) warnings.Above(warning, true, Decimal(value), kMost, out);
    auto changes = test::Drain(out).All<out::WarningChanged>();
    if (changes.empty()) return std::nullopt;
    return changes.back();
  }
};

TEST_CASE("three bad readings of five raise a warning, once, with value and threshold") {
  Call call;
  CHECK_FALSE(call.Read({200, 50, 200, 100}).has_value());
  auto raised = call.Read({300});
  REQUIRE(raised.has_value());
  CHECK(raised->session == SessionId(3));
  CHECK(raised->warning == Warning::kHighJitter);
  CHECK(raised->raised);
  CHECK(raised->value == Decimal(300));
  CHECK(raised->threshold == kMost);
  CHECK_FALSE(call.Read({200, 200, 200, 200}).has_value());
}

TEST_CASE("three bad readings that are too far apart raise nothing") {
  Call call;
  CHECK_FALSE(call.Read({200, 1, 1, 200, 1, 200, 1, 1, 200}).has_value());
}

TEST_CASE("a warning is cleared by three good readings in a row") {
  Call call;
  CHECK(call.Read({200, 200, 200})->raised);
  CHECK_FALSE(call.Read({1, 1, 200, 1, 1}).has_value());
  auto cleared = call.Read({1});
  REQUIRE(cleared.has_value());
  CHECK_FALSE(cleared->raised);
  CHECK(cleared->value == Decimal(1));
}

TEST_CASE("a value that is not known changes nothing") {
  Call call;
  call.Read({200, 200});
  for (int i = 0; i < 6; i++) {
    call.warnings.Above(Warning::kHighJitter, true, {}, kMost, call.out);
    call.warnings.Below(Warning::kLowMos, true, {}, kMost, call.out);
  }
  CHECK(test::Drain(call.out).empty());
  CHECK(call.Read({200})->raised);
}

TEST_CASE("what cannot be at the moment clears its warning") {
  Call call;
  for (int i = 0; i < 3; i++) {
    call.warnings.Below(Warning::kSilentMicrophone, true, Decimal(1), kMost, call.out);
  }
  CHECK(test::Drain(call.out).size() == 1);
  for (int i = 0; i < 3; i++) {
    call.warnings.Below(Warning::kSilentMicrophone, false, Decimal(1), kMost, call.out);
  }
  auto cleared = test::Drain(call.out).All<out::WarningChanged>();
  REQUIRE(cleared.size() == 1);
  CHECK_FALSE(cleared[0].raised);
}

TEST_CASE("that nothing comes has been waited for: it is told at once, and so is that it is over") {
  Call call;
  CHECK(call.Read({200}, Warning::kNoMedia)->raised);
  CHECK_FALSE(call.Read({0}, Warning::kNoMedia)->raised);
}

TEST_CASE("warnings know nothing of each other") {
  Call call;
  call.Read({200, 200}, Warning::kHighLoss);
  CHECK_FALSE(call.Read({200}, Warning::kHighJitter).has_value());
  CHECK(call.Read({200}, Warning::kHighLoss)->warning == Warning::kHighLoss);
}

}  // namespace
}  // namespace ringline
