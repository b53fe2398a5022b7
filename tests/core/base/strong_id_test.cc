#include "core/base/strong_id.h"

#include <type_traits>

#include "absl/container/flat_hash_map.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

using Apple = StrongId<struct AppleTag>;
using Pear = StrongId<struct PearTag>;

// Ids of two kinds neither mix nor compare, and a number is none of them.
static_assert(!std::is_convertible_v<Apple, Pear> && !std::is_constructible_v<Pear, Apple>);
static_assert(!std::is_convertible_v<uint32_t, Apple> && !std::is_convertible_v<Apple, uint32_t>);

TEST_CASE("zero is nobody") {
  CHECK_FALSE(static_cast<bool>(Apple()));
  CHECK(static_cast<bool>(Apple(1)));
  CHECK(Apple(1) < Apple(2));
}

TEST_CASE("an id is a key") {
  absl::flat_hash_map<Apple, int> crates;
  crates[Apple(3)] = 30;
  CHECK(crates.contains(Apple(3)));
  CHECK_FALSE(crates.contains(Apple(4)));
}

}  // namespace
}  // namespace ringline
