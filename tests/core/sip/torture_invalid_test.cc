// RFC 4475 3.1.2 and 3.2: messages that are wrong, and what a server or client makes of each. Where
// the RFC lets a receiver be liberal (3.1.2.9, .10, .12, .14, .15) we are.
#include <string>

#include "core/sip/contact.h"
#include "core/sip/via.h"
#include "tests/core/sip/torture.h"

namespace ringline::torture {
namespace {

TEST_CASE("RFC 4475 3.1.2.1: commas and semicolons that separate nothing, in a Via") {
  const Message message = Parsed("badinv01");
  CHECK(Fault(message) == "400 Malformed Via");
  // Those of the Contact alone would have cost nothing.
  const Contacts contacts = Contacts::Of(message);
  REQUIRE(contacts.values.size() == 1);
  CHECK(contacts.unreadable == 0);
  CHECK(contacts.values[0].address.uri.user == "joe");
  CHECK(contacts.values[0].address.parameters.empty());
}

TEST_CASE("RFC 4475 3.1.2.2: a Content-Length beyond the end of the message") {
  CHECK(FaultOf("clerr") == "400 Body shorter than Content-Length");
}

TEST_CASE("RFC 4475 3.1.2.3: a negative Content-Length") {
  const Message message = Parsed("ncl");
  CHECK(message.Header(HeaderName::kContentLength) == "-999");
  CHECK(Fault(message) == "400 Malformed Content-Length");
}

TEST_CASE("RFC 4475 3.1.2.4: numbers in a request that no integer holds") {
  const Message message = Parsed("scalar02");
  CHECK_FALSE(message.has_cseq());
  CHECK(Fault(message) == "400 Malformed CSeq");
  // Times are the longest there is, not a remainder.
  CHECK(ParseSeconds(message.Header(HeaderName::kExpires)) == UINT32_MAX);
  CHECK(Contacts::Of(message).values.at(0).expires == UINT32_MAX);
}

TEST_CASE("RFC 4475 3.1.2.5: numbers in a response that no integer holds") {
  const Message message = Parsed("scalarlg");
  CHECK(message.status_code() == 503);
  CHECK(message.method() == Method::kUnknown);
  const auto fault = CheckResponse(message);
  REQUIRE(fault);
  CHECK(fault->reason == "Malformed CSeq");
  CHECK(ParseSeconds(message.Header(HeaderName::kRetryAfter)) == UINT32_MAX);
}

TEST_CASE("RFC 4475 3.1.2.6: a quoted display name that never closes") {
  CHECK(FaultOf("quotbal") == "400 Malformed To");
}

TEST_CASE("RFC 4475 3.1.2.7: a Request-URI in angle brackets") {
  const Message message = Parsed("ltgtruri");
  CHECK(message.request_uri() == "<sip:user@example.com>");
  CHECK(Fault(message) == "400 Malformed Request-URI");
}

TEST_CASE("RFC 4475 3.1.2.8: white space inside the Request-URI") {
  const Message message = Parsed("lwsruri");
  CHECK(message.request_uri() == "sip:user@example.com; lr");
  CHECK(message.cseq() == 2130706432);
  CHECK(Fault(message) == "400 Malformed Request-URI");
}

TEST_CASE("RFC 4475 3.1.2.9: more than one space between the words of the request line") {
  const Message message = Parsed("lwsstart");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kInvite);
  CHECK(message.request_uri() == "sip:user@example.com");
  CHECK(message.version() == "SIP/2.0");
}

TEST_CASE("RFC 4475 3.1.2.10: spaces at the end of the request line") {
  const Message message = Parsed("trws");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kOptions);
  CHECK(message.version() == "SIP/2.0");
}

TEST_CASE("RFC 4475 3.1.2.11: a header escaped into the Request-URI") {
  const Message message = Parsed("escruri");
  CHECK(Uri::Parse(message.request_uri())->headers.at(0).first == "Route");
  CHECK(Fault(message) == "400 Headers in Request-URI");
}

TEST_CASE("RFC 4475 3.1.2.12: a Date in another time zone than GMT is not looked at") {
  const Message message = Parsed("baddate");
  CHECK(Fault(message) == "");
  CHECK(message.Header(HeaderName::kDate) == "Fri, 01 Jan 2010 16:00:00 EST");
}

TEST_CASE("RFC 4475 3.1.2.13: a Contact with a question mark and without brackets") {
  const Message message = Parsed("regbadct");
  CHECK(Fault(message) == "");
  const Contacts contacts = Contacts::Of(message);
  CHECK(contacts.values.empty());
  CHECK(contacts.unreadable == 1);
}

TEST_CASE("RFC 4475 3.1.2.14: spaces inside the brackets of an address") {
  const Message message = Parsed("badaspec");
  CHECK(Fault(message) == "");
  const NameAddr to = Address(message.Header(HeaderName::kTo));
  CHECK(to.display_name == "Okafor, Ben");
  CHECK(to.ToString() == "\"Okafor, Ben\" <sip:b.okafor@example.org>");
}

TEST_CASE("RFC 4475 3.1.2.15: a comma in a display name without quotes") {
  const Message message = Parsed("baddn");
  CHECK(Fault(message) == "");
  const NameAddr from = Address(message.Header(HeaderName::kFrom));
  CHECK(from.display_name == "Meyer, Anna");
  CHECK(from.uri.user == "a.meyer");
  CHECK(message.from_tag() == "one");
  // What we write has the quotes.
  CHECK(from.ToString() == "\"Meyer, Anna\" <sip:a.meyer@example.com>;tag=one");
}

TEST_CASE("RFC 4475 3.1.2.16: SIP of a version that is not there yet") {
  const Message message = Parsed("badvers");
  CHECK(message.version() == "SIP/7.0");
  CHECK(Fault(message) == "505 Version Not Supported");
}

TEST_CASE("RFC 4475 3.1.2.17: a CSeq of another method than the request line's") {
  CHECK(FaultOf("mismatch01") == "400 CSeq method is not the request's");
}

TEST_CASE("RFC 4475 3.1.2.18: the same with a method nobody knows") {
  CHECK(FaultOf("mismatch02") == "400 CSeq method is not the request's");
}

TEST_CASE("RFC 4475 3.1.2.19: a status code that is 5 when 32 bits have to hold it") {
  const Result<Message> message = Message::Parse(test::Torture("bigcode"));
  CHECK_FALSE(message.ok());
  CHECK(message.reason() == "Malformed status line");
}

TEST_CASE("RFC 4475 3.2.1: a branch of nothing but the cookie names no transaction") {
  const Message message = Parsed("badbranch");
  CHECK(Fault(message) == "");
  CHECK(message.Header(HeaderName::kVia).ends_with(";branch=z9hG4bK"));
  CHECK(message.branch().empty());
  CHECK(message.sent_by() == "192.0.2.1");
  const Result<Via> via = Via::Parse(message.Header(HeaderName::kVia));
  REQUIRE(via.ok());
  CHECK(via->branch == "z9hG4bK");
  CHECK_FALSE(via->has_cookie());
}

}  // namespace
}  // namespace ringline::torture
