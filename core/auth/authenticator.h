// An account's memory of who has asked for its credentials, and what was said.
//
//   request ──► Authorize ──► headers of those who asked before
//   401/407 ──► Answer ─────► headers of the retry, or the reason why it would be in vain
//   2xx     ──► Learn ──────► the next nonce
//
// A proxy that has asked gets its header with every later request; a server (401) only where the
// Request-URI is the one it asked for, since a request elsewhere would hand the digest, against
// which passwords can be tried, to somebody who never had it.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "core/auth/challenge.h"
#include "core/auth/credentials.h"
#include "core/auth/digest.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace ringline {

// Who asks: a server by 401 and WWW-Authenticate, a proxy by 407 and Proxy-Authenticate.
enum class Challenger : uint8_t { kServer, kProxy };

struct AuthHeader {
  std::string_view name;  // Authorization or Proxy-Authorization.
  std::string value;
};

// All values of a response, whatever its status: a proxy that forked gathers both kinds in one
// (RFC 3261 16.7).
struct AuthChallenges {
  std::vector<std::string_view> www;    // WWW-Authenticate
  std::vector<std::string_view> proxy;  // Proxy-Authenticate
};

// Which nonces one request has carried, from its first sending to its last retry. The one who sends
// it keeps this beside it. ACK and CANCEL carry the INVITE's headers as they are (RFC 3261 22.1,
// 13.2.2.4).
struct AuthTrail {
  struct Carried {
    uint32_t space;
    uint32_t nonce;  // Its serial number.
    bool answers;    // A challenge to this very request; else it was sent unasked.
  };
  std::vector<Carried> carried;
  bool token = false;  // As Authorization, whoever asked.
  int rounds = 0;
};

class Authenticator {
 public:
  Authenticator() = default;
  // Unsound credentials answer nothing.
  explicit Authenticator(Credentials credentials);
  const Credentials& credentials() const { return credentials_; }

  // The headers that `request` takes along unasked.
  std::vector<AuthHeader> Authorize(const AuthRequest& request, AuthTrail& trail);

  // All Authorization and Proxy-Authorization headers of the retry, in place of those `request`
  // had. Fails when nothing in `challenges` can be answered, or was answered in vain: then the
  // password is wrong, and a further try would only lock the account.
  Result<std::vector<AuthHeader>> Answer(const AuthRequest& request,
                                         const AuthChallenges& challenges, AuthTrail& trail,
                                         Random& random);

  // Authentication-Info (kServer) or Proxy-Authentication-Info of a final response to `request`.
  void Learn(const AuthRequest& request, Challenger by, std::string_view info);

 private:
  // Somebody who asked, with what he asked last. A proxy may want the token, servers get that
  // unasked.
  struct Space {
    Challenger by;
    uint32_t id;
    std::string uri;  // Of a server: the Request-URI that it asked for.
    std::string realm;
    uint32_t nonce = 0;  // A serial number: each nonce of anybody has its own.
    bool wants_token = false;
    bool refused = false;     // Its answer; nothing is sent unasked until the next challenge.
    bool just_asked = false;  // The request being answered.
    DigestSession digest;
  };

  std::string_view Obstacle(const Challenge& challenge) const;
  bool IsBest(const Challenge& challenge, const std::vector<Challenge>& offered) const;
  Space& SpaceOf(Challenger by, const AuthRequest& request, std::string realm);
  bool WasRefused(const Space& space, const Challenge& challenge, const AuthTrail& trail) const;
  void TakeUp(Space& space, const Challenge& challenge, Random& random);
  void Carry(Space& space, AuthTrail& trail);

  Credentials credentials_;
  // In the order in which they first asked. A list, since moving such an element takes more code
  // than all the rest of it.
  std::list<Space> spaces_;
  uint32_t last_id_ = 0;
  uint32_t last_nonce_ = 0;
};

}  // namespace ringline
