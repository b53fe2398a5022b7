// What is wrong with one call's media: raised when it shows in several of the newest readings,
// cleared when it shows in none for a while.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/vocabulary/outbox.h"

namespace ringline {

class Warnings {
 public:
  explicit Warnings(SessionId session) : session_(session) {}

  // One reading. `possible` false: what it warns of cannot be at the moment (muted, held, no such
  // media), which is a good reading. A value that is not known is no reading.
  void Above(Warning warning, bool possible, Decimal value, Decimal most, Outbox& out) {
    Note(warning, possible, value.value() > most.value(), value, most, out);
  }
  void Below(Warning warning, bool possible, Decimal value, Decimal least, Outbox& out) {
    Note(warning, possible, value.value() < least.value(), value, least, out);
  }

 private:
  struct Sign {
    uint8_t history = 0;  // A bit for each reading that was bad, the newest lowest.
    bool raised = false;
  };
  void Note(Warning warning, bool possible, bool beyond, Decimal value, Decimal threshold,
            Outbox& out);

  SessionId session_;
  std::array<Sign, WordsOf(Warning{}).size()> signs_;
};

}  // namespace ringline
