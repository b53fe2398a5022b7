// RFC 4475 3.3 and 3.4: well-formed messages that ask for what we do not have, lack what they need,
// or come from RFC 2543. What is answered beyond the parser stands in
// tests/core/uas/torture_test.cc.
#include <string>

#include "core/sip/contact.h"
#include "tests/core/sip/torture.h"

namespace ringline::torture {
namespace {

TEST_CASE("RFC 4475 3.3.1: neither Call-ID nor From nor To") {
  const Message message = Parsed("insuf");
  CHECK(Fault(message) == "400 Call-ID missing or repeated");
  CHECK(message.call_id().empty());
  CHECK(message.cseq() == 193942);
  CHECK(message.branch() == "z9hG4bKinsuf1");
}

TEST_CASE("RFC 4475 3.3.2: a Request-URI of an unknown scheme") {
  CHECK(FaultOf("unkscm") == "416 Unsupported URI Scheme");
}

TEST_CASE("RFC 4475 3.3.3: a Request-URI of a known scheme that is not SIP") {
  const Message message = Parsed("novelsc");
  CHECK(Fault(message) == "416 Unsupported URI Scheme");
  const Result<Uri> uri = Uri::Parse(message.request_uri());
  REQUIRE(uri.ok());
  CHECK(uri->scheme == "xmlrpc.beep");
  CHECK(uri->opaque == "//192.0.2.103:3002");
}

TEST_CASE("RFC 4475 3.3.4: From, To and Contact of unknown schemes are carried") {
  const Message message = Parsed("unksm2");
  CHECK(Fault(message) == "");
  const NameAddr to = Address(message.Header(HeaderName::kTo));
  CHECK(to.uri.scheme == "isbn");
  CHECK(to.uri.opaque == "9780000000002");
  CHECK_FALSE(to.uri.is_sip());
  CHECK(Address(message.Header(HeaderName::kFrom)).uri.ToString() == "http://www.example.com");
  CHECK(message.from_tag() == "one");
  CHECK(Contacts::Of(message).values.at(0).address.uri.scheme == "name");
}

TEST_CASE("RFC 4475 3.3.5: Require and Proxy-Require of extensions nobody has") {
  const Message message = Parsed("bext01");
  CHECK(Fault(message) == "");
  CHECK(message.Values(HeaderName::kRequire) == Views{"nobodyHasThis", "norThisOne"});
  CHECK(message.Values(HeaderName::kProxyRequire) == Views{"noProxyHasThis", "norThatOne"});
}

TEST_CASE("RFC 4475 3.3.6: a body of an unknown type") {
  const Message message = Parsed("invut");
  CHECK(Fault(message) == "");
  CHECK(message.Header(HeaderName::kContentType) == "application/unheard-of");
  CHECK(message.body() == "<audio>\r\n <pcmu port=\"443\"/>\r\n</audio>\r\n");
}

TEST_CASE("RFC 4475 3.3.7: credentials of an unknown scheme") {
  const Message message = Parsed("regaut01");
  CHECK(Fault(message) == "");
  CHECK(message.Values(HeaderName::kAuthorization) == Views{"UnheardOf whatever=this"});
}

TEST_CASE("RFC 4475 3.3.8: two of what may stand once") {
  const Message message = Parsed("multi01");
  CHECK(Fault(message) == "400 Call-ID missing or repeated");
  CHECK(message.Count("Call-ID") == 2);
  CHECK(message.Count("CSeq") == 2);
  CHECK(message.Count("From") == 2);
  CHECK(message.Count("To") == 2);
  CHECK(message.Count("Max-Forwards") == 2);
  CHECK(message.Values(HeaderName::kContact).size() == 2);
}

TEST_CASE("RFC 4475 3.3.9: two Content-Lengths that differ") {
  const Message message = Parsed("mcl01");
  CHECK(message.Header(HeaderName::kContentLength, 1) == "5");
  CHECK(Fault(message) == "400 Content-Length repeated");
}

TEST_CASE("RFC 4475 3.3.10: a response whose second Via is the broadcast address") {
  const Message message = Parsed("bcast");
  CHECK(message.status_code() == 200);
  CHECK(message.sent_by() == "192.0.2.198");
  const auto fault = CheckResponse(message);
  REQUIRE(fault);
  CHECK(fault->reason == "More than one Via");
}

TEST_CASE("RFC 4475 3.3.11: Max-Forwards of zero stops a proxy, and not who it is for") {
  const Message message = Parsed("zeromf");
  CHECK(message.Header(HeaderName::kMaxForwards) == "0");
  CHECK(Fault(message) == "");
}

TEST_CASE("RFC 4475 3.3.12: a parameter outside brackets is the Contact's") {
  const Contacts contacts = Contacts::Of(Parsed("cparam01"));
  REQUIRE(contacts.values.size() == 1);
  const NameAddr& address = contacts.values[0].address;
  CHECK(address.uri.ToString() == "sip:+12125550100@gw1.example.net");
  CHECK(Find(address.parameters, "unknownparam") != nullptr);
}

TEST_CASE("RFC 4475 3.3.13: a parameter inside brackets is the URI's") {
  const Contacts contacts = Contacts::Of(Parsed("cparam02"));
  REQUIRE(contacts.values.size() == 1);
  const NameAddr& address = contacts.values[0].address;
  CHECK(address.uri.ToString() == "sip:+12125550100@gw1.example.net;unknownparam");
  CHECK(address.parameters.empty());
}

TEST_CASE("RFC 4475 3.3.14: a Contact may have a header escaped into its URI, and keeps it") {
  const Message message = Parsed("regescrt");
  CHECK(Fault(message) == "");
  const Contacts contacts = Contacts::Of(message);
  REQUIRE(contacts.values.size() == 1);
  const Uri& uri = contacts.values[0].address.uri;
  REQUIRE(uri.headers.size() == 1);
  CHECK(uri.headers[0].first == "Route");
  CHECK(uri.headers[0].second == "<sip:sip.example.com>");
  CHECK(uri.ToString() == "sip:user@example.com?Route=%3Csip:sip.example.com%3E");
  CHECK(uri.ToAor() == "sip:user@example.com");
}

TEST_CASE("RFC 4475 3.3.15: an INVITE that accepts no answer in SDP") {
  const Message message = Parsed("sdp01");
  CHECK(Fault(message) == "");
  CHECK(message.Values(HeaderName::kAccept) == Views{"text/unheard-of"});
  CHECK_FALSE(message.Lists(HeaderName::kAccept, "application/sdp"));
}

TEST_CASE("RFC 4475 3.4.1: an INVITE of RFC 2543: no branch, From tag, Max-Forwards or length") {
  const Message message = Parsed("inv2543");
  CHECK(Fault(message) == "");
  CHECK(message.branch().empty());
  CHECK(message.sent_by() == "gateway.example.com");
  CHECK(message.from_tag().empty());
  CHECK_FALSE(message.Has(HeaderName::kMaxForwards));
  CHECK_FALSE(message.Has(HeaderName::kContentLength));
  CHECK(message.body().size() == 105);
  // Without brackets the parameter is the header's.
  const NameAddr to = Address(message.Header(HeaderName::kTo));
  CHECK(ValueOf(to.parameters, "user") == "phone");
  CHECK(to.uri.parameters.empty());
  const NameAddr route = Address(message.Header(HeaderName::kRecordRoute));
  CHECK(ValueOf(route.uri.parameters, "maddr") == "ss1.example.com");
}

}  // namespace
}  // namespace ringline::torture
