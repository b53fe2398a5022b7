// Bytes that grow: what is written for the core, and what the core writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/base/invariant.h"

namespace ringline {

// Grows for an unusual message and gives the memory back after it.
class Buffer {
 public:
  // js/engine/codec.ts counts on so many bytes without asking twice.
  static constexpr size_t kFloor = 16 * 1024;
  static constexpr size_t kCeiling = 256 * 1024;

  constexpr Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { std::free(bytes_); }

  // Room for `size` bytes in all; what was written stays.
  uint8_t* Reserve(size_t size) {
    if (size > capacity_) {
      capacity_ = size < kFloor ? kFloor : size;
      bytes_ = static_cast<uint8_t*>(std::realloc(bytes_, capacity_));
      INVARIANT(bytes_ != nullptr);
    }
    return bytes_;
  }
  // Nothing of it is needed any more.
  void Trim() {
    if (capacity_ <= kCeiling) return;
    std::free(bytes_);
    bytes_ = nullptr;
    capacity_ = 0;
  }
  size_t capacity() const { return capacity_; }
  // The first `size` bytes, or as many as there are.
  std::span<const uint8_t> First(size_t size) const {
    return {bytes_, size < capacity_ ? size : capacity_};
  }

 private:
  uint8_t* bytes_ = nullptr;
  size_t capacity_ = 0;
};

}  // namespace ringline
