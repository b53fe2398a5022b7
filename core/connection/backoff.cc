#include "core/connection/backoff.h"

#include <algorithm>

namespace ringline {
namespace {

// Nobody waits longer for a phone; an application's "never" would overflow the dice.
constexpr Duration kLongest{24 * 60 * 60 * 1'000};

}  // namespace

Backoff::Backoff(Options options) : options_(options) {
  options_.cap = std::clamp(options_.cap, Duration(1), kLongest);
  options_.floor = std::clamp(options_.floor, Duration(1), options_.cap);
  ceiling_ = options_.floor;
}

Duration Backoff::Next(Random& random) {
  ceiling_ = std::min(2 * ceiling_, options_.cap);
  return random.Between(options_.floor, ceiling_);
}

bool Backoff::TakeGrace() {
  const bool granted = grace_;
  grace_ = false;
  return granted;
}

void Backoff::Settle(Duration lasted) {
  if (lasted >= options_.stable) Reset();
}

void Backoff::Reset() {
  ceiling_ = options_.floor;
  grace_ = true;
}

}  // namespace ringline
