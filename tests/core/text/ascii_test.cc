#include "core/text/ascii.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

using std::string_view_literals::operator""sv;

TEST_CASE("token characters are those of RFC 3261 25.1, and no others") {
  std::string tokens;
  for (int c = 0; c < 256; ++c) {
    if (Is(static_cast<char>(c), kTokenChar)) tokens += static_cast<char>(c);
  }
  CHECK(tokens == "!%'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnopqrstuvwxyz~");
  CHECK(IsToken("a.b-c%41"));
  CHECK_FALSE(IsToken(""));
  CHECK_FALSE(IsToken("a b"));
}

TEST_CASE("case counts for ASCII letters only") {
  CHECK(Lowered("VIA Ä[]") == "via Ä[]");
  CHECK(Uppered("via ä{}") == "VIA ä{}");
  CHECK(EqualsIgnoringCase("Call-ID", "cALL-id"));
  CHECK_FALSE(EqualsIgnoringCase("Call-ID", "Call-I"));
  CHECK_FALSE(EqualsIgnoringCase("[", "{"));
  CHECK(StartsWithIgnoringCase("sip/2.0 200", "SIP/"));
  CHECK_FALSE(StartsWithIgnoringCase("SI", "SIP/"));
}

TEST_CASE("white space goes from both ends") {
  CHECK(Trimmed(" \t\r\n a b \t") == "a b");
  CHECK(Trimmed(" \t ").empty());
}

TEST_CASE("a number is digits, and never more than it may be") {
  CHECK(ParseNumber("0068") == 68);
  CHECK(ParseNumber("4294967295") == 4294967295u);
  CHECK_FALSE(ParseNumber("4294967296"));
  CHECK_FALSE(ParseNumber("36893488147419103232"));
  CHECK_FALSE(ParseNumber(""));
  CHECK_FALSE(ParseNumber("-1"));
  CHECK_FALSE(ParseNumber(" 1"));
  CHECK_FALSE(ParseNumber("256", 255));
  std::string out = "n=";
  AppendNumber(out, 0);
  AppendNumber(out, 4294967295u);
  CHECK(out == "n=04294967295");
}

TEST_CASE("a text with a control character is not plain") {
  CHECK(IsPlainText("a\tb Ä 田中"));
  for (const std::string_view bad : {std::string_view("a\rb"), std::string_view("a\nb"), "a\0b"sv,
                                     std::string_view("\x7F"), std::string_view("\x1B[0m")}) {
    CHECK_FALSE(IsPlainText(bad));
  }
}

TEST_CASE("hex digits have their value") {
  CHECK(HexValue('0') == 0);
  CHECK(HexValue('f') == 15);
  CHECK(HexValue('A') == 10);
  CHECK(HexValue('g') == -1);
}

}  // namespace
}  // namespace ringline
