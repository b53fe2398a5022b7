// The simulations: all stories and the swarm's fixed seeds; or, with arguments, the swarm alone.
//
//   sim --seed=42              one run, its whole trace
//   sim --seed=42 --lines=500  its last lines
//   sim --seeds=1..10000       many; each that fails is printed
#define DOCTEST_CONFIG_IMPLEMENT
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "doctest/doctest.h"
#include "tests/sim/swarm.h"

namespace {

using ringline::sim::Examine;
using ringline::sim::Swarm;
using ringline::sim::Verdict;

uint64_t current_seed = 0;

// An INVARIANT aborts: the seed is all one needs to see it again.
void OnAbort(int) {
  std::fprintf(stderr, "seed %llu aborted\n", static_cast<unsigned long long>(current_seed));
  std::_Exit(134);
}

std::string Value(int argc, char** argv, std::string_view name) {
  for (int i = 1; i < argc; i++) {
    std::string_view argument(argv[i]);
    if (argument.starts_with(name)) return std::string(argument.substr(name.size()));
  }
  return "";
}

int One(uint64_t seed, size_t lines) {
  current_seed = seed;
  Verdict verdict = Swarm(seed, lines);
  std::printf("%s%s%s\n", verdict.trace.c_str(), verdict.complaints.c_str(),
              verdict.complaints.empty() ? "settled" : "FAILED");
  return verdict.complaints.empty() ? 0 : 1;
}

int Many(const std::string& range) {
  size_t dots = range.find("..");
  uint64_t first = std::strtoull(range.c_str(), nullptr, 10);
  uint64_t last = dots == range.npos ? first : std::strtoull(range.c_str() + dots + 2, nullptr, 10);
  int failed = 0;
  for (current_seed = first; current_seed <= last; current_seed++) {
    std::string found = Examine(current_seed);
    if (found.empty()) continue;
    failed++;
    std::printf("%s\n", found.c_str());
    std::fflush(stdout);
  }
  std::printf("%llu seeds, %d failed\n", static_cast<unsigned long long>(last - first + 1), failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::string seed = Value(argc, argv, "--seed="), seeds = Value(argc, argv, "--seeds=");
  std::string lines = Value(argc, argv, "--lines=");
  if (seed.empty() && seeds.empty()) return doctest::Context(argc, argv).run();
  std::signal(SIGABRT, OnAbort);
  if (!seeds.empty()) return Many(seeds);
  return One(std::strtoull(seed.c_str(), nullptr, 10),
             lines.empty() ? size_t{1} << 20 : std::strtoull(lines.c_str(), nullptr, 10));
}
