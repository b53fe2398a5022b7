#include "tests/sim/swarm.h"

#include "doctest/doctest.h"

namespace ringline::sim {
namespace {

// More are run beside (cmake/layer.cmake), on another core; `npm run sim -- --seeds=A..B` runs any.
constexpr uint64_t kSeeds = 120;

TEST_CASE("whatever a seed does, it settles, and replays to the letter") {
  for (uint64_t seed = 1; seed <= kSeeds; seed++) {
    CAPTURE(seed);
    std::string found = Examine(seed);
    CHECK_MESSAGE(found.empty(), found);
  }
}

}  // namespace
}  // namespace ringline::sim
