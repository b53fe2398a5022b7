// All dice of an engine: ChaCha8 over one 32-byte seed.
//
// A cipher, because tags, branches and cnonces must not be guessable (RFC 3261 19.3), and a seeded
// one, because every failure must replay.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace ringline {

using Seed = std::array<uint8_t, 32>;

class Random {
 public:
  explicit Random(const Seed& seed);

  uint32_t Next();
  // Uniform in [0, limit); limit > 0.
  uint32_t Below(uint32_t limit);
  // Uniform in [low, high].
  Duration Between(Duration low, Duration high);
  // `length` characters of [a-z0-9]: 5.17 bits each.
  std::string Token(size_t length);
  // A version 4 UUID (RFC 9562 5.4), lower case.
  std::string Uuid();

 private:
  void Refill();

  std::array<uint32_t, 16> state_;
  std::array<uint32_t, 16> block_;
  size_t used_ = 16;
};

}  // namespace ringline
