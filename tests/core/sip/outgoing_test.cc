#include "core/sip/outgoing.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

using std::string_view_literals::operator""sv;

OutgoingRequest Sample() {
  OutgoingRequest request;
  request.method = Method::kMessage;
  request.uri = "sip:bob@b.com";
  request.Add("Via", "SIP/2.0/WS x.invalid;branch=z9hG4bK1");
  request.Add("From", "<sip:a@b>;tag=1");
  request.body = "hello";
  return request;
}

constexpr std::string_view kRequest =
    "INVITE sip:bob@b.com SIP/2.0\r\n"
    "v: SIP/2.0/WS p.invalid;branch=z9hG4bK2,\r\n SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n"
    "Record-Route: <sip:p1;lr>\r\n"
    "Record-Route: <sip:p2;lr>\r\n"
    "Timestamp: 54\r\n"
    "f: <sip:a@b>;tag=1\r\n"
    "t: <sip:bob@b.com>\r\n"
    "i: c\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:a@x>\r\n"
    "\r\n";

TEST_CASE("a request is written in the order of its headers") {
  CHECK(Sample().Write() ==
        "MESSAGE sip:bob@b.com SIP/2.0\r\n"
        "Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n"
        "From: <sip:a@b>;tag=1\r\n"
        "Content-Length: 5\r\n"
        "\r\n"
        "hello");
}

TEST_CASE("headers are found, set, added and removed by any of their names") {
  OutgoingRequest request = Sample();
  CHECK(request.Header("f") == "<sip:a@b>;tag=1");
  CHECK(request.Find("To") == nullptr);
  request.Set("F", "x");
  CHECK(request.Header("From") == "x");
  CHECK(request.headers.size() == 2);
  request.Set("X-New", "1");
  request.AddFirst("Route", "<sip:p;lr>");
  CHECK(request.headers[0].name == "Route");
  request.Add("via", "second");
  request.Remove("v");
  CHECK(request.Find("Via") == nullptr);
  CHECK(request.headers.size() == 3);
}

TEST_CASE("an extension method is written as it is named") {
  OutgoingRequest request = Sample();
  request.method = Method::kUnknown;
  request.method_text = "PING";
  CHECK(request.Write().starts_with("PING sip:"));
}

TEST_CASE("what was written reads back") {
  const auto request = OutgoingRequest::Parse(Sample().Write());
  REQUIRE(request.ok());
  CHECK(request->method == Method::kMessage);
  CHECK(request->uri == "sip:bob@b.com");
  CHECK(request->headers.size() == 2);
  CHECK(request->body == "hello");
  CHECK(request->Write() == Sample().Write());
}

TEST_CASE("an edited body counts whole, whatever Content-Length still says") {
  const auto request = OutgoingRequest::Parse(Sample().Write() + ", edited");
  REQUIRE(request.ok());
  CHECK(request->body == "hello, edited");
}

TEST_CASE("an edit that breaks the message is refused") {
  for (const std::string_view text :
       {std::string_view(""), std::string_view("SIP/2.0 200 OK\r\n\r\n"),
        std::string_view("MESSAGE sip:b@c\r\n\r\n"), std::string_view("MESSAGE b SIP/2.0\r\n\r\n"),
        std::string_view("ME SSAGE sip:b@c SIP/2.0\r\n\r\n"),
        std::string_view("MESSAGE sip:b@c SIP/2.0\r\nno colon\r\n\r\n"),
        std::string_view("MESSAGE sip:b@c SIP/2.0\r\nA: x\ry\r\n\r\n"),
        "MESSAGE sip:b@c SIP/2.0\r\nA: x\0y\r\n\r\n"sv,
        std::string_view("MESSAGE sip:b@c SIP/2.0\r\nSub ject: x\r\n\r\n")}) {
    CHECK_FALSE(OutgoingRequest::Parse(text).ok());
  }
}

TEST_CASE("a header line of an application is taken or refused, never repaired") {
  const auto line = ParseHeaderLine(" X-Name :  a: b \t");
  REQUIRE(line.ok());
  CHECK(line->name == "X-Name");
  CHECK(line->value == "a: b");
  CHECK(ParseHeaderLine("X:").ok());
  CHECK(ParseHeaderLine("X: 田中\tx").ok());
  for (const std::string_view text :
       {std::string_view("X: a\r\nVia: b"), std::string_view("X: a\nb"),
        std::string_view("X: a\rb"), std::string_view("X: a\r\n"), "X: a\0b"sv,
        std::string_view("X: \x01"), std::string_view("no colon"), std::string_view(": x"),
        std::string_view("a b: x"), std::string_view("X\r\n: a"), std::string_view(""),
        std::string_view("Ä: x"), std::string_view("X: \x7F")}) {
    CHECK_FALSE(ParseHeaderLine(text).ok());
  }
}

TEST_CASE("a response copies what RFC 3261 8.2.6 says") {
  const auto request = Message::Parse(std::string(kRequest));
  REQUIRE(request.ok());
  CHECK(WriteResponse(*request, 200, "", "77", {{"Contact", "<sip:me@h>"}}, "v=0") ==
        "SIP/2.0 200 OK\r\n"
        "Via: SIP/2.0/WS p.invalid;branch=z9hG4bK2,   SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n"
        "Record-Route: <sip:p1;lr>\r\n"
        "Record-Route: <sip:p2;lr>\r\n"
        "From: <sip:a@b>;tag=1\r\n"
        "To: <sip:bob@b.com>;tag=77\r\n"
        "Call-ID: c\r\n"
        "CSeq: 1 INVITE\r\n"
        "Contact: <sip:me@h>\r\n"
        "Content-Length: 3\r\n"
        "\r\n"
        "v=0");
}

TEST_CASE("only what makes a dialog copies Record-Route, only 100 Timestamp") {
  const auto request = Message::Parse(std::string(kRequest));
  CHECK(WriteResponse(*request, 486, "", "7", {}, "").find("Record-Route") == std::string::npos);
  CHECK(WriteResponse(*request, 180, "", "7", {}, "").find("Record-Route") != std::string::npos);
  const std::string trying = WriteResponse(*request, 100, "", "", {}, "");
  CHECK(trying.find("Record-Route") == std::string::npos);
  CHECK(trying.find("Timestamp: 54\r\n") != std::string::npos);
  CHECK(trying.find("To: <sip:bob@b.com>\r\n") != std::string::npos);
}

TEST_CASE("a To that has a tag keeps it") {
  const auto request = Message::Parse("BYE sip:a SIP/2.0\r\nTo: <sip:b>;tag=old\r\n\r\n");
  CHECK(WriteResponse(*request, 200, "", "new", {}, "").find("To: <sip:b>;tag=old\r\n") !=
        std::string::npos);
}

TEST_CASE("nothing that is copied or named ends its line") {
  const auto request = Message::Parse(
      std::string("OPTIONS sip:a SIP/2.0\r\nFrom: a\rVia: evil\r\nCall-ID: x\0y\r\n\r\n"sv));
  REQUIRE(request.ok());
  const std::string text =
      WriteResponse(*request, 400, "Bad\r\nX: y", "", {{"A", "b\r\nC: d"}}, "");
  CHECK(text.starts_with("SIP/2.0 400 Bad  X: y\r\n"));
  CHECK(text.find("From: a Via: evil\r\n") != std::string::npos);
  CHECK(text.find("Call-ID: x y\r\n") != std::string::npos);
  CHECK(text.find("A: b  C: d\r\n") != std::string::npos);
}

TEST_CASE("status codes have their phrases") {
  CHECK(ReasonPhrase(180) == "Ringing");
  CHECK(ReasonPhrase(481) == "Call/Transaction Does Not Exist");
  CHECK(ReasonPhrase(604) == "Does Not Exist Anywhere");
  CHECK(ReasonPhrase(299).empty());
}

}  // namespace
}  // namespace ringline
