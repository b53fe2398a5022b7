#include "core/sip/via.h"

#include "core/sip/parameter_reader.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("a Via is taken apart") {
  const auto via =
      Via::Parse("SIP/2.0/WSS df7jal.invalid:443;rport;branch=z9hG4bK56s;received=1.2.3.4");
  REQUIRE(via.ok());
  CHECK(via->protocol == "SIP/2.0");
  CHECK(via->transport == "WSS");
  CHECK(via->host == "df7jal.invalid");
  CHECK(via->port == 443);
  CHECK(via->sent_by == "df7jal.invalid:443");
  CHECK(via->branch == "z9hG4bK56s");
  CHECK(via->has_cookie());
  CHECK(FindParameterValue(via->parameters, "Received") == "1.2.3.4");
}

TEST_CASE("a cookie with nothing behind it is none") {
  CHECK_FALSE(Via::Parse("SIP/2.0/WS a;branch=z9hG4bK")->has_cookie());
  CHECK(Via::Parse("SIP/2.0/WS a;branch=z9hG4bK;received=b")->branch == "z9hG4bK");
  CHECK(Via::Parse("SIP/2.0/WS a;branch=z9hG4bK-")->has_cookie());
}

TEST_CASE("white space stands around every separator") {
  const auto via =
      Via::Parse(" SIP / 2.0 / UDP first.example.com: 4000;ttl=16\r\n ; branch = z9hG4bKa.1 ");
  REQUIRE(via.ok());
  CHECK(via->transport == "UDP");
  CHECK(via->host == "first.example.com");
  CHECK(via->port == 4000);
  CHECK(via->branch == "z9hG4bKa.1");
}

TEST_CASE("IPv6 stands in brackets, in received with or without") {
  const auto via = Via::Parse("SIP/2.0/UDP [2001:db8::9:1]:5060;received=2001:db8::9:255;branch=b");
  REQUIRE(via.ok());
  CHECK(via->host == "[2001:db8::9:1]");
  CHECK(via->port == 5060);
  CHECK(FindParameterValue(via->parameters, "received") == "2001:db8::9:255");
  CHECK_FALSE(via->has_cookie());
  CHECK(Via::Parse("SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255]").ok());
}

TEST_CASE("of a list the first can be asked for") {
  constexpr std::string_view kTwo = "SIP/2.0/WS a;branch=1, SIP/2.0/WS b;branch=2";
  CHECK_FALSE(Via::Parse(kTwo).ok());
  const auto via = Via::ParseFirst(kTwo);
  REQUIRE(via.ok());
  CHECK(via->host == "a");
  CHECK(via->branch == "1");
  CHECK(Via::Parse("SIP/2.0/WS a;x=\"1,2\"").ok());
}

TEST_CASE("what is no Via fails") {
  for (const std::string_view text :
       {"", "SIP", "SIP/2.0", "SIP/2.0/", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0/UDP :5060",
        "SIP/2.0/UDP a:", "SIP/2.0/UDP a:x", "SIP/2.0/UDP a:65536", "SIP/2.0/UDP a b",
        "SIP/2.0/UDP [::1", "SIP/2.0/UDP [::1]x", ";", "/2.0/UDP a"}) {
    CAPTURE(text);
    CHECK_FALSE(Via::Parse(text).ok());
  }
}

}  // namespace
}  // namespace ringline
