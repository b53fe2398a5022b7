#include "core/vocabulary/codec.h"

namespace ringline {

bool Reader::Word(uint32_t& word) {
  if (bytes_.size() < sizeof word) return false;
  std::memcpy(&word, bytes_.data(), sizeof word);
  bytes_ = bytes_.subspan(sizeof word);
  return true;
}

bool Reader::Read(std::string& text) {
  uint32_t size;
  if (!Word(size) || size > bytes_.size()) return false;
  size_t padded = (size_t{size} + 3) & ~size_t{3};
  text.assign(reinterpret_cast<const char*>(bytes_.data()), size);
  bytes_ = bytes_.subspan(padded < bytes_.size() ? padded : bytes_.size());
  return true;
}

bool Reader::ReadMeasure(int64_t& measure) {
  uint32_t word, low;
  if (!Read(word)) return false;
  if (word == kMissingMeasure) {
    measure = Count::kMissing;
  } else if (word < 1u << 31) {
    measure = word;
  } else {
    int64_t high = static_cast<int32_t>(word << 2) >> 2;
    // What a double holds exactly: nothing that is reckoned with it here overflows.
    if (!Word(low) || word >= 3u << 30 || high < -(1 << 21) || high >= 1 << 21) return false;
    measure = high * (int64_t{1} << 32) + low;
  }
  return true;
}

uint8_t* Writer::Take(size_t size) {
  if (size_ + size > buffer_.capacity()) buffer_.Reserve(2 * (size_ + size));
  uint8_t* at = buffer_.Reserve(size_ + size) + size_;
  size_ += size;
  return at;
}

void Writer::Write(uint32_t word) { std::memcpy(Take(sizeof word), &word, sizeof word); }

void Writer::WriteMeasure(int64_t measure) {
  if (measure == Count::kMissing) return Write(kMissingMeasure);
  auto bits = static_cast<uint64_t>(measure);
  if (bits >= 1u << 31) Write(1u << 31 | static_cast<uint32_t>(bits >> 32 & 0x3fffffff));
  Write(static_cast<uint32_t>(bits));
}

void Writer::Write(std::string_view text) {
  Write(static_cast<uint32_t>(text.size()));
  // No byte of what stood there before crosses in the padding.
  uint8_t* to = Take((text.size() + 3) & ~size_t{3});
  if (size_t rest = text.size() % 4) std::memset(to + text.size(), 0, 4 - rest);
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
}

void Writer::Write(const std::vector<std::string>& list) {
  Write(static_cast<uint32_t>(list.size()));
  for (const std::string& text : list) Write(std::string_view(text));
}

}  // namespace ringline
