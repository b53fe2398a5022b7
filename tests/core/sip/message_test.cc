#include "core/sip/message.h"

#include <string>
#include <utility>

#include "doctest/doctest.h"

namespace ringline {
namespace {

using std::string_view_literals::operator""sv;

// A request with these header lines, each with its CR LF.
std::string Request(std::string_view lines, std::string_view body = "") {
  std::string text = "INVITE sip:bob@biloxi.com SIP/2.0\r\n";
  text += lines;
  text += "\r\n";
  text += body;
  return text;
}

Message Parsed(std::string text) {
  Result<Message> message = Message::Parse(std::move(text));
  REQUIRE_MESSAGE(message.ok(), message.reason());
  return *std::move(message);
}

using Views = std::vector<std::string_view>;

TEST_CASE("a request is taken apart") {
  const Message message = Parsed(
      "INVITE sip:bob@biloxi.com SIP/2.0\r\n"
      "Via: SIP/2.0/WSS pc33.atlanta.com:443;rport;branch=z9hG4bKnash\r\n"
      "Max-Forwards: 70\r\n"
      "To: Bob <sip:bob@biloxi.com>\r\n"
      "From: \"Alice; tag=no\" <sip:alice@atlanta.com;tag=no>;tag=1928301774\r\n"
      "Call-ID: a84b4c76e66710\r\n"
      "CSeq: 314159 INVITE\r\n"
      "X-Custom: one\r\n"
      "Content-Length: 4\r\n"
      "\r\n"
      "v=0\nrest is not ours");
  CHECK(message.is_request());
  CHECK_FALSE(message.is_response());
  CHECK(message.method() == Method::kInvite);
  CHECK(message.method_text() == "INVITE");
  CHECK(message.request_uri() == "sip:bob@biloxi.com");
  CHECK(message.version() == "SIP/2.0");
  CHECK(message.status_code() == 0);
  CHECK(message.call_id() == "a84b4c76e66710");
  CHECK(message.from_tag() == "1928301774");
  CHECK(message.to_tag().empty());
  CHECK(message.branch() == "z9hG4bKnash");
  CHECK(message.sent_by() == "pc33.atlanta.com:443");
  CHECK(message.has_cseq());
  CHECK(message.cseq() == 314159);
  CHECK(message.cseq_method() == "INVITE");
  CHECK(message.body() == "v=0\n");
  CHECK(message.after_headers() == "v=0\nrest is not ours");
  CHECK(message.field_count() == 8);
  CHECK(message.field(6).name == HeaderName::kOther);
  CHECK(message.field(6).name_text == "X-Custom");
  CHECK(message.field(6).value == "one");
  CHECK(message.field(99).value.empty());
  CHECK(message.skipped_lines() == 0);
}

TEST_CASE("a response is taken apart") {
  const Message message = Parsed(
      "SIP/2.0 486 Busy Here: 田中\r\n"
      "v: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n"
      "f: <sip:a@b>;tag=1\r\n"
      "t: sip:c@d;tag=2\r\n"
      "i: x\r\n"
      "cseq: 7 BYE\r\n"
      "\r\n");
  CHECK(message.is_response());
  CHECK(message.status_code() == 486);
  CHECK(message.reason_phrase() == "Busy Here: 田中");
  CHECK(message.method() == Method::kBye);
  CHECK(message.to_tag() == "2");
  CHECK(message.from_tag() == "1");
  CHECK(message.call_id() == "x");
}

TEST_CASE("headers are found by number, by name, by compact form, in any case") {
  const Message message = Parsed(Request(
      "Contact: <sip:1@a>\r\nm: <sip:2@a>, <sip:3@a>\r\nx-odd: 1\r\nX-Odd: 2\r\nX-ODD : 3\r\n"));
  CHECK(message.Header(HeaderName::kContact) == "<sip:1@a>");
  CHECK(message.Header("CONTACT", 1) == "<sip:2@a>, <sip:3@a>");
  CHECK(message.Header("m", 1) == "<sip:2@a>, <sip:3@a>");
  CHECK(message.Header("m", 2).empty());
  CHECK(message.Header("x-ODD", 2) == "3");
  CHECK(message.Count("X-odd") == 3);
  CHECK(message.Count("contact") == 2);
  CHECK(message.Count("nowhere") == 0);
  CHECK(message.Has(HeaderName::kContact));
  CHECK_FALSE(message.Has(HeaderName::kVia));
  CHECK(message.Values("Contact") == Views{"<sip:1@a>", "<sip:2@a>", "<sip:3@a>"});
  CHECK(message.Values("x-odd") == Views{"1", "2", "3"});
}

TEST_CASE("lists come apart where the grammar has lists, and only there") {
  const Message message = Parsed(Request(
      "Supported: timer, 100rel\r\nk: gruu\r\nAllow: INVITE,ACK\r\nX-List: a, b\r\n"
      "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\nAccept: application/sdp;level=1\r\n"));
  CHECK(message.Values(HeaderName::kSupported) == Views{"timer", "100rel", "gruu"});
  CHECK(message.Values("X-List") == Views{"a, b"});
  CHECK(message.Values(HeaderName::kWwwAuthenticate).size() == 1);
  CHECK(message.Lists(HeaderName::kSupported, "GRUU"));
  CHECK(message.Lists(HeaderName::kAllow, "ACK"));
  CHECK(message.Lists(HeaderName::kAccept, "application/sdp"));
  CHECK_FALSE(message.Lists(HeaderName::kSupported, "time"));
}

TEST_CASE("folded lines are one value") {
  const Message message =
      Parsed(Request("Subject: I know\r\n\t you're there,\r\n pick up\r\nTo :\r\n sip:a@b\r\n"
                     "CSeq: 1\r\n\tINVITE\r\n"));
  CHECK(message.Header("Subject") == "I know  \t you're there,   pick up");
  CHECK(message.Header(HeaderName::kTo) == "sip:a@b");
  CHECK(message.cseq_method() == "INVITE");
  CHECK(message.text().find("\r\n\t") == std::string::npos);
}

TEST_CASE("empty lines before the start line are skipped, and lone LF ends a line") {
  const Message message = Parsed("\r\n\r\n\nOPTIONS sip:a SIP/2.0\nTo: sip:b\n c\nl: 2\n\nhey");
  CHECK(message.method() == Method::kOptions);
  CHECK(message.Header("t") == "sip:b  c");
  CHECK(message.body() == "he");
}

TEST_CASE("a text that ends behind a whole line ends its headers there") {
  const Message message = Parsed("OPTIONS sip:a SIP/2.0\r\nTo: sip:b\r\n");
  CHECK(message.Header("To") == "sip:b");
  CHECK(message.body().empty());
}

TEST_CASE("an odd line costs itself") {
  const Message message =
      Parsed(Request("no colon here\r\n: no name\r\nB ad: name\r\nTo\r\n : sip:smuggled@x\r\n"
                     "Via\x01: x\r\nOK: yes\r\n"));
  CHECK(message.skipped_lines() == 5);
  CHECK(message.field_count() == 1);
  CHECK(message.Header("ok") == "yes");
  CHECK_FALSE(message.Has(HeaderName::kTo));
}

TEST_CASE("a fold behind the start line belongs to nothing") {
  const Message message = Parsed(Request(" Via: hidden\r\nTo: sip:a\r\n"));
  CHECK(message.skipped_lines() == 1);
  CHECK(message.field_count() == 1);
}

TEST_CASE("bytes inside a value are data: NUL, a lone CR, UTF-8") {
  const std::string value("a\0b\rc\xC3\xA4"sv);
  const Message message = Parsed(Request("X-Data: " + value + "\r\n"));
  CHECK(message.Header("x-data") == value);
}

TEST_CASE("the request line is kept as it stands for the check to judge") {
  struct Row {
    std::string_view line, method, uri, version;
  };
  for (const Row& row : {Row{"INVITE sip:a;x y SIP/2.0", "INVITE", "sip:a;x y", "SIP/2.0"},
                         {"INVITE  sip:a  SIP/2.0 ", "INVITE", "sip:a", "SIP/2.0"},
                         {"INVITE sip:a", "INVITE", "sip:a", ""},
                         {"INVITE", "INVITE", "", ""},
                         {"INVITE sip:a SIP/7.0", "INVITE", "sip:a", "SIP/7.0"}}) {
    const Message message = Parsed(std::string(row.line) + "\r\n\r\n");
    CHECK(message.method_text() == row.method);
    CHECK(message.request_uri() == row.uri);
    CHECK(message.version() == row.version);
  }
}

TEST_CASE("a status line needs a status") {
  for (const std::string_view line :
       {"SIP/2.0", "SIP/2.0 ", "SIP/2.0 20 OK", "SIP/2.0 2000 OK", "SIP/2.0 099 Low",
        "SIP/2.0 4294967301 Big", "SIP/2.0 abc", "SIP/2.0 200OK", "SIP/2.0  200 OK"}) {
    CHECK_FALSE(Message::Parse(std::string(line) + "\r\n\r\n").ok());
  }
  CHECK(Parsed("SIP/2.0 100 \r\n\r\n").reason_phrase().empty());
  CHECK(Parsed("sip/2.0 100\r\n\r\n").status_code() == 100);
}

TEST_CASE("a body is as long as Content-Length says, if it says so readably") {
  CHECK(Parsed(Request("Content-Length: 2\r\n", "abcd")).body() == "ab");
  CHECK(Parsed(Request("Content-Length: 9\r\n", "abcd")).body() == "abcd");
  CHECK(Parsed(Request("Content-Length: -1\r\n", "abcd")).body() == "abcd");
  CHECK(Parsed(Request("", "abcd")).body() == "abcd");
  CHECK(Parsed(Request("l:0\r\n", " abcd")).body().empty());
  // A body may begin with white space: the empty line is no line to be continued.
  CHECK(Parsed(Request("", " abcd")).body() == " abcd");
}

TEST_CASE("essentials that cannot be read are empty") {
  const Message message =
      Parsed(Request("Via: nonsense\r\nCSeq: 99999999999 INVITE\r\nFrom: \"open "
                     "<sip:a@b>;tag=1\r\nTo: <sip:c;tag=2\r\n"));
  CHECK(message.branch().empty());
  CHECK(message.sent_by().empty());
  CHECK_FALSE(message.has_cseq());
  CHECK(message.from_tag().empty());
  CHECK(message.to_tag().empty());
  CHECK(message.call_id().empty());
  CHECK(Parsed(Request("Via: SIP/2.0/WS a;branch=z9hG4bK\r\n")).branch().empty());
  CHECK_FALSE(Parsed(Request("CSeq: 1INVITE\r\n")).has_cseq());
  CHECK_FALSE(Parsed(Request("CSeq: 1 INVITE extra\r\n")).has_cseq());
}

TEST_CASE("of several essentials the first counts") {
  const Message message = Parsed(
      Request("From: <sip:a>;tag=first\r\nFrom: <sip:a>;tag=second\r\nCall-ID: 1\r\nCall-ID: 2\r\n"
              "Via: SIP/2.0/WS a;branch=z9hG4bK1, SIP/2.0/WS b;branch=z9hG4bK2\r\n"));
  CHECK(message.from_tag() == "first");
  CHECK(message.call_id() == "1");
  CHECK(message.branch() == "z9hG4bK1");
  CHECK(message.sent_by() == "a");
}

TEST_CASE("views stay right when the message moves") {
  Message message = Parsed("A b c\r\n\r\n");
  const Message moved = std::move(message);
  CHECK(moved.method_text() == "A");
  CHECK(moved.request_uri() == "b");
}

TEST_CASE("no start line, no end: refused") {
  for (const std::string_view text :
       {"", "\r\n\r\n", "INVITE sip:a SIP/2.0", "A b C\r\nTo: x", "A b C\r\nTo: x\r\n y"}) {
    CHECK_FALSE(Message::Parse(std::string(text)).ok());
  }
}

TEST_CASE("limits hold: a megabyte, a thousand fields") {
  CHECK_FALSE(Message::Parse(std::string((1 << 20) + 1, 'a')).ok());
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "X: 1\r\n";
  CHECK(Parsed(Request(lines)).field_count() == 1000);
  CHECK(Message::Parse(Request(lines + "X: 1\r\n")).reason() == "Too many header fields");
  CHECK(Parsed(Request(std::string(70000, 'n') + ": x\r\n")).skipped_lines() == 1);
}

}  // namespace
}  // namespace ringline
