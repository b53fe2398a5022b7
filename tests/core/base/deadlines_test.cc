#include "core/base/deadlines.h"

#include <map>

#include "core/base/random.h"
#include "core/base/strong_id.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

using Id = StrongId<struct MachineTag>;

Time At(int64_t ms) { return Time(Duration(ms)); }

TEST_CASE("nobody waits: never") {
  Deadlines<Id> deadlines;
  CHECK(deadlines.Next() == kNever);
  CHECK_FALSE(deadlines.PopDue(At(1'000'000)));
  CHECK(deadlines.size() == 0);
}

TEST_CASE("the earliest is next, and leaves only when it is due") {
  Deadlines<Id> deadlines;
  deadlines.Set(Id(1), At(300));
  deadlines.Set(Id(2), At(100));
  deadlines.Set(Id(3), At(200));
  CHECK(deadlines.Next() == At(100));
  CHECK_FALSE(deadlines.PopDue(At(99)));
  CHECK(deadlines.PopDue(At(200)) == Id(2));
  CHECK(deadlines.PopDue(At(200)) == Id(3));
  CHECK_FALSE(deadlines.PopDue(At(200)));
  CHECK(deadlines.Next() == At(300));
  CHECK(deadlines.size() == 1);
}

TEST_CASE("the latest word of a machine counts, whether earlier or later") {
  Deadlines<Id> deadlines;
  deadlines.Set(Id(1), At(100));
  deadlines.Set(Id(1), At(500));
  CHECK(deadlines.Next() == At(500));
  deadlines.Set(Id(1), At(50));
  CHECK(deadlines.Next() == At(50));
  deadlines.Set(Id(1), At(100));
  CHECK(deadlines.PopDue(At(1'000)) == Id(1));
  CHECK_FALSE(deadlines.PopDue(At(1'000)));
}

TEST_CASE("kNever and Forget both take a machine out") {
  Deadlines<Id> deadlines;
  deadlines.Set(Id(1), At(100));
  deadlines.Set(Id(2), At(200));
  deadlines.Set(Id(1), kNever);
  CHECK(deadlines.Next() == At(200));
  deadlines.Forget(Id(2));
  deadlines.Forget(Id(9));
  CHECK(deadlines.Next() == kNever);
  CHECK(deadlines.size() == 0);
}

TEST_CASE("equal deadlines leave in the order of their ids") {
  Deadlines<Id> deadlines;
  for (uint32_t id : {5, 1, 4, 2, 3}) deadlines.Set(Id(id), At(7));
  for (uint32_t id = 1; id <= 5; ++id) CHECK(deadlines.PopDue(At(7)) == Id(id));
}

TEST_CASE("an id that left may come again at the same time") {
  Deadlines<Id> deadlines;
  deadlines.Set(Id(1), At(10));
  CHECK(deadlines.PopDue(At(10)) == Id(1));
  deadlines.Set(Id(1), At(10));
  CHECK(deadlines.PopDue(At(10)) == Id(1));
  CHECK_FALSE(deadlines.PopDue(At(10)));
}

TEST_CASE("ten thousand random changes agree with a plain map") {
  Deadlines<Id> deadlines;
  std::map<Id, Time> plain;
  Random random(Seed{9});
  for (int i = 0; i < 10'000; ++i) {
    const Id id(1 + random.Below(100));
    const Time when = At(random.Below(1'000));
    switch (random.Below(8)) {
      case 0:
        deadlines.Forget(id), plain.erase(id);
        break;
      case 1:
        deadlines.Set(id, kNever), plain.erase(id);
        break;
      case 2: {
        Id due;
        for (const auto& [known, at] : plain) {
          if (at <= when && (!due || at < plain[due])) due = known;
        }
        CHECK(deadlines.PopDue(when) == due);
        plain.erase(due);
        break;
      }
      default:
        deadlines.Set(id, when), plain[id] = when;
    }
    Time next = kNever;
    for (const auto& [known, at] : plain) next = std::min(next, at);
    REQUIRE(deadlines.Next() == next);
    REQUIRE(deadlines.size() == plain.size());
  }
}

}  // namespace
}  // namespace ringline
