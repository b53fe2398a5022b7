#include "core/vocabulary/outbox.h"

#include <cstring>

namespace ringline {

void Outbox::Seal(size_t end) {
  auto size = static_cast<uint32_t>(end - written_ - sizeof(uint32_t));
  std::memcpy(records_.Reserve(end) + written_, &size, sizeof size);
  written_ = end;
}

Record Outbox::Pop() {
  if (read_ == written_) {
    read_ = written_ = 0;
    records_.Trim();
    return {};
  }
  Record rest = records_.First(written_).subspan(read_);
  uint32_t size;
  std::memcpy(&size, rest.data(), sizeof size);
  read_ += sizeof size + size;
  return rest.subspan(sizeof size, size);
}

}  // namespace ringline
