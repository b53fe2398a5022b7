// The descriptions in the torture messages of RFC 5118: addresses of IPv6 are the browser's to
// read, and nothing of them may get lost on the way.
#include <string>

#include "core/sdp/description.h"
#include "doctest/doctest.h"
#include "tests/core/torture.h"

namespace ringline {
namespace {

Description BodyOf(std::string_view name) {
  const std::string message = test::Torture(name);
  const size_t end = message.find("\r\n\r\n");
  REQUIRE(end != std::string::npos);
  const std::string body = message.substr(end + 4);
  Result<Description> description = Description::Parse(body);
  REQUIRE(description.ok());
  CHECK(description->ToString() == body);
  CHECK_FALSE(description->IsHeld());
  return *std::move(description);
}

TEST_CASE("RFC 5118 4.6: one IPv6 address for all streams") {
  const Description description = BodyOf("ipv6_in_sdp");
  CHECK(description.session().Line('o') == "dvries 2890 2890 IN IP6 2001:db8::20");
  CHECK(description.session().Line('c') == "IN IP6 2001:db8::20");
  REQUIRE(description.media().size() == 2);
  CHECK(description.media()[0].port == 6000);
  CHECK(description.media()[1].HasCodec("H263-1998"));
}

TEST_CASE("RFC 5118 4.8: a stream of each family") {
  const Description description = BodyOf("mult_ip_in_sdp");
  CHECK_FALSE(description.session().Line('c'));
  REQUIRE(description.media().size() == 2);
  CHECK(description.media()[0].Line('c') == "IN IP4 192.0.2.1");
  CHECK(description.media()[1].Line('c') == "IN IP6 2001:db8::1");
}

TEST_CASE("RFC 5118 4.9: an IPv4 address written as IPv6") {
  const Description description = BodyOf("ipv4_mapped");
  CHECK(description.session().Line('c') == "IN IP6 ::ffff:192.0.2.10");
  CHECK(description.HasMedia("audio"));
}

}  // namespace
}  // namespace ringline
