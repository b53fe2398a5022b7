#include "core/auth/authenticator.h"

#include <algorithm>
#include <utility>

#include "core/text/ascii.h"

namespace ringline {
namespace {

// A chain of proxies asks one by one, and each may find its nonce stale once; beyond that somebody is
// playing with us.
constexpr int kMostRounds = 8;
// Each is held against all others.
constexpr size_t kMostChallenges = 32;
// Servers that ask by 401 are one a Request-URI: a phone calls many in a day.
constexpr size_t kMostSpaces = 32;

std::string_view HeaderName(Challenger by) {
  return by == Challenger::kServer ? "Authorization" : "Proxy-Authorization";
}

AuthTrail::Carried* Find(AuthTrail& trail, Challenger by, std::string_view realm) {
  for (AuthTrail::Carried& carried : trail.carried) {
    if (carried.by == by && carried.realm == realm) return &carried;
  }
  return nullptr;
}

// Another request may have brought a newer nonce meanwhile; that one answers nothing of ours.
void Carry(AuthTrail& trail, Challenger by, std::string_view realm, std::string_view nonce) {
  AuthTrail::Carried* carried = Find(trail, by, realm);
  if (!carried) {
    trail.carried.push_back({by, std::string(realm), std::string(nonce)});
  } else if (carried->nonce != nonce) {
    carried->nonce = nonce;
    carried->answers = false;
  }
}

std::vector<Challenge> ParseAll(const std::vector<std::string_view>& values) {
  std::vector<Challenge> challenges;
  for (std::string_view value : values) {
    for (Challenge& challenge : ParseChallenges(value)) {
      if (challenges.size() < kMostChallenges) challenges.push_back(std::move(challenge));
    }
  }
  return challenges;
}

}  // namespace

Authenticator::Authenticator(Credentials credentials) : credentials_(std::move(credentials)) {
  if (!credentials_.IsSound()) credentials_ = {};
}

bool Authenticator::Covers(const Space& space, Challenger by, const AuthRequest& request) {
  return space.by == by && (by == Challenger::kProxy || space.uri == request.uri);
}

std::vector<AuthHeader> Authenticator::Authorize(const AuthRequest& request, AuthTrail& trail) {
  std::vector<AuthHeader> headers;
  bool token_wanted = !credentials_.token.empty();
  for (Space& space : spaces_) {
    if (!Covers(space, space.by, request)) continue;
    if (space.digest) {
      headers.push_back({HeaderName(space.by), space.digest->Answer(request)});
      Carry(trail, space.by, space.realm, space.digest->nonce);
      // A server that asked for a digest would not know what to do with a token beside it.
      if (space.by == Challenger::kServer) token_wanted = false;
    } else {
      headers.push_back({HeaderName(space.by), credentials_.token});
      Carry(trail, space.by, space.realm, "");
    }
  }
  if (token_wanted) headers.push_back({HeaderName(Challenger::kServer), credentials_.token});
  trail.token |= token_wanted;
  return headers;
}

std::string_view Authenticator::Obstacle(const Challenge& challenge) const {
  const std::vector<std::string>& realms = credentials_.realms;
  const std::string_view realm = challenge.Get("realm");
  if (!realms.empty() && std::find(realms.begin(), realms.end(), realm) == realms.end()) {
    return "realm is not one of ours";
  }
  if (challenge.Is("Bearer") && !credentials_.token.empty()) return "";
  return DigestSession::Obstacle(challenge, credentials_);
}

// RFC 8760 2.4 would take the topmost that we know, and leaves the choice to policy: ours is the
// strongest, whatever the order in which a proxy gathered them. Of equals, the topmost.
const Challenge* Authenticator::Strongest(const std::vector<Challenge>& challenges,
                                          std::string_view realm) const {
  auto strength = [](const Challenge& challenge) {
    if (!challenge.Is("Digest")) return -1;
    return static_cast<int>(ParseDigestAlgorithm(challenge.Get("algorithm"))->hash);
  };
  const Challenge* best = nullptr;
  for (const Challenge& challenge : challenges) {
    if (challenge.Get("realm") != realm || !Obstacle(challenge).empty()) continue;
    if (!best || strength(challenge) > strength(*best)) best = &challenge;
  }
  return best;
}

void Authenticator::Forget(Challenger by, const AuthRequest& request, std::string_view realm) {
  std::erase_if(spaces_, [&](const Space& space) {
    return Covers(space, by, request) && space.realm == realm;
  });
}

Authenticator::Space& Authenticator::Remember(Challenger by, const AuthRequest& request,
                                              std::string_view realm) {
  for (Space& space : spaces_) {
    if (Covers(space, by, request) && space.realm == realm) return space;
  }
  if (spaces_.size() == kMostSpaces) {
    // The oldest server goes; proxies are few, and asked of with every request.
    auto oldest = std::find_if(spaces_.begin(), spaces_.end(), [](const Space& space) {
      return space.by == Challenger::kServer;
    });
    spaces_.erase(oldest == spaces_.end() ? spaces_.begin() : oldest);
  }
  std::string uri(by == Challenger::kServer ? request.uri : "");
  return spaces_.emplace_back(Space{by, std::move(uri), std::string(realm), std::nullopt});
}

void Authenticator::TakeUp(Challenger by, const AuthRequest& request, const Challenge& challenge,
                           Random& random) {
  const std::string_view realm = challenge.Get("realm");
  if (!challenge.Is("Digest")) {
    Forget(by, request, realm);
    if (by == Challenger::kProxy) Remember(by, request, realm);
    return;
  }
  std::optional<DigestSession>& known = Remember(by, request, realm).digest;
  // Servers give one nonce to several requests; its count goes on over all of them (RFC 7616 3.4),
  // and so does a session key.
  const bool goes_on = known && known->nonce == challenge.Get("nonce") &&
                       known->algorithm == ParseDigestAlgorithm(challenge.Get("algorithm"));
  if (!goes_on) known = DigestSession::Make(challenge, credentials_, random.Token(16));
}

// The same nonce again, or a fresh one in place of our answer: the answer is wrong. A fresh one in
// place of what we sent unasked only says that the old nonce has had its day, as stale does
// (RFC 7616 3.3).
bool Authenticator::WasRefused(Challenger by, const Challenge& challenge, AuthTrail& trail) const {
  if (challenge.Is("Bearer") && by == Challenger::kServer) return trail.token;
  const AuthTrail::Carried* carried = Find(trail, by, challenge.Get("realm"));
  if (!carried || challenge.IsTrue("stale")) return false;
  return carried->answers || carried->nonce == challenge.Get("nonce");
}

Result<std::vector<AuthHeader>> Authenticator::Answer(const AuthRequest& request,
                                                      const AuthChallenges& challenges,
                                                      AuthTrail& trail, Random& random) {
  if (++trail.rounds > kMostRounds) return Failed{"too many challenges"};
  std::string_view reason = "no challenge";
  bool refused = false;
  std::vector<std::pair<Challenger, std::string>> taken;
  for (Challenger by : {Challenger::kServer, Challenger::kProxy}) {
    const auto& values = by == Challenger::kServer ? challenges.www : challenges.proxy;
    const std::vector<Challenge> offered = ParseAll(values);
    for (const Challenge& challenge : offered) {
      const std::string_view realm = challenge.Get("realm");
      const Challenge* best = Strongest(offered, realm);
      if (!best) reason = Obstacle(challenge);
      if (best != &challenge) continue;
      if (WasRefused(by, challenge, trail)) {
        Forget(by, request, realm);
        refused = true;
        continue;
      }
      TakeUp(by, request, challenge, random);
      taken.emplace_back(by, realm);
    }
  }
  if (taken.empty()) return Failed{refused ? "credentials were refused" : reason};
  std::vector<AuthHeader> headers = Authorize(request, trail);
  for (const auto& [by, realm] : taken) {
    if (AuthTrail::Carried* carried = Find(trail, by, realm)) carried->answers = true;
  }
  return headers;
}

void Authenticator::Learn(const AuthRequest& request, Challenger by, std::string_view value) {
  const Challenge info = ParseAuthenticationInfo(value);
  const std::string_view next = info.Get("nextnonce");
  if (next.empty()) return;
  // The header names no realm. The cnonce tells whom it is from; without one, there must be only one.
  const std::string_view cnonce = info.Get("cnonce");
  DigestSession* meant = nullptr;
  for (Space& space : spaces_) {
    if (!Covers(space, by, request) || !space.digest) continue;
    if (!cnonce.empty() && space.digest->cnonce != cnonce) continue;
    if (meant) return;
    meant = &*space.digest;
  }
  if (meant) meant->Continue(next);
}

}  // namespace ringline
