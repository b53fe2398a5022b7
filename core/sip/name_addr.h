// name-addr or addr-spec with parameters: From, To, Contact, Route, Record-Route, Refer-To…
// (RFC 3261 20.10, 20.20, 25.1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sip/uri.h"

namespace ringline {

struct NameAddr {
  std::string display_name;  // Unquoted; UTF-8.
  Uri uri;
  Parameters
      parameters;  // Of the header, not of the URI: without brackets all belong here (20.10).

  // One value; of a comma list take one (Message::Values, ListReader) and parse that.
  static Result<NameAddr> Parse(std::string_view text);
  std::string ToString() const;

  std::string_view tag() const { return ValueOf(parameters, "tag"); }
};

// A display name as a quoted-string when it needs quotes, escaped (25.1). CR and LF, which no
// quoted-string can hold, become spaces.
std::string Quote(std::string_view text);
// In quotes whatever it holds, for a grammar that wants a quoted-string.
void AppendQuoted(std::string& out, std::string_view text);
// ";name=value" of each, a value in quotes where it is no token or host.
void AppendParameters(std::string& out, const Parameters& parameters);
// Reads them back, quotes and escapes taken off.
Parameters ParseParameters(std::string_view text);

}  // namespace ringline
