// What was said, taken out of an outbox.
#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "core/vocabulary/codec.h"
#include "core/vocabulary/outbox.h"

namespace ringline::test {

inline std::vector<Output> Drain(Outbox& out) {
  std::vector<Output> said;
  for (Record record = out.Pop(); !record.empty(); record = out.Pop()) {
    Decode<Output>(record, [&](auto&& one) { said.emplace_back(std::move(one)); });
  }
  return said;
}

template <class Out>
std::vector<Out> Only(const std::vector<Output>& said) {
  std::vector<Out> found;
  for (const Output& one : said) {
    if (auto* it = std::get_if<Out>(&one)) found.push_back(*it);
  }
  return found;
}

}  // namespace ringline::test
