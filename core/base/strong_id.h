// Integer ids that never mix: a SocketId is not a SessionId, though both are numbers on the wire.
#pragma once

#include <compare>
#include <cstdint>
#include <utility>

namespace ringline {

template <class Tag>
class StrongId {
 public:
  constexpr StrongId() = default;
  explicit constexpr StrongId(uint32_t value) : value_(value) {}
  constexpr uint32_t value() const { return value_; }
  // Zero is nobody.
  explicit constexpr operator bool() const { return value_ != 0; }
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
  template <class H>
  friend H AbslHashValue(H h, StrongId id) {
    return H::combine(std::move(h), id.value_);
  }

 private:
  uint32_t value_ = 0;
};

}  // namespace ringline
