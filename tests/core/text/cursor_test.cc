#include "core/text/cursor.h"

#include <vector>

#include "doctest/doctest.h"

namespace ringline {
namespace {

std::vector<std::string> ListOf(std::string_view text) {
  std::vector<std::string> values;
  ListReader list(text);
  while (const auto value = list.Next()) values.emplace_back(*value);
  return values;
}

using Strings = std::vector<std::string>;

TEST_CASE("a cursor reads what is there") {
  Cursor cursor("SIP / 2.0/UDP  first:4000");
  CHECK(cursor.Token() == "SIP");
  CHECK(cursor.SkipSeparator('/'));
  CHECK(cursor.Token() == "2.0");
  CHECK(cursor.SkipSeparator('/'));
  CHECK(cursor.SkipWord("udp"));
  cursor.SkipSpace();
  const size_t start = cursor.position();
  CHECK(cursor.Until(":;") == "first");
  CHECK(cursor.Skip(':'));
  CHECK(cursor.Number() == 4000);
  CHECK(cursor.Since(start) == "first:4000");
  CHECK(cursor.done());
}

TEST_CASE("what does not match is not consumed") {
  Cursor cursor("  ;x 70000");
  CHECK_FALSE(cursor.SkipSeparator('='));
  CHECK(cursor.position() == 0);
  CHECK(cursor.Token().empty());
  CHECK_FALSE(cursor.SkipWord("  ;y"));
  CHECK_FALSE(cursor.QuotedString());
  CHECK_FALSE(cursor.Comment());
  cursor.MoveTo(5);
  CHECK_FALSE(cursor.Number(65535));
  CHECK(cursor.rest() == "70000");
}

TEST_CASE("a cursor at the end stays there") {
  Cursor cursor("a");
  cursor.Advance();
  cursor.Advance();
  cursor.MoveTo(99);
  CHECK(cursor.position() == 1);
  CHECK(cursor.peek() == '\0');
  CHECK_FALSE(cursor.Skip('\0'));
  CHECK(cursor.Until("x").empty());
  CHECK(cursor.rest().empty());
  CHECK(cursor.Since(5).empty());
}

TEST_CASE("a quoted string ends at the quote that no backslash hides") {
  Cursor cursor(R"("a \"b\" \\" rest)");
  const auto inside = cursor.QuotedString();
  REQUIRE(inside);
  CHECK(*inside == R"(a \"b\" \\)");
  CHECK(Unquoted(*inside) == R"(a "b" \)");
  CHECK(cursor.rest() == " rest");
  CHECK_FALSE(Cursor(R"("never closes\")").QuotedString());
  CHECK_FALSE(Cursor(R"("\)").QuotedString());
  CHECK(Cursor("\"\"").QuotedString() == "");
  CHECK(Unquoted("odd\\") == "odd\\");
}

TEST_CASE("comments hold comments") {
  Cursor cursor(R"((a (b) \) c) x)");
  CHECK(cursor.Comment() == R"(a (b) \) c)");
  CHECK(cursor.rest() == " x");
  CHECK_FALSE(Cursor("((a)").Comment());
}

TEST_CASE("a comma list comes apart at the commas that count") {
  CHECK(ListOf("a, b ,c") == Strings{"a", "b", "c"});
  CHECK(ListOf(R"("Bell, A" <sip:a,b@c>;x=",", <sip:d>)") ==
        Strings{R"("Bell, A" <sip:a,b@c>;x=",")", "<sip:d>"});
  CHECK(ListOf("a (b, c), d") == Strings{"a (b, c)", "d"});
  CHECK(ListOf(",, ,a,,") == Strings{"a"});
  CHECK(ListOf("").empty());
}

TEST_CASE("what never closes reaches to the end") {
  CHECK(ListOf("\"a, b") == Strings{"\"a, b"});
  CHECK(ListOf("<sip:a, b") == Strings{"<sip:a, b"});
  CHECK(ListOf("sip:a(b@c, sip:d") == Strings{"sip:a(b@c", "sip:d"});
}

TEST_CASE("64 KiB of openings cost one pass") {
  // A quadratic reader would need minutes for these; the test runner's patience is the check.
  for (const char c : {'(', '"', '<', '\\', ','}) {
    const std::string text(65536, c);
    CHECK(ListOf(text).size() <= 1);
    Cursor cursor(text);
    CHECK_FALSE(cursor.Comment());
  }
  std::string text;
  while (text.size() < 65536) text += "(,";
  CHECK(ListOf(text).size() == 32768);
}

}  // namespace
}  // namespace ringline
