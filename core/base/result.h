// Result<T>: a value, or the reason there is none.
//
// absl::StatusOr costs 13–16 kB brotli in wasm, a third of what JsSIP weighs in all; this costs
// nothing. A reason is a literal: short, for a log line, a Rejected output or a 400's phrase.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "core/base/invariant.h"

namespace ringline {

struct Failed {
  // Must outlive the Result: a literal.
  std::string_view reason;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Failed failed) : reason_(failed.reason) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }
  std::string_view reason() const { return reason_; }

  const T& operator*() const& { return INVARIANT(ok()), *value_; }
  T& operator*() & { return INVARIANT(ok()), *value_; }
  T&& operator*() && { return INVARIANT(ok()), std::move(*value_); }
  const T* operator->() const { return INVARIANT(ok()), &*value_; }
  T* operator->() { return INVARIANT(ok()), &*value_; }

 private:
  std::optional<T> value_;
  std::string_view reason_;
};

}  // namespace ringline
