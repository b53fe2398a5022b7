#include "core/uac/account.h"

#include "doctest/doctest.h"
#include "tests/core/ground.h"

namespace ringline {
namespace {

Result<Account> Make(const Config& config) {
  Random random(config.seed);
  return Account::Make(config, random);
}

TEST_CASE("an account needs an address-of-record with a user") {
  Config config = test::MakeConfig();
  for (const char* uri : {"", "sip:example.com", "tel:+1", "alice"}) {
    config.uri = uri;
    CHECK_FALSE(Make(config).ok());
    CHECK(Make(config).reason() == "uri");
  }
}

TEST_CASE("what would inject names the field it stands in") {
  Config config = test::MakeConfig();
  config.extra_headers = {"X-A: b\r\nX-C: d"};
  CHECK(Make(config).reason() == "extra_headers");
  config = test::MakeConfig();
  config.display_name = "Al\nice";
  CHECK(Make(config).reason() == "display_name");
}

TEST_CASE("a request says who we are and nothing twice") {
  test::Layers layers;
  Uri bob = *layers.account.Target("bob");
  auto request =
      layers.account.MakeRequest(Method::kMessage, bob, bob, {}, {"X-Data: 1"}, layers.random);
  REQUIRE(request.ok());
  layers.account.Complete(*request);
  CHECK(request->uri == "sip:bob@example.com");
  CHECK(request->Header("From").find("sip:alice@example.com") != std::string_view::npos);
  CHECK(request->Header("From").find(";tag=") != std::string_view::npos);
  CHECK(request->Header("X-Data") == "1");
  CHECK(request->Header("CSeq") == "1 MESSAGE");
  CHECK(request->Header("Max-Forwards") == "69");
  CHECK_FALSE(request->Header("User-Agent").empty());
}

TEST_CASE("an anonymous request hides the name from the callee alone") {
  test::Layers layers;
  Uri bob = *layers.account.Target("bob");
  auto request =
      layers.account.MakeRequest(Method::kInvite, bob, bob, {"", "", true}, {}, layers.random);
  REQUIRE(request.ok());
  CHECK(request->Header("From").find("alice") == std::string_view::npos);
  CHECK(request->Header("Privacy") == "id");
  CHECK(request->Header("P-Preferred-Identity").find("alice") != std::string_view::npos);
}

TEST_CASE("an application's header that would inject is refused") {
  test::Layers layers;
  Uri bob = *layers.account.Target("bob");
  CHECK_FALSE(
      layers.account
          .MakeRequest(Method::kInvite, bob, bob, {}, {"X: y\r\nRoute: <sip:evil>"}, layers.random)
          .ok());
}

TEST_CASE("the contact is a GRUU when the registrar gave one") {
  test::Layers layers;
  CHECK(layers.account.Contact().find(";ob>") != std::string::npos);
  layers.account.SetGruus("sip:alice@example.com;gr=1", "sip:tgruu@example.com;gr");
  CHECK(layers.account.Contact() == "<sip:alice@example.com;gr=1>");
  CHECK(layers.account.Contact(/*anonymous=*/true) == "<sip:tgruu@example.com;gr>");
}

}  // namespace
}  // namespace ringline
