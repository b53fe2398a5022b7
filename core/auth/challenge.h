// What WWW-Authenticate, Proxy-Authenticate and their -Info relatives say (RFC 3261 20.44, RFC 9110
// 11.6.1, RFC 7616).
//
// A value is taken as far as it can be understood: a scheme or a parameter that we do not know is
// kept, a damaged one is passed over. Whether what remains is enough, the Authenticator decides.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/cursor.h"

namespace ringline {

struct AuthParameter {
  std::string_view name;   // As written; any case means the same.
  std::string_view value;  // Without its quotes; free of control characters. Escapes stand.
};

// Takes parameters apart, one by one: "a=1, b=\"2\"". Stops where another challenge begins.
class AuthParameterReader {
 public:
  explicit AuthParameterReader(std::string_view text) : in_(text) {}
  std::optional<AuthParameter> Next();
  // How far it has read.
  size_t position() const { return in_.position(); }

 private:
  Cursor in_;
  bool after_comma_ = false;
};

// Views of the header's value; it must outlive them. Parameters are looked for when asked: there
// are a handful, each asked for once.
struct Challenge {
  std::string_view scheme;      // As written; any case means the same.
  std::string_view token68;     // Of schemes that have one blob in place of parameters (Negotiate).
  std::string_view parameters;  // All of them; AuthParameterReader takes them apart.

  bool Is(std::string_view other_scheme) const;
  bool Has(std::string_view name) const;
  // The first of that name, without escapes; "" when there is none.
  std::string Get(std::string_view name) const;
  // For stale and userhash: "true" as token or quoted, in any case.
  bool IsTrue(std::string_view name) const;
  // Whether the quoted list `name` (qop) holds `option`.
  bool Offers(std::string_view name, std::string_view option) const;
};

// A message carries one or two. More are an attack on our time, since each is held against all.
inline constexpr size_t kMostChallenges = 16;

// Appends the challenges of one header line, until there are kMostChallenges: usually one, but
// HTTP's comma list is understood, and so are parameters that only a space parts.
void ParseChallenges(std::string_view value, std::vector<Challenge>& challenges);

// Authentication-Info and Proxy-Authentication-Info: parameters of no scheme (RFC 7616 3.5).
inline Challenge ParseAuthenticationInfo(std::string_view value) { return {{}, {}, value}; }

}  // namespace ringline
