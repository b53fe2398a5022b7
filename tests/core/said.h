// What an outbox said, oldest first, as values of the vocabulary.
//
// A file that copies, grows or destroys a variant of a hundred alternatives costs the compiler half
// a minute under the sanitizers. One file does that; all others only look.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/outbox.h"
#include "core/vocabulary/output.h"

namespace ringline::test {

class Said {
 public:
  Said();
  Said(Said&&) noexcept;
  ~Said();

  // Adds all that is in `out`, and gives what was added: good until the next call.
  std::span<const Output> Take(Outbox& out);

  const Output* begin() const;
  const Output* end() const;
  bool empty() const { return begin() == end(); }
  size_t size() const { return static_cast<size_t>(end() - begin()); }

  template <class Out>
  const Out* Last() const {
    for (const Output* it = end(); it != begin();) {
      if (auto* found = std::get_if<Out>(--it)) return found;
    }
    return nullptr;
  }
  template <class Out>
  std::vector<Out> All() const {
    std::vector<Out> found;
    for (const Output& one : *this) {
      if (auto* it = std::get_if<Out>(&one)) found.push_back(*it);
    }
    return found;
  }

 private:
  std::unique_ptr<std::vector<Output>> all_;
};

inline Said Drain(Outbox& out) {
  Said said;
  said.Take(out);
  return said;
}

// The name of an output, and the word that says why, where it has one: "SubscriptionEnded:timeout".
std::string NameOf(const Output& output);

}  // namespace ringline::test
