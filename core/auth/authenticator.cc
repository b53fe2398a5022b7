#include "core/auth/authenticator.h"

#include <algorithm>
#include <utility>

#include "core/text/ascii.h"

namespace ringline {
namespace {

// A chain of proxies asks one by one, and each may find its nonce stale once; beyond that somebody
// is playing with us.
constexpr int kMostRounds = 8;
// Servers that ask by 401 are one a Request-URI: a phone calls many in a day.
constexpr size_t kMostSpaces = 32;

constexpr std::string_view kNames[] = {"Authorization", "Proxy-Authorization"};

int Strength(const Challenge& challenge) {
  if (!challenge.Is("Digest")) return -1;
  return static_cast<int>(ParseDigestAlgorithm(challenge.Get("algorithm"))->hash);
}

AuthTrail::Carried* Find(AuthTrail& trail, uint32_t space) {
  for (AuthTrail::Carried& carried : trail.carried) {
    if (carried.space == space) return &carried;
  }
  return nullptr;
}

}  // namespace

Authenticator::Authenticator(Credentials credentials) : credentials_(std::move(credentials)) {}

std::vector<AuthHeader> Authenticator::Authorize(const AuthRequest& request, AuthTrail& trail) {
  std::vector<AuthHeader> headers;
  auto add = [&](Challenger by, std::string value) {
    headers.push_back({kNames[static_cast<size_t>(by)], std::move(value)});
  };
  bool token = !credentials_.token.empty() && credentials_.IsSound();
  for (Space& space : spaces_) {
    const bool server = space.by == Challenger::kServer;
    if (space.refused || (server && space.uri != request.uri)) continue;
    add(space.by, space.wants_token ? credentials_.token : space.digest.Answer(request));
    Carry(space, trail);
    // A server that asked for a digest would not know what to do with a token beside it.
    if (server) token = false;
  }
  if (token) add(Challenger::kServer, credentials_.token);
  trail.token |= token;
  return headers;
}

// Another request may have brought a newer nonce meanwhile; that one answers nothing of ours.
void Authenticator::Carry(Space& space, AuthTrail& trail) {
  AuthTrail::Carried* carried = Find(trail, space.id);
  if (!carried) carried = &trail.carried.emplace_back(AuthTrail::Carried{space.id, 0, false});
  carried->answers = space.just_asked || (carried->answers && carried->nonce == space.nonce);
  carried->nonce = space.nonce;
  space.just_asked = false;
}

std::string_view Authenticator::Obstacle(const Challenge& challenge) const {
  const std::vector<std::string>& realms = credentials_.realms;
  if (!realms.empty() &&
      std::find(realms.begin(), realms.end(), challenge.Get("realm")) == realms.end()) {
    return "realm is not one of ours";
  }
  if (!credentials_.IsSound()) return "credentials with control characters";
  if (challenge.Is("Bearer") && !credentials_.token.empty()) return "";
  return DigestSession::Obstacle(challenge, credentials_);
}

// RFC 8760 2.4 would take the topmost that we know, and leaves the choice to policy: ours is the
// strongest, whatever the order in which a proxy gathered them. Of equals, the topmost.
bool Authenticator::IsBest(const Challenge& challenge,
                           const std::vector<Challenge>& offered) const {
  const std::string realm = challenge.Get("realm");
  const int strength = Strength(challenge);
  bool before = true;
  for (const Challenge& other : offered) {
    if (&other == &challenge) {
      before = false;
    } else if (other.Get("realm") == realm && Obstacle(other).empty()) {
      if (Strength(other) >= strength + !before) return false;
    }
  }
  return true;
}

Authenticator::Space& Authenticator::SpaceOf(Challenger by, const AuthRequest& request,
                                             std::string realm) {
  const std::string_view uri = by == Challenger::kServer ? request.uri : "";
  for (Space& space : spaces_) {
    if (space.by == by && space.uri == uri && space.realm == realm) return space;
  }
  if (spaces_.size() == kMostSpaces) {
    // The oldest server goes; proxies are few, and asked of with every request.
    auto oldest = spaces_.begin();
    while (oldest != spaces_.end() && oldest->by == Challenger::kProxy) ++oldest;
    spaces_.erase(oldest == spaces_.end() ? spaces_.begin() : oldest);
  }
  Space& space = spaces_.emplace_back();
  space.by = by;
  space.id = ++last_id_;
  space.uri = uri;
  space.realm = std::move(realm);
  space.refused = true;
  return space;
}

// The same nonce again, or a fresh one in place of our answer: the answer is wrong. A fresh one in
// place of what we sent unasked only says that the old nonce has had its day, as stale does
// (RFC 7616 3.3).
bool Authenticator::WasRefused(const Space& space, const Challenge& challenge,
                               const AuthTrail& trail) const {
  if (challenge.Is("Bearer") && space.by == Challenger::kServer) return trail.token;
  for (const AuthTrail::Carried& carried : trail.carried) {
    if (carried.space != space.id || challenge.IsTrue("stale")) continue;
    return carried.answers ||
           (carried.nonce == space.nonce && space.digest.nonce == challenge.Get("nonce"));
  }
  return false;
}

void Authenticator::TakeUp(Space& space, const Challenge& challenge, Random& random) {
  space.wants_token = !challenge.Is("Digest");
  // Servers get the token unasked.
  space.refused = space.wants_token && space.by == Challenger::kServer;
  space.just_asked = true;
  // Servers give one nonce to several requests; its count goes on over all of them (RFC 7616 3.4),
  // and so does a session key.
  DigestSession& digest = space.digest;
  const bool goes_on = space.nonce != 0 && digest.nonce == challenge.Get("nonce") &&
                       digest.algorithm == ParseDigestAlgorithm(challenge.Get("algorithm"));
  if (goes_on) return;
  space.nonce = ++last_nonce_;
  if (!space.wants_token) digest.TakeUp(challenge, credentials_, random.Token(16));
}

Result<std::vector<AuthHeader>> Authenticator::Answer(const AuthRequest& request,
                                                      const AuthChallenges& challenges,
                                                      AuthTrail& trail, Random& random) {
  if (++trail.rounds > kMostRounds) return Failed{"too many challenges"};
  std::string_view reason = "no challenge";
  bool refused = false, taken = false;
  for (Challenger by : {Challenger::kServer, Challenger::kProxy}) {
    std::vector<Challenge> offered;
    for (std::string_view value : by == Challenger::kServer ? challenges.www : challenges.proxy) {
      ParseChallenges(value, offered);
    }
    for (const Challenge& challenge : offered) {
      const std::string_view obstacle = Obstacle(challenge);
      if (!obstacle.empty()) {
        reason = obstacle;
      } else if (IsBest(challenge, offered)) {
        Space& space = SpaceOf(by, request, challenge.Get("realm"));
        space.refused = WasRefused(space, challenge, trail);
        refused |= space.refused;
        if (space.refused) continue;
        TakeUp(space, challenge, random);
        taken = true;
      }
    }
  }
  if (taken) return Authorize(request, trail);
  return Failed{refused ? "credentials were refused" : reason};
}

void Authenticator::Learn(const AuthRequest& request, Challenger by, std::string_view value) {
  const Challenge info = ParseAuthenticationInfo(value);
  std::string next = info.Get("nextnonce");
  if (next.empty()) return;
  // The header names no realm. The cnonce tells whom it is from; without one, there must be only
  // one.
  const std::string cnonce = info.Get("cnonce");
  Space* meant = nullptr;
  for (Space& space : spaces_) {
    if (space.by != by || space.refused || space.wants_token) continue;
    if (by == Challenger::kServer && space.uri != request.uri) continue;
    if (!cnonce.empty() && space.digest.cnonce != cnonce) continue;
    if (meant) return;
    meant = &space;
  }
  if (!meant) return;
  meant->digest.Continue(std::move(next));
  meant->nonce = ++last_nonce_;
}

}  // namespace ringline
