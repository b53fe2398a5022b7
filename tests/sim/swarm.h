// One run by one seed: phones that do what comes to their minds in a network at its worst; then the
// faults stop, everything gets its answer, and everything must settle in bounded virtual time.
#pragma once

#include <cstdint>
#include <string>

namespace ringline::sim {

struct Verdict {
  std::string complaints;  // A line each; "" when all is well.
  std::string trace;       // The last lines, when they were to be kept.
  uint64_t hash = 0;       // Of every output.
};

Verdict Swarm(uint64_t seed, size_t lines_to_keep = 0);

// Two runs of a seed, which must be equal; what to print when they are not or when one complains.
std::string Examine(uint64_t seed);

}  // namespace ringline::sim
