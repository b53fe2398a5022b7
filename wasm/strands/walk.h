// The way through a module, the same whether it is taken apart or put together. What a Side is
// asked:
//
//   Integer(strand)       moves one LEB128; its value where that is an unsigned one below 2^28
//   Bytes(strand, count)  moves bytes
//   Opcode()              moves an opcode and, behind a load or store, its alignment
//   Adds()                whether i32.add follows the integer that is next
//   Function(body)        calls body(), with how long it is before it in the module only
#pragma once

#include "wasm/strands/strand.h"

namespace ringline {

template <typename Side>
class Walk {
 public:
  Walk(Side& side, uint32_t size) : side_(side), size_(size) {}

  void Module() {
    side_.Bytes(kRest, 8);
    while (side_.at() < size_) {
      uint32_t section = side_.Integer(kRest);
      uint32_t length = side_.Integer(kRest);
      if (section != kCodeSection) {
        side_.Bytes(kRest, length);
        continue;
      }
      for (uint32_t left = side_.Integer(kRest); left > 0; --left) {
        side_.Function([this] { Body(); });
      }
    }
  }

 private:
  void Body() {
    for (uint32_t groups = side_.Integer(kDeclaration); groups > 0; --groups) {
      side_.Integer(kDeclaration);
      side_.Integer(kDeclaration);
    }
    for (uint32_t depth = 1; depth > 0;) {
      uint8_t code = side_.Opcode();
      Strand strand = StrandBehind(code);
      if (strand == kInt32 && side_.Adds()) strand = kAddend;
      if (strand == kBlock) ++depth;
      if (code == kEnd) --depth;
      if (strand != kOpcode) {
        side_.Integer(strand);
      } else {
        Odd(code);
      }
    }
  }

  // The few behind which there is something else than one integer.
  void Odd(uint8_t code) {
    switch (code) {
      case kBranchTable:
        for (uint32_t labels = side_.Integer(kOther) + 1; labels > 0; --labels)
          side_.Integer(kOther);
        break;
      case kCallIndirect:
        side_.Integer(kOther);  // Its type and its table.
        side_.Integer(kOther);
        break;
      case kFloat32:
        side_.Bytes(kOther, 4);
        break;
      case kFloat64:
        side_.Bytes(kOther, 8);
        break;
      case kPrefix: {
        uint32_t operation = side_.Integer(kOther);
        // The memories of memory.copy and memory.fill.
        if (operation == 10) side_.Bytes(kOther, 2);
        if (operation == 11) side_.Bytes(kOther, 1);
        break;
      }
    }
  }

  Side& side_;
  uint32_t size_;
};

}  // namespace ringline
