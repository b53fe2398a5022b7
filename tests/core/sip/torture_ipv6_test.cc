// RFC 5118 4: IPv6 addresses where messages have addresses.
#include <string>

#include "core/sip/contact.h"
#include "core/sip/parameter_reader.h"
#include "core/sip/via.h"
#include "tests/core/sip/torture.h"

namespace ringline::torture {
namespace {

Uri RequestUri(const Message& message) {
  Result<Uri> uri = Uri::Parse(message.request_uri());
  REQUIRE_MESSAGE(uri.ok(), message.request_uri());
  return *std::move(uri);
}

TEST_CASE("RFC 5118 4.1: an address in brackets, in Request-URI, Via and Contact") {
  const Message message = Parsed("ipv6_good");
  CHECK(Fault(message) == "");
  CHECK(RequestUri(message).host == "[2001:db8::10]");
  CHECK(RequestUri(message).port == 0);
  CHECK(message.sent_by() == "[2001:db8::9:1]");
  CHECK(message.branch() == "z9hG4bKipv6_good1");
  CHECK(Contacts::Of(message).values.at(0).address.uri.ToString() == "sip:caller@[2001:db8::1]");
}

TEST_CASE("RFC 5118 4.2: an address without its brackets") {
  CHECK(FaultOf("ipv6_bad") == "400 Malformed Request-URI");
}

TEST_CASE("RFC 5118 4.3: what looks like a port inside the brackets is of the address") {
  const Message message = Parsed("port_ambiguous");
  CHECK(Fault(message) == "");
  CHECK(RequestUri(message).host == "[2001:db8::10:5070]");
  CHECK(RequestUri(message).port == 0);
}

TEST_CASE("RFC 5118 4.4: behind the brackets it is a port") {
  const Message message = Parsed("port_unambiguous");
  CHECK(Fault(message) == "");
  CHECK(RequestUri(message).host == "[2001:db8::10]");
  CHECK(RequestUri(message).port == 5070);
}

TEST_CASE("RFC 5118 4.5: received with brackets, and without them as the grammar has it") {
  for (const auto& [name, received] :
       {std::pair("via_received_with_delimiters", "[2001:db8::9:255]"),
        std::pair("via_received_without_delimiters", "2001:db8::9:255")}) {
    CAPTURE(name);
    const Message message = Parsed(name);
    CHECK(Fault(message) == "");
    CHECK(message.sent_by() == "[2001:db8::9:1]");
    const Result<Via> via = Via::Parse(message.Header(HeaderName::kVia));
    REQUIRE(via.ok());
    CHECK(FindParameterValue(via->parameters, "received") == received);
    CHECK(via->branch == "z9hG4bK" + std::string(name) + "1");
  }
}

TEST_CASE("RFC 5118 4.6: a description with IPv6 addresses is a body like any other") {
  const Message message = Parsed("ipv6_in_sdp");
  CHECK(Fault(message) == "");
  CHECK(message.body().size() == 185);
  CHECK(message.body().find("c=IN IP6 2001:db8::20\r\n") != std::string_view::npos);
  CHECK(Address(message.Header(HeaderName::kFrom)).uri.host == "[2001:db8::20]");
}

TEST_CASE("RFC 5118 4.7: Vias of both families in one message") {
  const Message message = Parsed("mult_ip_in_header");
  CHECK(Fault(message) == "");
  const auto vias = message.Values(HeaderName::kVia);
  REQUIRE(vias.size() == 3);
  CHECK(Via::Parse(vias[0])->host == "[2001:db8::9:1]");
  CHECK(Via::Parse(vias[0])->port == 6050);
  CHECK(Via::Parse(vias[1])->host == "192.0.2.1");
  CHECK(Via::Parse(vias[2])->host == "[2001:db8::9:255]");
  CHECK(FindParameterValue(Via::Parse(vias[2])->parameters, "received") == "192.0.2.200");
  CHECK(message.sent_by() == "[2001:db8::9:1]:6050");
}

TEST_CASE("RFC 5118 4.8: streams of both families in one description") {
  const Message message = Parsed("mult_ip_in_sdp");
  CHECK(Fault(message) == "");
  CHECK(message.body().find("c=IN IP4 192.0.2.1\r\n") != std::string_view::npos);
  CHECK(message.body().find("c=IN IP6 2001:db8::1\r\n") != std::string_view::npos);
}

TEST_CASE("RFC 5118 4.9: an IPv4 address written as IPv6") {
  const Message message = Parsed("ipv4_mapped");
  CHECK(Fault(message) == "");
  CHECK(message.sent_by() == "[::ffff:192.0.2.10]:19823");
  CHECK(Contacts::Of(message).values.at(0).address.uri.host == "[::ffff:192.0.2.10]");
}

TEST_CASE("RFC 5118 4.10: the third colon of RFC 3261's grammar is taken and not written") {
  const Message three = Parsed("three_colons");
  const Message two = Parsed("two_colons");
  CHECK(three.request_uri() == "sip:user@[2001:db8:::192.0.2.1]");
  CHECK(Fault(three) == "");
  CHECK(Fault(two) == "");
  CHECK(RequestUri(three).ToString() == "sip:user@[2001:db8::192.0.2.1]");
  CHECK(Equivalent(RequestUri(three), RequestUri(two)));
}

}  // namespace
}  // namespace ringline::torture
