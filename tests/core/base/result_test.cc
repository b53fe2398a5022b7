#include "core/base/result.h"

#include <memory>
#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

Result<std::string> Greeting(bool known) {
  if (!known) return Failed{"nobody is there"};
  return std::string("hello");
}

TEST_CASE("a result holds a value") {
  const Result<std::string> result = Greeting(true);
  REQUIRE(result.ok());
  CHECK(static_cast<bool>(result));
  CHECK(*result == "hello");
  CHECK(result->size() == 5);
  CHECK(result.reason().empty());
}

TEST_CASE("or the reason there is none") {
  const Result<std::string> result = Greeting(false);
  CHECK_FALSE(result.ok());
  CHECK_FALSE(static_cast<bool>(result));
  CHECK(result.reason() == "nobody is there");
}

TEST_CASE("the value can be changed in place, and taken out") {
  Result<std::string> text = Greeting(true);
  *text += " there";
  text->push_back('!');
  CHECK(*text == "hello there!");
  Result<std::unique_ptr<int>> owned(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = *std::move(owned);
  CHECK(*taken == 7);
}

}  // namespace
}  // namespace ringline
