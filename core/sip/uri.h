// A URI (RFC 3261 19.1, RFC 3966): sip and sips taken apart, tel with its parameters, any other
// scheme kept whole in `opaque` and written back as it came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace ringline {

// A parameter of a URI or a header. `value` is absent for a flag (";lr"), and is unquoted.
struct Parameter {
  std::string name;  // Lower case.
  std::optional<std::string> value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};
using Parameters = std::vector<Parameter>;

const Parameter* Find(const Parameters& parameters, std::string_view name);
// The value of a parameter; "" when it is absent or a flag.
std::string_view ValueOf(const Parameters& parameters, std::string_view name);
void SetParameter(Parameters& parameters, std::string_view name, std::optional<std::string> value);

// Where the pieces of a URI stand, nothing unescaped or copied: enough for a check, which is made
// for every request. Fails where Uri::Parse fails.
struct UriParts {
  std::string_view scheme, user, password, host, parameters, headers, opaque;
  bool has_password = false;
  uint16_t port = 0;
  static Result<UriParts> Split(std::string_view text);
  bool is_sip() const;
  bool is_tel() const;
};

struct Uri {
  std::string scheme = "sip";  // Lower case.
  std::string user;            // Unescaped; may hold anything. For tel: the number.
  std::string password;        // Unescaped.
  std::string host;            // Lower case; IPv6 with its brackets.
  uint16_t port = 0;           // 0: none given.
  Parameters parameters;
  std::vector<std::pair<std::string, std::string>> headers;  // Unescaped, in order.
  std::string opaque;  // Of a scheme that is neither sip, sips nor tel: all after the colon.

  // Refuses control characters, spaces and the delimiters <>" wherever they stand (unescaped), so a
  // URI can end neither its header nor its brackets. The values of parameters keep their escapes.
  static Result<Uri> Parse(std::string_view text);
  // What a person may type: "bob", "bob@host", "sip:bob@host", "tel:+1-212", "+1 (212) 555", with
  // `domain` for what has none (RFC 3261 19.1.6 for telephone numbers: separators go; `user=phone`
  // is not added, since applications compare what they dialled). With several "@" the last counts.
  static Result<Uri> FromTarget(std::string_view text, std::string_view domain);

  bool is_sip() const { return scheme == "sip" || scheme == "sips"; }
  std::string ToString() const;
  // scheme:user@host[:port], nothing more (RFC 3261 10.3: the address-of-record).
  std::string ToAor() const;
};

// RFC 3261 19.1.4: equal by the rules, not by the letters.
bool Equivalent(const Uri& a, const Uri& b);

// As the user part of a SIP URI, what RFC 3261 25.1 does not allow there as %XX.
std::string EscapeUser(std::string_view user);
// %XX as the byte it stands for; a "%" without two hex digits stands for itself.
std::string Unescape(std::string_view text);

}  // namespace ringline
