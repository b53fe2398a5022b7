#include "core/auth/challenge.h"

#include "core/base/random.h"
#include "doctest/doctest.h"
#include "tests/core/auth/owned_challenge.h"

namespace ringline {
namespace {

OwnedChallenge Only(std::string_view value) { return OwnedChallenge::Only(std::string(value)); }
std::vector<OwnedChallenge> All(std::string_view value) {
  return OwnedChallenge::All(std::string(value));
}

TEST_CASE("RFC 3261's example") {
  const OwnedChallenge challenge =
      Only(R"(Digest realm="atlanta.com", domain="sip:boxesbybob.com", qop="auth", )"
           R"(nonce="f84f1cec41e6cbe5aea9c8e88d359", opaque="", stale=FALSE, algorithm=MD5)");
  CHECK(challenge.Is("digest"));
  CHECK(challenge.Get("realm") == "atlanta.com");
  CHECK(challenge.Get("domain") == "sip:boxesbybob.com");
  CHECK(challenge.Get("NONCE") == "f84f1cec41e6cbe5aea9c8e88d359");
  CHECK(challenge.Has("opaque"));
  CHECK(challenge.Get("opaque").empty());
  CHECK(challenge.Get("algorithm") == "MD5");
  CHECK_FALSE(challenge.IsTrue("stale"));
  CHECK(challenge.Offers("qop", "auth"));
  CHECK_FALSE(challenge.Offers("qop", "auth-int"));
}

TEST_CASE("token or quoted, with or without spaces, in any case") {
  for (
      std::string_view value : {
          R"(Digest realm="r",nonce="n",algorithm=SHA-256,stale=true,qop="auth,auth-int",userhash=true)",
          R"(DIGEST  Realm = "r" , Nonce = "n" , Algorithm = "SHA-256" , Stale = "TRUE" , QOP = " auth-int , Auth " , UserHash = True)",
          R"(digest realm="r" nonce=n algorithm="SHA-256" stale=True qop=auth userhash="true")",
      }) {
    CAPTURE(value);
    const OwnedChallenge challenge = Only(value);
    CHECK(challenge.Is("Digest"));
    CHECK(challenge.Get("realm") == "r");
    CHECK(challenge.Get("nonce") == "n");
    CHECK(challenge.Get("algorithm") == "SHA-256");
    CHECK(challenge.IsTrue("stale"));
    CHECK(challenge.IsTrue("userhash"));
    CHECK(challenge.Offers("qop", "auth"));
  }
}

TEST_CASE("unknown parameters are kept in their order") {
  const OwnedChallenge challenge =
      Only(R"(Digest x-flavour=7, realm="r", charset=UTF-8, x-flavour=8)");
  REQUIRE(challenge.All().size() == 4);
  CHECK(challenge.All()[0].name == "x-flavour");
  CHECK(challenge.All()[3].value == "8");
  CHECK(challenge.Get("x-flavour") == "7");
  CHECK(challenge.Get("charset") == "UTF-8");
  CHECK_FALSE(challenge.Has("nonce"));
}

TEST_CASE("escapes are undone, and commas inside quotes count for nothing") {
  const OwnedChallenge challenge =
      Only(R"(Digest realm="a \"b\", c\\d", nonce="=,Basic realm=x", qop="auth")");
  CHECK(challenge.Get("realm") == R"(a "b", c\d)");
  CHECK(challenge.Get("nonce") == "=,Basic realm=x");
  CHECK(challenge.Offers("qop", "auth"));
}

TEST_CASE("UTF-8 goes through") {
  CHECK(Only("Digest realm=\"\xe7\xba\xbf\xe8\xb7\xaf\"").Get("realm") ==
        "\xe7\xba\xbf\xe8\xb7\xaf");
}

TEST_CASE("several challenges in one line") {
  const std::vector<OwnedChallenge> challenges = All(
      R"(Negotiate, NTLM TlRMTVNTUAAB/+==, Basic realm="b, c", charset="UTF-8", )"
      R"(Digest realm="d", nonce="1", algorithm=MD5 , , Bearer authz_server="https://x/", Foo)");
  REQUIRE(challenges.size() == 6);
  CHECK(challenges[0].scheme == "Negotiate");
  CHECK(challenges[0].token68.empty());
  CHECK(challenges[1].scheme == "NTLM");
  CHECK(challenges[1].token68 == "TlRMTVNTUAAB/+==");
  CHECK(challenges[2].Get("realm") == "b, c");
  CHECK(challenges[2].Get("charset") == "UTF-8");
  CHECK(challenges[3].Is("Digest"));
  CHECK(challenges[3].Get("algorithm") == "MD5");
  CHECK(challenges[4].Get("authz_server") == "https://x/");
  CHECK(challenges[5].Is("foo"));
}

TEST_CASE("unquoted values that are no tokens are read to the next comma or space") {
  const OwnedChallenge challenge = Only("Digest realm=sip:a@b/c;d, nonce=ab/c+d==, stale=true");
  CHECK(challenge.Get("realm") == "sip:a@b/c;d");
  CHECK(challenge.Get("nonce") == "ab/c+d==");
  CHECK(challenge.IsTrue("stale"));
}

TEST_CASE("Authentication-Info has no scheme") {
  const OwnedChallenge info = OwnedChallenge::Info(
      R"(nextnonce="47364c23432d2e131a5fb210812c", qop=auth, rspauth="ab", cnonce="c", nc=00000001)");
  CHECK(info.scheme.empty());
  CHECK(info.Get("nextnonce") == "47364c23432d2e131a5fb210812c");
  CHECK(info.Get("nc") == "00000001");
  CHECK(OwnedChallenge::Info("").All().empty());
}

TEST_CASE("what is damaged is left out, and nothing else") {
  CHECK(All("").empty());
  CHECK(All(" ,, \t,").empty());
  CHECK(All("\"Digest\"").empty());
  CHECK(Only("Digest").All().empty());
  CHECK(Only("=,;Digest realm=\"r\"").Get("realm") == "r");
  CHECK(Only("Digest realm=\"r\"junk, ;=;, nonce=\"n\"").Get("nonce") == "n");
  CHECK(Only("Digest realm=, nonce=\"n\"").Get("nonce") == "n");
  // A string that never closes takes the rest with it.
  const OwnedChallenge open = Only("Digest realm=\"r\", nonce=\"abc, qop=auth");
  CHECK(open.Get("realm") == "r");
  CHECK(open.All().size() == 1);
  CHECK(Only("Digest realm=\"r\\").All().empty());
}

TEST_CASE("no line end comes through, however it is wrapped") {
  const std::string_view hostile[] = {
      std::string_view("Digest realm=\"a\r\nRoute: x\", nonce=\"n\""),
      std::string_view("Digest realm=\"a\\\r\\\nRoute: x\", nonce=\"n\""),
      std::string_view("Digest realm=\"a\0b\", nonce=\"n\"", 29),
      std::string_view("Digest realm=a\x01"
                       "b, nonce=\"n\""),
  };
  for (std::string_view value : hostile) {
    const OwnedChallenge challenge = Only(value);
    CHECK_FALSE(challenge.Has("realm"));
    CHECK(challenge.Get("nonce") == "n");
  }
}

TEST_CASE("a flood is read in one pass and no further than 16 challenges") {
  auto repeated = [](std::string_view piece) {
    std::string text = "Digest ";
    while (text.size() < 1'000'000) text += piece;
    return text;
  };
  CHECK(All(repeated(",a")).size() == 16);
  CHECK(All(repeated("\"\\")).size() == 1);
  CHECK(All(repeated("\\\"")).size() == 1);
  CHECK(All(repeated("=")).size() == 1);
  CHECK(Only(repeated("a=b,")).All().size() == 249'999);
}

TEST_CASE("random text is survived") {
  Random random(Seed{1});
  constexpr std::string_view kPieces[] = {"Digest", "Basic", " ",     ",",  "=",  "\"",
                                          "\\",     "realm", "nonce", "==", "\t", "qop=\"auth\"",
                                          "\xff",   "\r\n",  ";",     "a"};
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (uint32_t n = random.Below(20); n > 0; --n) text += kPieces[random.Below(16)];
    for (const OwnedChallenge& challenge : All(text)) {
      CHECK_FALSE(challenge.scheme.empty());
      for (const AuthParameter& parameter : challenge.All()) {
        REQUIRE(parameter.value.find_first_of("\r\n") == std::string::npos);
        REQUIRE(challenge.Has(parameter.name));
      }
    }
    CHECK(OwnedChallenge::Info(text).scheme.empty());
  }
}

}  // namespace
}  // namespace ringline
