// Reads ";name=value;flag" one parameter at a time, as views (RFC 3261 25.1: generic-param).
//
// Lenient where nothing can be mistaken: white space around separators and empty parameters are
// passed over, and a value is whatever stands before the next semicolon.
#pragma once

#include <optional>
#include <string_view>

#include "core/text/cursor.h"

namespace ringline {

struct ParameterView {
  std::string_view name;
  // Absent for a flag. Of a quoted-string the inside, escapes as they stand.
  std::optional<std::string_view> value;
  bool quoted = false;
};

class ParameterReader {
 public:
  // `text` begins at the first semicolon.
  explicit ParameterReader(std::string_view text) : cursor_(text) {}
  // Nothing at the end, or where something other than a parameter stands: then done() is false.
  std::optional<ParameterView> Next();
  bool done() const { return cursor_.done(); }

 private:
  Cursor cursor_;
};

// The value of the first parameter of that name (in any case); "" when it is absent or a flag.
std::string_view FindParameterValue(std::string_view parameters, std::string_view name);

// Where the header parameters of a name-addr or addr-spec begin: at the first semicolon behind the
// angle brackets, or the first at all without them (RFC 3261 20.10). The size of `value` when there
// are none, npos when a quote or bracket never closes.
size_t ParametersStart(std::string_view value);

}  // namespace ringline
