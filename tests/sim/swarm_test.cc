#include "tests/sim/swarm.h"

#include "doctest/doctest.h"

namespace ringline::sim {
namespace {

// As many as twenty seconds under AddressSanitizer allow; `npm run sim -- --seeds=A..B` for more.
constexpr uint64_t kSeeds = 300;

TEST_CASE("whatever a seed does, it settles, and replays to the letter") {
  for (uint64_t seed = 1; seed <= kSeeds; seed++) {
    CAPTURE(seed);
    std::string found = Examine(seed);
    CHECK_MESSAGE(found.empty(), found);
  }
}

}  // namespace
}  // namespace ringline::sim
