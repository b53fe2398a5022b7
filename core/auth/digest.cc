#include "core/auth/digest.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/base/invariant.h"
#include "core/text/ascii.h"

namespace ringline {
namespace {

constexpr std::string_view kHashNames[] = {"MD5", "SHA-256", "SHA-512-256"};
constexpr std::string_view kSession = "-sess";

// RFC 7616 3.4: the count is eight hex digits.
std::string CountText(uint32_t count) {
  std::string text(8, '0');
  for (size_t i = 8; count != 0; count >>= 4) text[--i] = "0123456789abcdef"[count & 15];
  return text;
}

std::string_view QopName(Qop qop) { return qop == Qop::kAuthInt ? "auth-int" : "auth"; }

// We prefer auth: auth-int breaks where a proxy rewrites the body, and Ringline's frames cross TLS.
// An empty list is none, as an absent one is.
std::optional<Qop> ChooseQop(const Challenge& challenge) {
  if (challenge.Offers("qop", "auth")) return Qop::kAuth;
  if (challenge.Offers("qop", "auth-int")) return Qop::kAuthInt;
  if (challenge.Get("qop").empty()) return Qop::kNone;
  return std::nullopt;
}

// RFC 7616 3.3: H(data), over fields that colons part.
std::string H(Hash hash, std::initializer_list<std::string_view> fields) {
  std::string data;
  for (std::string_view field : fields) data.append(field).append(":");
  data.pop_back();
  return HexDigest(hash, {data});
}

void AppendWord(std::string& out, std::string_view name, std::string_view value) {
  out.append(", ").append(name).append("=").append(value);
}

void AppendQuoted(std::string& out, std::string_view name, std::string_view value) {
  AppendWord(out, name, "\"");
  for (char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace

std::optional<DigestAlgorithm> ParseDigestAlgorithm(std::string_view name) {
  DigestAlgorithm algorithm;
  if (name.empty()) return algorithm;
  const size_t stem = name.size() - std::min(name.size(), kSession.size());
  if (EqualsIgnoringCase(name.substr(stem), kSession)) {
    algorithm.session = true;
    name = name.substr(0, stem);
  }
  for (Hash hash : {Hash::kMd5, Hash::kSha256, Hash::kSha512_256}) {
    algorithm.hash = hash;
    if (EqualsIgnoringCase(name, kHashNames[static_cast<size_t>(hash)])) return algorithm;
  }
  return std::nullopt;
}

std::string_view DigestSession::Obstacle(const Challenge& challenge,
                                         const Credentials& credentials) {
  if (!challenge.Is("Digest")) return "unknown authentication scheme";
  if (!challenge.Has("nonce")) return "challenge without nonce";
  const std::optional<DigestAlgorithm> algorithm = ParseDigestAlgorithm(challenge.Get("algorithm"));
  if (!algorithm) return "unknown digest algorithm";
  if (!ChooseQop(challenge)) return "unknown quality of protection";
  if (!credentials.password.empty()) return "";
  if (credentials.ha1.empty()) return "no password";
  if (challenge.Get("realm") != credentials.realm) return "ha1 is for another realm";
  if (algorithm->hash != credentials.ha1_hash) return "ha1 is for another algorithm";
  return "";
}

void DigestSession::TakeUp(const Challenge& challenge, const Credentials& credentials,
                           std::string new_cnonce) {
  INVARIANT(Obstacle(challenge, credentials).empty());
  algorithm = *ParseDigestAlgorithm(challenge.Get("algorithm"));
  names_algorithm = challenge.Has("algorithm");
  qop = *ChooseQop(challenge);
  realm = challenge.Get("realm");
  has_opaque = challenge.Has("opaque");
  opaque = challenge.Get("opaque");
  cnonce = std::move(new_cnonce);
  Continue(challenge.Get("nonce"));

  const Hash hash = algorithm.hash;
  // RFC 7616 3.4.4: the name is kept from those who listen.
  user_is_hashed = challenge.IsTrue("userhash");
  user = user_is_hashed ? H(hash, {credentials.user, realm}) : credentials.user;
  // RFC 7616 3.4.2.
  key = credentials.password.empty() ? Lowered(credentials.ha1)
                                     : H(hash, {credentials.user, realm, credentials.password});
  if (algorithm.session) key = H(hash, {key, nonce, cnonce});
}

std::string DigestSession::Response(const AuthRequest& request) const {
  const Hash hash = algorithm.hash;
  // RFC 7616 3.4.3.
  std::string last(request.uri);
  if (qop == Qop::kAuthInt) last.append(":").append(HexDigest(hash, {request.body}));
  last = H(hash, {request.method, last});
  if (qop == Qop::kNone) return H(hash, {key, nonce, last});
  return H(hash, {key, nonce, CountText(count), cnonce, QopName(qop), last});
}

// RFC 3261 25.1 wants algorithm, qop and nc bare, and the others quoted.
std::string DigestSession::Answer(const AuthRequest& request) {
  ++count;
  std::string value = "Digest";
  AppendQuoted(value, "username", user);
  value.erase(6, 1);  // The comma before the first.
  AppendQuoted(value, "realm", realm);
  AppendQuoted(value, "nonce", nonce);
  AppendQuoted(value, "uri", request.uri);
  AppendQuoted(value, "response", Response(request));
  if (names_algorithm) {
    AppendWord(value, "algorithm", kHashNames[static_cast<size_t>(algorithm.hash)]);
    if (algorithm.session) value.append(kSession);
  }
  if (has_opaque) AppendQuoted(value, "opaque", opaque);
  if (qop != Qop::kNone) {
    AppendWord(value, "qop", QopName(qop));
    AppendWord(value, "nc", CountText(count));
  }
  // RFC 7616 3.4 wants no cnonce without qop, but a session key cannot be checked without it.
  if (qop != Qop::kNone || algorithm.session) AppendQuoted(value, "cnonce", cnonce);
  if (user_is_hashed) AppendWord(value, "userhash", "true");
  return value;
}

void DigestSession::Continue(std::string next_nonce) {
  nonce = std::move(next_nonce);
  count = 0;
}

}  // namespace ringline
