#include "core/quality/loss.h"

#include <algorithm>

namespace ringline {
namespace {

constexpr int64_t kEnough = 200;  // Packets: 25 % of them are told to three percent.
constexpr int kForgotten = 5;     // Intervals.

}  // namespace

void Loss::Add(Count expected, Count lost) {
  if (!expected.known() || !lost.known() || expected.value() <= 0) return Skip();
  std::move_backward(parts_.begin(), parts_.end() - 1, parts_.end());
  parts_[0] = {expected.value(), std::min(lost.value(), expected.value())};
  skipped_ = 0;
}

void Loss::Skip() {
  if (++skipped_ >= kForgotten) parts_ = {};
}

Decimal Loss::ratio() const {
  Part all;
  for (const Part& part : parts_) {
    if (all.expected >= kEnough) break;
    all.expected += part.expected;
    all.lost += part.lost;
  }
  if (all.expected == 0) return {};
  return Decimal(static_cast<int64_t>(
      1e6 * static_cast<double>(all.lost) / static_cast<double>(all.expected) + 0.5));
}

}  // namespace ringline
