#include "core/auth/authenticator.h"

#include <set>

#include "doctest/doctest.h"
#include "tests/core/auth/owned_challenge.h"

namespace ringline {
namespace {

constexpr AuthRequest kRegister = {"REGISTER", "sip:example.com", ""};
constexpr AuthRequest kInvite = {"INVITE", "sip:bob@example.com", "v=0\r\n"};

Credentials Alice() {
  Credentials credentials;
  credentials.user = "alice";
  credentials.password = "wonder";
  return credentials;
}

std::string Asks(std::string_view realm, std::string_view nonce, std::string_view more = "") {
  std::string challenge = "Digest realm=\"";
  challenge.append(realm).append("\", nonce=\"").append(nonce).append("\", qop=\"auth\"");
  return challenge.append(more);
}

// An account's authenticator with its dice, and one request of it.
struct Account {
  explicit Account(Credentials credentials = Alice()) : authenticator(std::move(credentials)) {}
  Authenticator authenticator;
  Random random{Seed{1}};
};

struct Sending {
  Sending(Account& account, const AuthRequest& request)
      : account(account),
        request(request),
        headers(account.authenticator.Authorize(request, trail)) {}

  // "" when there is a retry, else the reason why not.
  std::string_view On401(std::vector<std::string> www, std::vector<std::string> proxy = {}) {
    AuthChallenges challenges{{www.begin(), www.end()}, {proxy.begin(), proxy.end()}};
    auto answer = account.authenticator.Answer(request, challenges, trail, account.random);
    headers = answer ? *std::move(answer) : std::vector<AuthHeader>();
    return answer.reason();
  }
  std::string_view On407(std::vector<std::string> proxy) { return On401({}, std::move(proxy)); }

  // The parameters of the one header of that kind for `realm`; checks that its digest is right.
  OwnedChallenge Header(std::string_view name, std::string_view realm) {
    OwnedChallenge found;
    for (const AuthHeader& header : headers) {
      const OwnedChallenge answer = OwnedChallenge::Only(header.value);
      if (header.name != name || answer.Get("realm") != realm) continue;
      CHECK(found.scheme.empty());
      found = answer;
    }
    if (found.scheme.empty()) return found;
    CHECK(found.Get("uri") == request.uri);
    const Hash hash =
        found.Has("algorithm") ? ParseDigestAlgorithm(found.Get("algorithm"))->hash : Hash::kMd5;
    const std::string ha1 = HexDigest(hash, {"alice:", realm, ":wonder"});
    const std::string ha2 = HexDigest(hash, {request.method, ":", request.uri});
    CHECK(found.Get("response") ==
          HexDigest(hash, {ha1, ":", found.Get("nonce"), ":", found.Get("nc"), ":",
                           found.Get("cnonce"), ":auth:", ha2}));
    return found;
  }
  OwnedChallenge Server(std::string_view realm) { return Header("Authorization", realm); }
  OwnedChallenge Proxy(std::string_view realm) { return Header("Proxy-Authorization", realm); }

  Account& account;
  AuthRequest request;
  AuthTrail trail;
  std::vector<AuthHeader> headers;
};

TEST_CASE("a first request carries nothing, its retry the answer") {
  Account account;
  Sending sending(account, kRegister);
  CHECK(sending.headers.empty());
  CHECK(sending.On401({Asks("r", "n1")}) == "");
  REQUIRE(sending.headers.size() == 1);
  CHECK(sending.Server("r").Get("nonce") == "n1");
  CHECK(sending.Server("r").Get("nc") == "00000001");
  CHECK(sending.Server("r").Get("cnonce").size() == 16);
}

TEST_CASE("later requests to the same server go authorized, counted") {
  Account account;
  CHECK(Sending(account, kRegister).On401({Asks("r", "n1")}) == "");
  for (std::string_view count : {"00000002", "00000003"}) {
    Sending refresh(account, kRegister);
    CHECK(refresh.Server("r").Get("nonce") == "n1");
    CHECK(refresh.Server("r").Get("nc") == count);
  }
}

TEST_CASE("a server's digest goes to no other Request-URI, a proxy's to all") {
  Account account;
  CHECK(Sending(account, kRegister).On401({Asks("r", "n1")}, {Asks("p", "n2")}) == "");
  Sending invite(account, kInvite);
  REQUIRE(invite.headers.size() == 1);
  CHECK(invite.Proxy("p").Get("nc") == "00000002");
}

TEST_CASE("a chain of proxies and a server: each is answered and all are carried along") {
  Account account;
  Sending sending(account, kInvite);
  CHECK(sending.On407({Asks("first", "a1")}) == "");
  CHECK(sending.On407({Asks("second", "b1")}) == "");
  CHECK(sending.On401({Asks("pbx", "c1")}) == "");
  REQUIRE(sending.headers.size() == 3);
  CHECK(sending.Proxy("first").Get("nc") == "00000003");
  CHECK(sending.Proxy("second").Get("nc") == "00000002");
  CHECK(sending.Server("pbx").Get("nc") == "00000001");
}

TEST_CASE("a forking proxy gathers challenges of several realms in one response") {
  Account account;
  Sending sending(account, kInvite);
  CHECK(sending.On401({Asks("home", "n1"), Asks("office", "n2")}, {Asks("edge", "n3")}) == "");
  REQUIRE(sending.headers.size() == 3);
  CHECK(sending.Server("home").Get("nonce") == "n1");
  CHECK(sending.Server("office").Get("nonce") == "n2");
  CHECK(sending.Proxy("edge").Get("nonce") == "n3");
}

TEST_CASE("of one realm the strongest algorithm we know is answered, in whatever order") {
  const std::string md5 = Asks("r", "n1", ", algorithm=MD5");
  const std::string sha256 = Asks("r", "n1", ", algorithm=SHA-256");
  const std::string sha512 = Asks("r", "n1", ", algorithm=SHA-512-256");
  const std::string sha3 = Asks("r", "n1", ", algorithm=SHA3-512");
  struct Case {
    std::vector<std::string> www;
    std::string_view algorithm;
  };
  for (const Case& c :
       {Case{{md5, sha256, sha512}, "SHA-512-256"}, Case{{sha512, sha256, md5}, "SHA-512-256"},
        Case{{sha3, md5, sha256, sha3}, "SHA-256"}, Case{{sha3, "Basic realm=\"r\"", md5}, "MD5"},
        Case{{md5 + ", " + sha256}, "SHA-256"}, Case{{Asks("r", "n1"), sha256}, "SHA-256"}}) {
    Account account;
    Sending sending(account, kRegister);
    CHECK(sending.On401(c.www) == "");
    REQUIRE(sending.headers.size() == 1);
    CHECK(sending.Server("r").Get("algorithm") == c.algorithm);
  }
}

TEST_CASE("a wrong password is tried once") {
  Account account;
  Sending sending(account, kRegister);
  CHECK(sending.On401({Asks("r", "n1")}) == "");
  SUBCASE("the server repeats its nonce") {
    CHECK(sending.On401({Asks("r", "n1")}) == "credentials were refused");
  }
  SUBCASE("the server makes a fresh one") {
    CHECK(sending.On401({Asks("r", "n2")}) == "credentials were refused");
  }
  // The next request does not carry the wrong answer, and has one try of its own.
  Sending next(account, kRegister);
  CHECK(next.headers.empty());
  CHECK(next.On401({Asks("r", "n3")}) == "");
}

TEST_CASE("one refusal does not stop the answer to somebody else") {
  Account account;
  Sending sending(account, kInvite);
  CHECK(sending.On401({Asks("home", "n1")}) == "");
  CHECK(sending.On401({Asks("home", "n2"), Asks("office", "n3")}) == "");
  REQUIRE(sending.headers.size() == 1);
  CHECK(sending.Server("office").Get("nonce") == "n3");
}

TEST_CASE("a stale nonce is replaced without a question") {
  Account account;
  Sending sending(account, kRegister);
  CHECK(sending.On401({Asks("r", "n1")}) == "");
  CHECK(sending.On401({Asks("r", "n2", ", stale=true")}) == "");
  CHECK(sending.Server("r").Get("nonce") == "n2");
  CHECK(sending.Server("r").Get("nc") == "00000001");
}

TEST_CASE("a server that finds everything stale is not asked for ever") {
  Account account;
  Sending sending(account, kRegister);
  int rounds = 0;
  while (sending.On401({Asks("r", "n" + std::to_string(rounds), ", stale=true")}) == "") ++rounds;
  CHECK(rounds == 8);
}

TEST_CASE("what went unasked with an old nonce may be refused without stale") {
  Account account;
  CHECK(Sending(account, kRegister).On401({Asks("r", "n1")}) == "");
  SUBCASE("a fresh nonce is answered, once") {
    Sending refresh(account, kRegister);
    CHECK(refresh.On401({Asks("r", "n2")}) == "");
    CHECK(refresh.Server("r").Get("nonce") == "n2");
    CHECK(refresh.Server("r").Get("nc") == "00000001");
    CHECK(refresh.On401({Asks("r", "n3")}) == "credentials were refused");
  }
  SUBCASE("the same nonce says that the password has changed") {
    Sending refresh(account, kRegister);
    CHECK(refresh.On401({Asks("r", "n1")}) == "credentials were refused");
  }
}

TEST_CASE("requests that cross share a nonce and never a count") {
  Account account;
  Sending a(account, kInvite), b(account, kInvite), c(account, kInvite);
  std::set<std::string> counts;
  for (Sending* sending : {&a, &b, &c}) {
    CHECK(sending->On407({Asks("p", "n1")}) == "");
    counts.insert(sending->Proxy("p").Get("nc"));
  }
  CHECK(counts == std::set<std::string>{"00000001", "00000002", "00000003"});
}

TEST_CASE("a newer nonce that another request brought does not count against this one") {
  Account account;
  Sending a(account, kInvite), b(account, kInvite);
  CHECK(a.On407({Asks("p", "n1")}) == "");
  CHECK(b.On407({Asks("p", "n2")}) == "");
  CHECK(a.On401({Asks("pbx", "x")}) == "");
  CHECK(a.Proxy("p").Get("nonce") == "n2");
  // One-time nonces: n2 was b's.
  CHECK(a.On407({Asks("p", "n3")}) == "");
  CHECK(a.Proxy("p").Get("nonce") == "n3");
  CHECK(a.On407({Asks("p", "n4")}) == "credentials were refused");
}

TEST_CASE("a session key lives as long as its challenge") {
  Account account;
  Sending first(account, kRegister);
  CHECK(first.On401({Asks("r", "n1", ", algorithm=MD5-sess")}) == "");
  auto expected = [](const Challenge& answer, std::string_view nonce, std::string_view cnonce) {
    const std::string key =
        HexDigest(Hash::kMd5, {HexDigest(Hash::kMd5, {"alice:r:wonder"}), ":", nonce, ":", cnonce});
    const std::string ha2 = HexDigest(Hash::kMd5, {"REGISTER:sip:example.com"});
    return HexDigest(Hash::kMd5, {key, ":", answer.Get("nonce"), ":", answer.Get("nc"), ":",
                                  answer.Get("cnonce"), ":auth:", ha2});
  };
  const OwnedChallenge answer = OwnedChallenge::Only(first.headers.at(0).value);
  CHECK(answer.Get("response") == expected(answer, "n1", answer.Get("cnonce")));
  // RFC 7616 3.4.2: nonce-prime and cnonce-prime stay those of the challenge.
  account.authenticator.Learn(kRegister, Challenger::kServer, R"(nextnonce="n2")");
  Sending second(account, kRegister);
  const OwnedChallenge next = OwnedChallenge::Only(second.headers.at(0).value);
  CHECK(next.Get("nonce") == "n2");
  CHECK(next.Get("nc") == "00000001");
  CHECK(next.Get("response") == expected(next, "n1", answer.Get("cnonce")));
}

TEST_CASE("nextnonce goes to the one who named it") {
  Account account;
  Sending sending(account, kInvite);
  CHECK(sending.On407({Asks("first", "a1")}) == "");
  CHECK(sending.On407({Asks("second", "b1")}) == "");
  const std::string cnonce = sending.Proxy("second").Get("cnonce");
  Authenticator& authenticator = account.authenticator;
  // Two proxies and no cnonce: nobody can tell whose it is.
  authenticator.Learn(kInvite, Challenger::kProxy, R"(nextnonce="x")");
  authenticator.Learn(kInvite, Challenger::kServer, R"(nextnonce="x")");
  authenticator.Learn(kInvite, Challenger::kProxy, R"(nextnonce="", cnonce=")" + cnonce + "\"");
  authenticator.Learn(kInvite, Challenger::kProxy, R"(nextnonce="x", cnonce="unknown")");
  authenticator.Learn(kInvite, Challenger::kProxy, R"(nextnonce="b2", cnonce=")" + cnonce + "\"");
  Sending next(account, kInvite);
  CHECK(next.Proxy("first").Get("nonce") == "a1");
  CHECK(next.Proxy("second").Get("nonce") == "b2");
  CHECK(next.Proxy("second").Get("nc") == "00000001");
}

TEST_CASE("what cannot be answered says why") {
  auto reason = [](std::vector<std::string> www, Credentials credentials = Alice()) {
    Account account(std::move(credentials));
    Sending sending(account, kRegister);
    const std::string_view reason = sending.On401(std::move(www));
    CHECK(sending.headers.empty());
    return reason;
  };
  CHECK(reason({}) == "no challenge");
  CHECK(reason({""}) == "no challenge");
  CHECK(reason({"Basic realm=\"r\""}) == "unknown authentication scheme");
  CHECK(reason({Asks("r", "n", ", algorithm=SHA3-512")}) == "unknown digest algorithm");
  CHECK(reason({Asks("r", "n")}, Credentials()) == "no password");
  CHECK(reason({"Bearer realm=\"r\""}) == "unknown authentication scheme");

  Credentials pinned = Alice();
  pinned.realms = {"ours", "also ours"};
  CHECK(reason({Asks("theirs", "n")}, pinned) == "realm is not one of ours");
  Account account(pinned);
  CHECK(Sending(account, kRegister).On401({Asks("also ours", "n")}) == "");
}

TEST_CASE("credentials that would break a line answer nothing") {
  for (std::string_view user : {"al\r\nice", "al\nice"}) {
    Credentials credentials = Alice();
    credentials.user = user;
    Account account(credentials);
    CHECK(Sending(account, kRegister).On401({Asks("r", "n")}) ==
          "credentials with control characters");
  }
  Credentials token = Alice();
  token.token = "Bearer x\r\nRoute: <sip:evil>";
  Account account(token);
  CHECK(Sending(account, kRegister).headers.empty());
}

TEST_CASE("a token goes verbatim with every request") {
  Credentials credentials;
  credentials.token = "Bearer eyJhbGciOi.J9";
  Account account(credentials);
  for (const AuthRequest& request : {kRegister, kInvite}) {
    Sending sending(account, request);
    REQUIRE(sending.headers.size() == 1);
    CHECK(sending.headers[0].name == "Authorization");
    CHECK(sending.headers[0].value == "Bearer eyJhbGciOi.J9");
    CHECK(sending.On401({"Bearer realm=\"r\", error=\"invalid_token\""}) ==
          "credentials were refused");
  }
}

TEST_CASE("a proxy that asks for a token gets it, once a request") {
  Credentials credentials;
  credentials.token = "Bearer t";
  Account account(credentials);
  Sending sending(account, kInvite);
  CHECK(sending.On407({"Bearer realm=\"p\""}) == "");
  REQUIRE(sending.headers.size() == 2);
  CHECK(sending.headers[0].name == "Proxy-Authorization");
  CHECK(sending.headers[0].value == "Bearer t");
  CHECK(Sending(account, kRegister).headers.size() == 2);
  CHECK(sending.On407({"Bearer realm=\"p\""}) == "credentials were refused");
  CHECK(Sending(account, kRegister).headers.size() == 1);
}

TEST_CASE("a digest answer takes the token's place at the server that asked for it") {
  Credentials credentials = Alice();
  credentials.token = "Bearer t";
  Account account(credentials);
  Sending sending(account, kRegister);
  CHECK(sending.On401({Asks("r", "n")}) == "");
  REQUIRE(sending.headers.size() == 1);
  CHECK(sending.Server("r").Get("nonce") == "n");
  CHECK(Sending(account, kInvite).headers.at(0).value == "Bearer t");
}

TEST_CASE("memory is bounded, and the proxies stay in it") {
  Account account;
  CHECK(Sending(account, kInvite).On407({Asks("p", "n")}) == "");
  for (int i = 0; i < 100; ++i) {
    const std::string uri = "sip:" + std::to_string(i) + "@example.com";
    Sending sending(account, {"MESSAGE", uri, ""});
    CHECK(sending.headers.size() == 1);
    CHECK(sending.On401({Asks("pbx", "n")}) == "");
    CHECK(sending.headers.size() == 2);
  }
  Sending early(account, {"MESSAGE", "sip:1@example.com", ""});
  Sending late(account, {"MESSAGE", "sip:99@example.com", ""});
  CHECK(early.headers.size() == 1);
  CHECK(late.headers.size() == 2);
}

TEST_CASE("a flood of challenges is answered in bounded time and memory") {
  Account account;
  Sending sending(account, kInvite);
  std::vector<std::string> www;
  for (int i = 0; i < 5'000; ++i) www.push_back(Asks("r" + std::to_string(i), "n"));
  CHECK(sending.On401(www) == "");
  CHECK(sending.headers.size() == 16);
}

}  // namespace
}  // namespace ringline
