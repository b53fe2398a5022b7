#include "core/sip/name_addr.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

using std::string_view_literals::operator""sv;

NameAddr Parsed(std::string_view text) {
  Result<NameAddr> name_addr = NameAddr::Parse(text);
  REQUIRE_MESSAGE(name_addr.ok(), text);
  return *std::move(name_addr);
}

TEST_CASE("a name-addr is taken apart") {
  const NameAddr address =
      Parsed(R"("Alice \"A\" <x>" <sip:alice@a.com;lr>;tag=88;+sip.instance="<urn:uuid:1>";ob)");
  CHECK(address.display_name == R"(Alice "A" <x>)");
  CHECK(address.uri.user == "alice");
  CHECK(address.uri.parameters.size() == 1);
  CHECK(address.tag() == "88");
  CHECK(ValueOf(address.parameters, "+SIP.Instance") == "<urn:uuid:1>");
  CHECK(Find(address.parameters, "ob") != nullptr);
  CHECK(address.ToString() ==
        R"("Alice \"A\" <x>" <sip:alice@a.com;lr>;tag=88;+sip.instance="<urn:uuid:1>";ob)");
}

TEST_CASE("without brackets the parameters are the header's") {
  const NameAddr address = Parsed("sip:a@b.com;transport=ws;tag=1");
  CHECK(address.uri.parameters.empty());
  CHECK(address.tag() == "1");
  CHECK(address.ToString() == "<sip:a@b.com>;transport=ws;tag=1");
  CHECK_FALSE(NameAddr::Parse("sip:a@b.com?Route=x").ok());
}

TEST_CASE("odd display names are taken") {
  CHECK(Parsed("Bob <sip:b@c>").display_name == "Bob");
  CHECK(Parsed("caller<sip:b@c>;tag=1").display_name == "caller");
  CHECK(Parsed("T. A. Watson <sip:b@c>").display_name == "T. A. Watson");
  CHECK(Parsed("Bell, Alexander <sip:b@c>").display_name == "Bell, Alexander");
  CHECK(Parsed("田中 <sip:b@c>").display_name == "田中");
  CHECK(Parsed("\"田中\"<sip:b@c>").display_name == "田中");
  CHECK(Parsed("\"\" <sip:b@c>").display_name.empty());
  CHECK(Parsed("<sip:b@c>").display_name.empty());
  CHECK(Parsed("\"x\" < sip:b@c >").uri.host == "c");
  CHECK(Parsed("\"\\\0\\\a\" <sip:b@c>"sv).display_name == "\0\a"sv);
}

TEST_CASE("what is no address fails") {
  for (const std::string_view text :
       {"", "<>", "Bob", "\"Bob", "\"Bob\"", "<sip:a@b", "sip:a@b>", "<sip:a@b> x",
        "<sip:a@b>, <sip:c>", "a <sip:a@b> <sip:c@d>", "\"<sip:a@b>\"", "<<sip:a@b>>",
        "<sip:a@b>;x=\"1\"2", "sip:a@b, sip:c@d", "x \"<sip:evil@x>\" <sip:a@b>", "<sip:a@b>;=1"}) {
    CAPTURE(text);
    CHECK_FALSE(NameAddr::Parse(text).ok());
  }
}

TEST_CASE("a display name is quoted when it must be, and never ends its line") {
  CHECK(Quote("Bob") == "Bob");
  CHECK(Quote("Bob Smith") == "Bob Smith");
  CHECK(Quote("Müller") == "\"Müller\"");
  CHECK(Quote("a\"b\\c") == R"("a\"b\\c")");
  CHECK(Quote(" x") == "\" x\"");
  CHECK(Quote("") == "\"\"");
  CHECK(Quote("x\r\nVia: y") == "\"x  Via: y\"");
}

TEST_CASE("parameters are written so that they read back") {
  const Parameters parameters = {{"a", "token"}, {"b", std::nullopt}, {"c", "two words"},
                                 {"d", ""},      {"e", "[::1]"},      {"f", "x;y\""}};
  std::string out;
  AppendParameters(out, parameters);
  CHECK(out == R"(;a=token;b;c="two words";d="";e=[::1];f="x;y\"")");
  CHECK(ParseParameters(out) == parameters);
  out.clear();
  AppendParameters(out, {{"bad name", "1"}, {"x\r\ny", "1"}, {"ok", "a\r\nb"}});
  CHECK(out == ";ok=\"a  b\"");
}

TEST_CASE("a display name that was folded is one line, and reads back as itself") {
  auto address = NameAddr::Parse("0\r\n Ben <sip:ben@example.org>");
  REQUIRE(address.ok());
  CHECK(address->display_name == "0   Ben");
  auto again = NameAddr::Parse(address->ToString());
  REQUIRE(again.ok());
  CHECK(again->ToString() == address->ToString());
}

}  // namespace
}  // namespace ringline
