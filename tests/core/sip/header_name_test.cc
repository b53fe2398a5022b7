#include "core/sip/header_name.h"

#include <string>

#include "core/text/ascii.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("each name is found in any case") {
  for (int i = 1; i <= static_cast<int>(HeaderName::kWwwAuthenticate); ++i) {
    const auto name = static_cast<HeaderName>(i);
    const std::string_view text = NameOf(name);
    REQUIRE_FALSE(text.empty());
    CHECK(HeaderNameOf(text) == name);
    CHECK(HeaderNameOf(Lowered(text)) == name);
    CHECK(HeaderNameOf(Uppered(text)) == name);
    CHECK(HeaderNameOf(std::string(text) + "x") != name);
  }
}

TEST_CASE("each compact form is its long form") {
  struct Row {
    std::string_view compact;
    HeaderName name;
  };
  for (const Row& row : {Row{"a", HeaderName::kAcceptContact},
                         {"b", HeaderName::kReferredBy},
                         {"c", HeaderName::kContentType},
                         {"d", HeaderName::kRequestDisposition},
                         {"e", HeaderName::kContentEncoding},
                         {"f", HeaderName::kFrom},
                         {"i", HeaderName::kCallId},
                         {"j", HeaderName::kRejectContact},
                         {"k", HeaderName::kSupported},
                         {"l", HeaderName::kContentLength},
                         {"m", HeaderName::kContact},
                         {"o", HeaderName::kEvent},
                         {"r", HeaderName::kReferTo},
                         {"s", HeaderName::kSubject},
                         {"t", HeaderName::kTo},
                         {"u", HeaderName::kAllowEvents},
                         {"v", HeaderName::kVia},
                         {"x", HeaderName::kSessionExpires},
                         {"y", HeaderName::kIdentity}}) {
    CHECK(HeaderNameOf(row.compact) == row.name);
    CHECK(HeaderNameOf(Uppered(row.compact)) == row.name);
  }
}

TEST_CASE("all else is other") {
  for (const std::string_view text :
       {"", "z", "1", "X-Custom", "C%6Fntact", "Contac", "Fro m", "\xC3\xA4", "__proto__"}) {
    CHECK(HeaderNameOf(text) == HeaderName::kOther);
  }
  CHECK(NameOf(HeaderName::kOther).empty());
}

TEST_CASE("lists are those whose grammar has commas") {
  CHECK(IsList(HeaderName::kContact));
  CHECK(IsList(HeaderName::kVia));
  CHECK(IsList(HeaderName::kAllow));
  // RFC 3261 7.3.1 names these as the ones that cannot be joined.
  CHECK_FALSE(IsList(HeaderName::kWwwAuthenticate));
  CHECK_FALSE(IsList(HeaderName::kAuthorization));
  CHECK_FALSE(IsList(HeaderName::kProxyAuthenticate));
  CHECK_FALSE(IsList(HeaderName::kDate));
  CHECK_FALSE(IsList(HeaderName::kSubject));
  CHECK_FALSE(IsList(HeaderName::kOther));
}

}  // namespace
}  // namespace ringline
