// Who an account says it is, and what proves it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/auth/hash.h"
#include "core/text/ascii.h"

namespace ringline {

struct Credentials {
  std::string user;
  std::string password;
  // H(user:realm:password) in hex, in place of the password; as secret as it, but of use for
  // `realm` alone. Looked at only when there is no password.
  std::string ha1;
  std::string realm;
  Hash ha1_hash = Hash::kMd5;
  // Sent verbatim as Authorization with every request: "Bearer eyJ…" (RFC 8898).
  std::string token;
  // Nobody else gets an answer: whoever asks for a digest can try passwords against it at leisure.
  // Empty answers every realm, since a user seldom knows what a proxy calls itself.
  std::vector<std::string> realms;

  bool has_secret() const { return !password.empty() || !ha1.empty(); }
  // Whether any of it would break a header line. Such credentials answer nothing.
  bool IsSound() const { return IsPlainText(user) && IsPlainText(token); }
};

}  // namespace ringline
