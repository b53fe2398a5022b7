// join.wasm: the text that scripts/embed_wasm.mjs wrote, as a module again. A page runs it once, so
// it is small, and has no library: JavaScript took 20 ms for it, since code that runs once is
// interpreted.
#include <cstdint>

#include "wasm/strands/walk.h"

namespace ringline {
namespace {

// Bytes as printable characters: the most frequent are one each, any other is one of two escapes
// and one more.
class Text {
 public:
  // Two hexadecimal digits for each single character come first.
  explicit Text(const uint8_t* text) : at_(text) {
    uint8_t count = 0;
    for (uint8_t code = ' '; code <= '~'; ++code) {
      if (IsSpecial(code)) continue;
      place_[code] = count++;
      escapes_[0] = escapes_[1];
      escapes_[1] = code;
    }
    bool is_single[256] = {};
    for (uint8_t code = ' '; code < escapes_[0]; ++code) {
      if (IsSpecial(code)) continue;
      single_[code] = static_cast<uint8_t>(Digit() << 4);
      single_[code] |= Digit();
      is_single[single_[code]] = true;
    }
    for (int byte = 0; byte < 256; ++byte) {
      if (!is_single[byte]) rare_[rares_++] = static_cast<uint8_t>(byte);
    }
  }

  const uint8_t* at() const { return at_; }

  uint8_t Byte() {
    uint8_t code = *at_++;
    if (code < escapes_[0]) return single_[code];
    return rare_[(code == escapes_[0] ? 0 : rares_ / 2) + place_[*at_++]];
  }

 private:
  // In a string or template of JavaScript, or in a <script>.
  static bool IsSpecial(uint8_t code) {
    return code == '"' || code == '\\' || code == '`' || code == '$' || code == '<';
  }
  uint8_t Digit() {
    uint8_t code = *at_++;
    return code & 64 ? (code & 7) + 9 : code & 15;
  }

  const uint8_t* at_;
  uint8_t place_[127], single_[127], rare_[256], escapes_[2];
  uint8_t rares_ = 0;
};

class Join {
 public:
  Join(const uint8_t* strands, const uint32_t* lengths, uint8_t* module)
      : module_(module), to_(module) {
    for (int strand = 0; strand < kStrands; ++strand) {
      next_[strand] = strands;
      strands += lengths[strand];
    }
  }

  uint32_t at() const { return static_cast<uint32_t>(to_ - module_); }

  uint32_t Integer(Strand strand) {
    const uint8_t* next = next_[strand];
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      uint8_t digit = *to_++ = *next++;
      value |= (digit & 127u) << shift;
      if (digit > 127) continue;
      next_[strand] = next;
      return value;
    }
  }

  void Bytes(Strand strand, uint32_t count) {
    __builtin_memcpy(to_, next_[strand], count);
    to_ += count;
    next_[strand] += count;
  }

  uint8_t Opcode() {
    uint8_t code = *next_[kOpcode]++;
    bool is_unnatural = IsAccess(static_cast<uint8_t>(code - kUnnatural));
    if (is_unnatural) code -= kUnnatural;
    *to_++ = code;
    if (is_unnatural) {
      *to_++ = *next_[kAlignment]++;
    } else if (IsAccess(code)) {
      *to_++ = NaturalAlignment(code);
    }
    return code;
  }

  bool Adds() const { return *next_[kOpcode] == kAdd; }

  template <typename Body>
  void Function(Body body) {
    uint8_t* start = to_;
    body();
    // How long it is is known behind it only.
    uint32_t length = static_cast<uint32_t>(to_ - start);
    uint32_t digits = length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3;
    __builtin_memmove(start + digits, start, length);
    to_ += digits;
    for (uint32_t i = 1; i < digits; ++i, length >>= 7) *start++ = length | 128;
    *start = static_cast<uint8_t>(length);
  }

 private:
  uint8_t* module_;
  uint8_t* to_;
  const uint8_t* next_[kStrands];  // Where each strand goes on.
};

}  // namespace

// The module whose text stands at `text`, so many characters of it. The memory behind them is free.
extern "C" __attribute__((export_name("join"))) const uint8_t* PutTogether(const uint8_t* text,
                                                                           uint32_t length) {
  uint8_t* strands = const_cast<uint8_t*>(text) + length;
  Text characters(text);
  uint32_t numbers[kStrands + 1];  // The module's size, and the strands' lengths.
  for (uint32_t& number : numbers) {
    number = 0;
    for (int shift = 0; shift < 32; shift += 8) number |= characters.Byte() << shift;
  }
  uint8_t* to = strands;
  while (characters.at() < text + length) *to++ = characters.Byte();
  Join join(strands, numbers + 1, to);
  Walk(join, numbers[0]).Module();
  return to;
}

}  // namespace ringline
