// split.wasm: takes a module apart, for scripts/embed_wasm.mjs, which writes it as the text that
// join.wasm reads.
#include <cstdint>
#include <vector>

#include "wasm/strands/walk.h"

namespace ringline {
namespace {

using Bytes = std::vector<uint8_t>;

class Split {
 public:
  explicit Split(const Bytes& module) : module_(module) {}

  const Bytes& operator[](int strand) const { return strands_[strand]; }
  uint32_t at() const { return at_; }

  uint32_t Integer(Strand strand) {
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      uint8_t digit = Next();
      strands_[strand].push_back(digit);
      value |= (digit & 127u) << (shift & 31);
      if (digit < 128) return value;
    }
  }

  void Bytes(Strand strand, uint32_t count) {
    for (; count > 0; --count) strands_[strand].push_back(Next());
  }

  uint8_t Opcode() {
    uint8_t code = Next();
    if (!IsAccess(code)) {
      strands_[kOpcode].push_back(code);
      return code;
    }
    uint8_t alignment = Next();
    bool is_natural = alignment == NaturalAlignment(code);
    strands_[kOpcode].push_back(is_natural ? code : code + kUnnatural);
    if (!is_natural) strands_[kAlignment].push_back(alignment);
    return code;
  }

  bool Adds() const {
    uint32_t behind = at_;
    while (Peek(behind++) > 127) continue;
    return Peek(behind) == kAdd;
  }

  template <typename Body>
  void Function(Body body) {
    while (Next() > 127) continue;  // Its length.
    body();
  }

 private:
  uint8_t Peek(uint32_t at) const { return at < module_.size() ? module_[at] : 0; }
  uint8_t Next() {
    if (at_ >= module_.size()) __builtin_trap();  // Something in it is not what Walk took it for.
    return module_[at_++];
  }

  const std::vector<uint8_t>& module_;
  uint32_t at_ = 0;
  std::vector<uint8_t> strands_[kStrands];
};

Bytes module, written;

void Write(uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8)
    written.push_back(static_cast<uint8_t>(number >> shift));
}

}  // namespace

// Where a module of so many bytes is to be put.
extern "C" __attribute__((export_name("room"))) uint8_t* Room(uint32_t size) {
  module.resize(size);
  return module.data();
}

// Where its size, the strands' lengths and the strands stand, all numbers of four bytes.
extern "C" __attribute__((export_name("split"))) const uint8_t* TakeApart() {
  Split split(module);
  Walk(split, static_cast<uint32_t>(module.size())).Module();
  written.clear();
  Write(static_cast<uint32_t>(module.size()));
  for (int strand = 0; strand < kStrands; ++strand)
    Write(static_cast<uint32_t>(split[strand].size()));
  for (int strand = 0; strand < kStrands; ++strand) {
    written.insert(written.end(), split[strand].begin(), split[strand].end());
  }
  return written.data();
}

}  // namespace ringline
