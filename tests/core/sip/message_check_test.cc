#include "core/sip/message_check.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

constexpr std::string_view kGood[] = {
    "Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n",
    "Max-Forwards: 70\r\n",
    "To: <sip:bob@b.com>\r\n",
    "From: <sip:alice@a.com>;tag=1\r\n",
    "Call-ID: c\r\n",
    "CSeq: 1 INVITE\r\n",
    "Content-Length: 0\r\n",
};

// The good request with `line` in the place of the line that begins as it does, or added.
Message With(std::string_view line, std::string_view start = "INVITE sip:bob@b.com SIP/2.0") {
  std::string text = std::string(start) + "\r\n";
  const std::string_view name = line.substr(0, line.find(':'));
  for (const std::string_view good : kGood) {
    if (name.empty() || !good.starts_with(name)) text += good;
  }
  if (line.find(':') + 1 < line.size()) text += std::string(line) + "\r\n";
  return *Message::Parse(text + "\r\n");
}

int StatusOf(const Message& message) {
  const auto fault = CheckRequest(message);
  if (fault) CHECK_FALSE(fault->reason.empty());
  return fault ? fault->status : 200;
}

TEST_CASE("a good request passes") {
  CHECK(StatusOf(With("")) == 200);
  CHECK(StatusOf(With("X-Odd: ;;,,\"<")) == 200);
  CHECK(StatusOf(With("Contact: <<<>>")) == 200);
  CHECK(StatusOf(With("", "INVITE tel:+1-212 SIP/2.0")) == 200);
  CHECK(StatusOf(With("", "INVITE SIPS:bob@b.com sip/2.0")) == 200);
  CHECK(StatusOf(With("To: isbn:2983792873")) == 200);
  CHECK(StatusOf(With("Content-Length:")) == 200);
}

TEST_CASE("what old peers leave out is no fault") {
  CHECK(StatusOf(With("Max-Forwards:")) == 200);
  CHECK(StatusOf(With("From: sip:alice@a.com")) == 200);
  CHECK(StatusOf(With("Via: SIP/2.0/WS x.invalid")) == 200);
}

TEST_CASE("a mandatory header that is missing, doubled or unreadable is answered 400") {
  for (const std::string_view line :
       {"To:", "From:", "Call-ID:", "CSeq:", "CSeq: x INVITE", "CSeq: 2147483648 INVITE",
        "CSeq: 1 BYE", "CSeq: 1", "Max-Forwards: 256", "Max-Forwards: x", "Max-Forwards: -1",
        "Content-Length: 1", "Content-Length: -999", "Content-Length: 99999999999",
        "To: \"Mr. <sip:a@b>", "From: <sip:a@b", "To: nothing",
        "Via: SIP/2.0/WS x;branch=z9hG4bK1, nonsense"}) {
    CAPTURE(line);
    CHECK(StatusOf(With(line)) == 400);
  }
  for (const std::string_view good : kGood) {
    if (good.starts_with("Via")) continue;
    std::string text = "INVITE sip:bob@b.com SIP/2.0\r\n";
    for (const std::string_view line : kGood) text += line;
    text += std::string(good) + "\r\n";
    CAPTURE(good);
    CHECK(StatusOf(*Message::Parse(text)) == 400);
  }
  CHECK(StatusOf(With("CSeq: 2147483647 INVITE")) == 200);
}

TEST_CASE("a request line has its own answers") {
  CHECK(StatusOf(With("", "INVITE sip:bob@b.com SIP/7.0")) == 505);
  CHECK(StatusOf(With("", "INVITE sip:bob@b.com HTTP/1.1")) == 400);
  CHECK(StatusOf(With("", "INVITE sip:bob@b.com")) == 400);
  CHECK(StatusOf(With("", "IN(VITE sip:bob@b.com SIP/2.0")) == 400);
  CHECK(StatusOf(With("", "INVITE <sip:bob@b.com> SIP/2.0")) == 400);
  CHECK(StatusOf(With("", "INVITE sip:bob@b.com; lr SIP/2.0")) == 400);
  CHECK(StatusOf(With("", "INVITE sip:bob@b.com?Route=%3Csip:c%3E SIP/2.0")) == 400);
  CHECK(StatusOf(With("", "INVITE nobody:knows SIP/2.0")) == 416);
  CHECK(StatusOf(With("", "INVITE http://a.com/ SIP/2.0")) == 416);
}

TEST_CASE("who cannot be answered is dropped") {
  CHECK(StatusOf(With("Via:")) == 0);
  CHECK(StatusOf(With("Via: nonsense")) == 0);
  CHECK(StatusOf(With("Call-ID:", "ACK sip:bob@b.com SIP/2.0")) == 0);
  CHECK(StatusOf(*Message::Parse("SIP/2.0 200 OK\r\n\r\n")) == 0);
}

TEST_CASE("a response passes or is dropped") {
  CHECK_FALSE(CheckResponse(With("", "SIP/2.0 200 OK")));
  CHECK_FALSE(CheckResponse(With("CSeq: 1 BYE", "SIP/2.0 200 OK")));
  CHECK(CheckResponse(With("", "SIP/2.0 700 Beyond")));
  CHECK(CheckResponse(With("", "SIP/3.0 200 OK")));
  CHECK(CheckResponse(With("Via:", "SIP/2.0 200 OK")));
  CHECK(CheckResponse(With("CSeq: 9292394834772304023312 INVITE", "SIP/2.0 200 OK")));
  CHECK(CheckResponse(With("Via: SIP/2.0/WS a;branch=z9hG4bK1, SIP/2.0/WS b", "SIP/2.0 200 OK")));
  CHECK(CheckResponse(With("")));
}

}  // namespace
}  // namespace ringline
