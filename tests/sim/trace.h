// What every phone was told and said, in order: as a hash, and its last lines as text when asked.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"

namespace ringline::sim {

class Trace {
 public:
  // Lines to keep; none unless somebody will read them.
  void Keep(size_t lines) { keep_ = lines; }
  void Told(Time now, std::string_view who, const Input& input);
  void Said(Time now, std::string_view who, const Output& output);
  void Note(Time now, std::string_view who, std::string_view text);

  // Of everything since the start, SIP texts included: two runs of one seed are equal.
  uint64_t hash() const { return hash_; }
  std::string Text() const;

 private:
  void Add(Time now, std::string_view who, std::string_view arrow, std::string line);

  uint64_t hash_ = 1469598103934665603ull;
  size_t keep_ = 0;
  std::deque<std::string> lines_;
};

}  // namespace ringline::sim
