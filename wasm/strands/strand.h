// A wasm module taken apart by what its bytes are: opcodes, locals, offsets, calls … each kind in a
// strand of its own, where a compressor sees like beside like. brotli makes a tenth less of it.
//
//   28 2 8   20 4   10 17           i32.load align=2 offset=8, local.get 4, call 17, in the module
//   28 20 10   8   4   17           their strands: opcodes, offsets, locals, calls
//
// Two things are left out, because they can be told from the rest: how long a function is, and the
// alignment of a load or store that is its natural one.
#pragma once

#include <cstdint>

namespace ringline {

// In the order in which they stand one behind the other.
enum Strand : uint8_t {
  kOpcode,
  kAlignment,
  kCall,
  kLocal,
  kLabel,
  kBlock,
  kOther,
  kOffset,
  kInt32,
  kAddend,  // An int32 that is added at once: most are places in the frame of a function, or in a
            // struct.
  kInt64,
  kDeclaration,
  kRest,  // What is not code, as it stands.
  kStrands
};

constexpr uint8_t kCodeSection = 10;
constexpr uint8_t kEnd = 0x0b, kBranchTable = 0x0e, kCallIndirect = 0x11, kAdd = 0x6a;
constexpr uint8_t kFloat32 = 0x43, kFloat64 = 0x44, kPrefix = 0xfc;
constexpr uint8_t kFirstAccess = 0x28, kLastAccess = 0x3e;
// What an opcode grows by when its alignment is not the natural one, and so is told.
constexpr uint8_t kUnnatural = 0xa8;

constexpr bool IsAccess(uint8_t code) { return code >= kFirstAccess && code <= kLastAccess; }

// The alignment that a load or store has when nothing else is said: powers of two, in the order of
// the opcodes.
constexpr uint8_t NaturalAlignment(uint8_t access) {
  return "\2\3\2\3\0\0\1\1\0\0\1\1\2\2\2\3\2\3\0\1\0\1\2"[access - kFirstAccess];
}

// The strand of the one integer that stands behind an opcode; kOpcode when that is nothing, or not
// one integer.
constexpr Strand StrandBehind(uint8_t code) {
  if (IsAccess(code)) return kOffset;
  // clang-format off
  switch (code) {
    case 0x02:
    case 0x03:
    case 0x04:
      return kBlock;
    case 0x0c:
    case 0x0d:
      return kLabel;
    case 0x10:
      return kCall;
    case 0x20:
    case 0x21:
    case 0x22:
      return kLocal;
    case 0x23:
    case 0x24:
      return kOther;  // Globals.
    case 0x3f:
    case 0x40:
      return kOther;  // memory.size, memory.grow.
    case 0x41:
      return kInt32;
    case 0x42:
      return kInt64;
    default:
      return kOpcode;
  }
}

}  // namespace ringline
