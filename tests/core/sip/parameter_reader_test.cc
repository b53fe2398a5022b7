#include "core/sip/parameter_reader.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

std::string All(std::string_view text) {
  std::string all;
  ParameterReader reader(text);
  while (const auto parameter = reader.Next()) {
    all += "[" + std::string(parameter->name);
    if (parameter->value)
      all += (parameter->quoted ? "=Q " : "= ") + std::string(*parameter->value);
    all += "]";
  }
  return all + (reader.done() ? "" : "!");
}

TEST_CASE("parameters are read one by one") {
  CHECK(All(";a=1;b;c=\"x;y\\\"\"") == "[a= 1][b][c=Q x;y\\\"]");
  CHECK(All(" ; a = 1 ; b ") == "[a= 1][b]");
  CHECK(All("") == "");
  CHECK(All(";a=") == "[a= ]");
  CHECK(All(";received=2001:db8::1") == "[received= 2001:db8::1]");
}

TEST_CASE("empty parameters are passed over") { CHECK(All(";;a;;;b;") == "[a][b]"); }

TEST_CASE("what is no parameter stops the reader") {
  CHECK(All("a=1") == "!");
  CHECK(All(";a=\"x\" y;b") == "[a=Q x]!");
  CHECK(All(";=x") == "!");
  CHECK(All(";a=\"open;b") == "[a= \"open][b]");
}

TEST_CASE("the first of a name counts") {
  CHECK(FindParameterValue(";x;TAG=1;tag=2", "tag") == "1");
  CHECK(FindParameterValue(";tag", "tag").empty());
  CHECK(FindParameterValue(";a=1", "tag").empty());
}

TEST_CASE("parameters of a header begin behind the brackets") {
  const auto rest = [](std::string_view value) -> std::string {
    const size_t start = ParametersStart(value);
    return start == std::string_view::npos ? "none" : std::string(value.substr(start));
  };
  CHECK(rest("<sip:a;x>;tag=1") == ";tag=1");
  CHECK(rest("sip:a@b;tag=1") == ";tag=1");
  CHECK(rest("\"a;<b\" <sip:a;x>;tag=1") == ";tag=1");
  CHECK(rest("Bob <sip:a>") == "");
  CHECK(rest("\"open <sip:a>;tag=1") == "none");
  CHECK(rest("<sip:a;tag=1") == "none");
}

}  // namespace
}  // namespace ringline
