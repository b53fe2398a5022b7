#include "core/auth/digest.h"

#include "doctest/doctest.h"
#include "tests/core/auth/owned_challenge.h"

namespace ringline {
namespace {

OwnedChallenge Parsed(std::string_view value) { return OwnedChallenge::Only(std::string(value)); }

DigestSession Taken(std::string_view challenge, const Credentials& credentials,
                    std::string cnonce) {
  DigestSession session;
  session.TakeUp(Parsed(challenge), credentials, std::move(cnonce));
  return session;
}

Credentials Password(std::string user, std::string password) {
  Credentials credentials;
  credentials.user = std::move(user);
  credentials.password = std::move(password);
  return credentials;
}

// One answer to `challenge`, as its parameters.
OwnedChallenge Answered(std::string_view challenge, const Credentials& credentials,
                        std::string cnonce, const AuthRequest& request) {
  return Parsed(Taken(challenge, credentials, std::move(cnonce)).Answer(request));
}

constexpr AuthRequest kPage = {"GET", "/dir/index.html", ""};

TEST_CASE("RFC 7616 3.9.1: MD5 and SHA-256") {
  const Credentials mufasa = Password("Mufasa", "Circle of Life");
  struct Case {
    std::string_view algorithm, response;
  };
  for (const Case& c : {
           Case{"MD5", "8ca523f5e9506fed4657c9700eebdbec"},
           Case{"SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"},
       }) {
    const std::string challenge =
        R"(Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=)" +
        std::string(c.algorithm) +
        R"(, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", )"
        R"(opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")";
    const OwnedChallenge answer =
        Answered(challenge, mufasa, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", kPage);
    CHECK(answer.Get("response") == c.response);
    CHECK(answer.Get("algorithm") == c.algorithm);
    CHECK(answer.Get("username") == "Mufasa");
    CHECK(answer.Get("uri") == "/dir/index.html");
    CHECK(answer.Get("qop") == "auth");
    CHECK(answer.Get("nc") == "00000001");
    CHECK(answer.Get("opaque") == "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
  }
}

// The RFC's own figures come from a truncated SHA-512, which is another hash; these are of its
// erratum 4897.
TEST_CASE("RFC 7616 3.9.2: SHA-512-256, UTF-8 and userhash") {
  const OwnedChallenge answer = Answered(
      R"(Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, )"
      R"(nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", )"
      R"(opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true)",
      Password("J\xc3\xa4s\xc3\xb8n Doe", "Secret, or not?"),
      "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", {"GET", "/doe.json", ""});
  CHECK(answer.Get("username") ==
        "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
  CHECK(answer.Get("userhash") == "true");
  CHECK(answer.Get("response") ==
        "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
}

TEST_CASE("RFC 2617 3.5, and RFC 2069's form of it") {
  const OwnedChallenge answer = Answered(
      R"(Digest realm="testrealm@host.com", qop="auth,auth-int", )"
      R"(nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41")",
      Password("Mufasa", "Circle Of Life"), "0a4f113b", kPage);
  CHECK(answer.Get("response") == "6629fae49393a05397450978507c4ef1");
  CHECK_FALSE(answer.Has("algorithm"));

  const OwnedChallenge old =
      Answered(R"(Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093")",
               Password("Mufasa", "CircleOfLife"), "0a4f113b", kPage);
  CHECK(old.Get("response") == "1949323746fe6a43ef61f9606e7febea");
  for (std::string_view name : {"qop", "nc", "cnonce", "opaque"}) CHECK_FALSE(old.Has(name));
}

// Computed from RFC 7616 3.4 with Python's hashlib.
TEST_CASE("every algorithm with every quality of protection") {
  struct Case {
    std::string_view algorithm, qop, response;
  };
  const Case kCases[] = {
      {"MD5", "auth", "20bf81eb899fbb5182b5eb14830947da"},
      {"MD5", "auth-int", "3d5de8e1272a7a3f72d98638cb9cf9d6"},
      {"MD5", "", "c82b333aa5cd6f016d75155fb94dc802"},
      {"MD5-sess", "auth", "93b87a518e0ba2214714f41ebe3cc012"},
      {"MD5-sess", "auth-int", "8a93df96d9c265ee080a8c563ee200db"},
      {"MD5-sess", "", "1082cae6dbee9e2176c1fcb98cbe9b83"},
      {"SHA-256", "auth", "ee359314a8511f39596a019b89d14fdc161574fe52f8f57ecba4807caa1d2bf2"},
      {"SHA-256", "auth-int", "ccb95a6bff3aaebe1b89539038549e0cfee9ecc8ade7e766b23fa05aa68548c4"},
      {"SHA-256", "", "fca20042e49fff4a0937ec309dba40638a1aa641211f55ea6f94c36ee84c859b"},
      {"SHA-256-sess", "auth", "2b9bca922be9f73c8b189c5511d769b750c8638ca242ced62a9b0c4ba054e76b"},
      {"SHA-256-sess", "auth-int",
       "c30b2c092f19e020fba46b0e35434fc49c39233c3a134d4987c731a850beaa84"},
      {"SHA-256-sess", "", "86cf90534e2d830f6ab9e2e138a781ac86a41c715a9d9a03a6d67e6ef1853a68"},
      {"SHA-512-256", "auth", "070e778352a3d53e7043b3ec2d9fac74ec77687b525adda08fb8af65e4d9c4ab"},
      {"SHA-512-256", "auth-int",
       "80fb158e1e6e57fb45fe35670de05affb0c9ca66d273a66cf358e898fb6bb69f"},
      {"SHA-512-256", "", "ce61b3fbffb035e0ed9d70868b24ff1b6d2a44a14f2b0376b280cdeac57f6935"},
      {"SHA-512-256-sess", "auth",
       "0a370169c28cd1ca0d792789d3b37a94dc298b7d505532f8fe4562fa20cf2c5c"},
      {"SHA-512-256-sess", "auth-int",
       "37f7702e0e8cb385da689b562eeeb6847f5c892256c504b5535c7bab87403ff9"},
      {"SHA-512-256-sess", "", "d074d20879ad7c12b4bcca68695571527ad19c62db955ae2034237a259818b35"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.algorithm);
    CAPTURE(c.qop);
    std::string challenge = R"(Digest realm="ring \"line\"", nonce="n0nce", algorithm=)";
    challenge.append(c.algorithm);
    if (!c.qop.empty()) challenge.append(", qop=\"").append(c.qop).append("\"");
    DigestSession session = Taken(challenge, Password("alice", "pa:ss"), "c0");
    session.count = 9;
    const OwnedChallenge answer =
        Parsed(session.Answer({"MESSAGE", "sip:bob@example.com", "hello"}));
    CHECK(answer.Get("response") == c.response);
    CHECK(answer.Get("realm") == "ring \"line\"");
    CHECK(answer.Get("algorithm") == c.algorithm);
    CHECK(answer.Get("qop") == c.qop);
    CHECK(answer.Get("nc") == (c.qop.empty() ? "" : "0000000a"));
  }
}

TEST_CASE("the header to the letter") {
  DigestSession session =
      Taken(R"(Digest realm="a\\b", nonce="n", opaque="", algorithm=md5, qop=auth)",
            Password("al\"ice", "p"), "c");
  const std::string answer = session.Answer({"REGISTER", "sip:x", ""});
  CHECK(answer == R"(Digest username="al\"ice", realm="a\\b", nonce="n", uri="sip:x", response=")" +
                      session.Response({"REGISTER", "sip:x", ""}) +
                      R"(", algorithm=MD5, opaque="", qop=auth, nc=00000001, cnonce="c")");
}

TEST_CASE("the count goes up with each request, and a next nonce starts it afresh") {
  DigestSession session =
      Taken(R"(Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256-sess)",
            Password("u", "p"), "c");
  const std::string key = session.key;
  CHECK(Parsed(session.Answer(kPage)).Get("nc") == "00000001");
  session.count = 0xffe;
  CHECK(Parsed(session.Answer(kPage)).Get("nc") == "00000fff");
  CHECK(Parsed(session.Answer(kPage)).Get("nc") == "00001000");
  session.Continue("n2");
  const OwnedChallenge answer = Parsed(session.Answer(kPage));
  CHECK(answer.Get("nonce") == "n2");
  CHECK(answer.Get("nc") == "00000001");
  CHECK(session.key == key);
}

TEST_CASE("ha1 stands for the password of its realm and algorithm") {
  Credentials ha1;
  ha1.user = "Mufasa";
  ha1.realm = "testrealm@host.com";
  ha1.ha1 = "939E7578ED9E3C518A452ACEE763BCE9";  // In any case of letters.
  const std::string_view challenge =
      R"(Digest realm="testrealm@host.com", qop="auth", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093")";
  CHECK(Answered(challenge, ha1, "0a4f113b", kPage).Get("response") ==
        "6629fae49393a05397450978507c4ef1");
  CHECK(DigestSession::Obstacle(Parsed(R"(Digest realm="other", nonce="n")"), ha1) ==
        "ha1 is for another realm");
  CHECK(DigestSession::Obstacle(
            Parsed(R"(Digest realm="testrealm@host.com", nonce="n", algorithm=SHA-256)"), ha1) ==
        "ha1 is for another algorithm");
  // A password is not bound to a realm, and counts for more.
  ha1.password = "p";
  CHECK(DigestSession::Obstacle(Parsed(R"(Digest realm="other", nonce="n")"), ha1) == "");
}

TEST_CASE("what cannot be answered says why") {
  const Credentials some = Password("u", "p");
  auto obstacle = [&](std::string_view challenge) {
    return DigestSession::Obstacle(Parsed(challenge), some);
  };
  CHECK(obstacle("Basic realm=\"r\"") == "unknown authentication scheme");
  CHECK(obstacle("Digest realm=\"r\"") == "challenge without nonce");
  CHECK(obstacle("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1") == "unknown digest algorithm");
  CHECK(obstacle("Digest realm=\"r\", nonce=\"n\", algorithm=-sess") == "unknown digest algorithm");
  CHECK(obstacle("Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\"") ==
        "unknown quality of protection");
  CHECK(obstacle("Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf,auth-int\"") == "");
  CHECK(obstacle("Digest realm=\"r\", nonce=\"n\", qop=\"\"") == "");
  CHECK(DigestSession::Obstacle(Parsed("Digest realm=\"r\", nonce=\"n\""), Credentials()) ==
        "no password");
}

TEST_CASE("algorithms by name") {
  CHECK(ParseDigestAlgorithm("") == DigestAlgorithm{Hash::kMd5, false});
  CHECK(ParseDigestAlgorithm("md5-SESS") == DigestAlgorithm{Hash::kMd5, true});
  CHECK(ParseDigestAlgorithm("sha-256") == DigestAlgorithm{Hash::kSha256, false});
  CHECK(ParseDigestAlgorithm("SHA-512-256-sess") == DigestAlgorithm{Hash::kSha512_256, true});
  for (std::string_view name : {"SHA", "MD5-", "-sess", "MD5-sess-sess", "SHA-512", "MD5 "}) {
    CHECK_FALSE(ParseDigestAlgorithm(name).has_value());
  }
}

}  // namespace
}  // namespace ringline
