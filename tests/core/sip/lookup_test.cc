#include "core/sip/lookup.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

using Strings = std::vector<std::string>;

Message Sample() {
  return *Message::Parse(
      "INVITE sip:b@c SIP/2.0\r\n"
      "v: SIP/2.0/WS x;branch=z9hG4bK1\r\n"
      "f: <sip:a@b>;tag=1\r\n"
      "t: <sip:b@c>\r\n"
      "i: id\r\n"
      "CSeq: 4 INVITE\r\n"
      "X-A: 1\r\n"
      "m: <sip:1>,\r\n <sip:2>\r\n"
      "x-a: 2\r\n"
      "junk\r\n"
      "\r\n"
      "body");
}

TEST_CASE("what a message begins with") {
  CHECK(Ask(Sample(), Question::kStart) == Strings{"request", "INVITE", "sip:b@c", "SIP/2.0"});
  CHECK(Ask(*Message::Parse("SIP/2.0 404 Not Found\r\n\r\n"), Question::kStart) ==
        Strings{"response", "404", "Not Found", "SIP/2.0"});
}

TEST_CASE("headers are answered by any name") {
  CHECK(Ask(Sample(), Question::kHeader, "From") == Strings{"<sip:a@b>;tag=1"});
  CHECK(Ask(Sample(), Question::kHeader, "X-a", 1) == Strings{"2"});
  CHECK(Ask(Sample(), Question::kHeader, "X-a", 2).empty());
  CHECK(Ask(Sample(), Question::kHeader, "X-none").empty());
  CHECK(Ask(Sample(), Question::kHeaders, "X-A") == Strings{"1", "2"});
  CHECK(Ask(Sample(), Question::kValues, "Contact") == Strings{"<sip:1>", "<sip:2>"});
  CHECK(Ask(Sample(), Question::kBody) == Strings{"body"});
  CHECK(Ask(Sample(), Question::kIdentity) == Strings{"id", "1", "", "z9hG4bK1", "4", "INVITE"});
  const Strings fields = Ask(Sample(), Question::kFields);
  CHECK(fields.size() == 16);
  CHECK(fields[0] == "Via");
  CHECK(fields[10] == "X-A");
}

TEST_CASE("an empty header is there, an absent one is not") {
  const Message message = *Message::Parse("A sip:b SIP/2.0\r\nSubject:\r\n\r\n");
  CHECK(Ask(message, Question::kHeader, "s") == Strings{""});
  CHECK(Ask(message, Question::kHeader, "Date").empty());
}

TEST_CASE("setting a header leaves one of it, and all others as they are") {
  const auto text = WithHeader(Sample(), "X-A", "new");
  REQUIRE(text.ok());
  const Message message = *Message::Parse(*text);
  CHECK(Ask(message, Question::kHeaders, "x-a") == Strings{"new"});
  CHECK(message.request_uri() == "sip:b@c");
  CHECK(message.Header("To") == "<sip:b@c>");
  CHECK(message.body() == "body");
  CHECK(message.field_count() == 7);

  const auto added = WithHeader(Sample(), "Subject", "hello");
  REQUIRE(added.ok());
  CHECK(Message::Parse(*added)->Header("s") == "hello");
  CHECK(Message::Parse(*added)->field_count() == 9);
}

TEST_CASE("what is no header line is refused") {
  CHECK_FALSE(WithHeader(Sample(), "X A", "1").ok());
  CHECK_FALSE(WithHeader(Sample(), "", "1").ok());
  CHECK_FALSE(WithHeader(Sample(), "X", "1\r\nVia: x").ok());
  CHECK_FALSE(WithHeader(Sample(), "X:", "1").ok());
}

}  // namespace
}  // namespace ringline
