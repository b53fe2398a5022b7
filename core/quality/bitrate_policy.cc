#include "core/quality/bitrate_policy.h"

#include <algorithm>

namespace ringline {
namespace {

constexpr int kPoor = 4;
constexpr int kGood = 2;
constexpr int kTwice = 2;
constexpr int kLastStep = 4;
constexpr int kLongest = 40;  // Readings.

}  // namespace

std::optional<BitratePolicy::Limit> BitratePolicy::Note(int loss_level, Count video_bitrate) {
  if (loss_level == 0) return std::nullopt;
  congested_ = loss_level >= kPoor ? congested_ + 1 : 0;
  calm_ = loss_level <= kGood ? calm_ + 1 : 0;
  if (step_ == 0 && congested_ == 0 && video_bitrate.known()) base_ = video_bitrate;
  if (congested_ >= kTwice && step_ < kLastStep && base_.known()) {
    if (step_ == 0) base_ = Count(std::max(base_.value(), floor_.value()));
    step_++;
    if (rose_) patience_ = std::min(2 * patience_, kLongest);
    rose_ = false;
  } else if (calm_ >= patience_ && step_ > 0) {
    step_--;
    rose_ = true;
  } else {
    return std::nullopt;
  }
  congested_ = calm_ = 0;
  return Current();
}

BitratePolicy::Limit BitratePolicy::Current() const {
  if (step_ == 0) return {};
  if (step_ == kLastStep) return {.video = false};
  Limit limit;
  limit.bitrate = Count(std::max(base_.value() >> step_, floor_.value()));
  if (step_ > 1) limit.frame_rate = Count(30 >> (step_ - 1));
  return limit;
}

}  // namespace ringline
