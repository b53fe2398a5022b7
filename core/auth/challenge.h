// What WWW-Authenticate, Proxy-Authenticate and their -Info relatives say (RFC 3261 20.44, RFC 9110
// 11.6.1, RFC 7616).
//
// A value is taken as far as it can be understood: a scheme or a parameter that we do not know is
// kept, a damaged one is left out. Whether what remains is enough, the Authenticator decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ringline {

struct AuthParameter {
  std::string name;   // As written; any case means the same.
  std::string value;  // Without quotes and escapes; free of control characters.
};

struct Challenge {
  std::string scheme;   // As written; any case means the same.
  std::string token68;  // Of schemes that have no parameters but one blob (Negotiate).
  std::vector<AuthParameter> parameters;  // All of them, in their order.

  bool Is(std::string_view other_scheme) const;
  // The first of that name, or null.
  const std::string* Find(std::string_view name) const;
  // The same; "" when there is none.
  std::string_view Get(std::string_view name) const;
  // For stale and userhash: "true" as token or quoted, in any case.
  bool IsTrue(std::string_view name) const;
  // Whether the quoted list `name` (qop) holds `option`.
  bool Offers(std::string_view name, std::string_view option) const;
};

// The challenges of one header line: usually one, but HTTP's comma list is understood, and so are
// parameters that only a space parts. No more than 32 are read.
std::vector<Challenge> ParseChallenges(std::string_view value);

// Authentication-Info and Proxy-Authentication-Info: parameters of no scheme (RFC 7616 3.5).
Challenge ParseAuthenticationInfo(std::string_view value);

}  // namespace ringline
