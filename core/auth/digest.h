// Digest as SIP uses it: RFC 7616, RFC 8760, and RFC 2617's and RFC 2069's servers.
//
// A DigestSession is one challenge taken up; it answers for one request after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/auth/challenge.h"
#include "core/auth/credentials.h"
#include "core/auth/hash.h"

namespace ringline {

struct DigestAlgorithm {
  Hash hash = Hash::kMd5;
  bool session = false;  // The -sess form: the key is bound to the first nonce and cnonce.
  friend bool operator==(const DigestAlgorithm&, const DigestAlgorithm&) = default;
};

// In any case of letters; "" is MD5 (RFC 7616 3.3). Nothing for what we cannot compute.
std::optional<DigestAlgorithm> ParseDigestAlgorithm(std::string_view name);

// kNone is RFC 2069's form, for servers that offer no qop.
enum class Qop : uint8_t { kNone, kAuth, kAuthInt };

// What of a request goes into its answer.
struct AuthRequest {
  std::string_view method;
  std::string_view uri;   // The Request-URI, as on the wire.
  std::string_view body;  // For auth-int.
};

struct DigestSession {
  DigestAlgorithm algorithm;
  bool names_algorithm = false;  // Answers name it only to servers that did.
  Qop qop = Qop::kNone;
  bool user_is_hashed = false;
  bool has_opaque = false;
  std::string user;  // As it is written: hashed when `user_is_hashed`.
  std::string realm;
  std::string nonce;
  std::string opaque;
  std::string cnonce;
  std::string key;     // HA1, or the session key. As secret as the password.
  uint32_t count = 0;  // Requests answered with this nonce, with the one being answered.

  // What stands in the way of taking up a challenge, as a literal for a log; "" when nothing does.
  static std::string_view Obstacle(const Challenge& challenge, const Credentials& credentials);
  // Forgets the challenge before, and takes up one that has no obstacle.
  void TakeUp(const Challenge& challenge, const Credentials& credentials, std::string cnonce);

  // The value of Authorization or Proxy-Authorization, counted.
  std::string Answer(const AuthRequest& request);
  // Goes on with the next nonce that the server named in time (RFC 7616 3.5). A session key stays.
  void Continue(std::string next_nonce);

  // RFC 7616 3.4.1: 32 or 64 hex digits.
  std::string Response(const AuthRequest& request) const;
};

}  // namespace ringline
