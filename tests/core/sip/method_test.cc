#include "core/sip/method.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("each method has its name, and the name its method") {
  for (int i = 1; i <= static_cast<int>(Method::kUpdate); ++i) {
    const auto method = static_cast<Method>(i);
    CHECK(MethodOf(NameOf(method)) == method);
    CHECK_FALSE(NameOf(method).empty());
  }
  CHECK(NameOf(Method::kInvite) == "INVITE");
  CHECK(NameOf(Method::kUpdate) == "UPDATE");
  CHECK(NameOf(Method::kUnknown).empty());
}

TEST_CASE("methods are case-sensitive, and no escape makes one") {
  CHECK(MethodOf("invite") == Method::kUnknown);
  CHECK(MethodOf("IN%56ITE") == Method::kUnknown);
  CHECK(MethodOf("") == Method::kUnknown);
  CHECK(MethodOf("INVITEE") == Method::kUnknown);
}

}  // namespace
}  // namespace ringline
