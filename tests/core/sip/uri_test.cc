#include "core/sip/uri.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

using std::string_view_literals::operator""sv;

Uri Parsed(std::string_view text) {
  Result<Uri> uri = Uri::Parse(text);
  REQUIRE_MESSAGE(uri.ok(), text);
  return *std::move(uri);
}

std::string Target(std::string_view text, std::string_view domain = "ex.com") {
  const Result<Uri> uri = Uri::FromTarget(text, domain);
  return uri ? uri->ToString() : "none";
}

bool Same(std::string_view a, std::string_view b) {
  const bool same = Equivalent(Parsed(a), Parsed(b));
  CHECK(Equivalent(Parsed(b), Parsed(a)) == same);
  return same;
}

TEST_CASE("a SIP URI is taken apart") {
  const Uri uri =
      Parsed("SIPS:al%69ce:s%3Ap@ATLANTA.com:5061;Transport=WS;lr?Subject=a%20b&priority=urgent");
  CHECK(uri.scheme == "sips");
  CHECK(uri.is_sip());
  CHECK(uri.user == "alice");
  CHECK(uri.password == "s:p");
  CHECK(uri.host == "atlanta.com");
  CHECK(uri.port == 5061);
  CHECK(ValueOf(uri.parameters, "TRANSPORT") == "WS");
  REQUIRE(Find(uri.parameters, "lr") != nullptr);
  CHECK_FALSE(Find(uri.parameters, "lr")->value);
  CHECK(Find(uri.parameters, "ob") == nullptr);
  REQUIRE(uri.headers.size() == 2);
  CHECK(uri.headers[0].first == "Subject");
  CHECK(uri.headers[0].second == "a b");
  CHECK(uri.ToString() ==
        "sips:alice:s%3Ap@atlanta.com:5061;transport=WS;lr?Subject=a%20b&priority=urgent");
  CHECK(uri.ToAor() == "sips:alice@atlanta.com:5061");
}

TEST_CASE("what is written reads back the same") {
  for (const std::string_view text :
       {"sip:bob@b.com", "sip:b.com", "sip:+1-212@b.com;user=phone", "sip:[2001:db8::10]:5070",
        "sip:user;par=u%40example.net@example.com", "tel:+1-201-555-0123;phone-context=x.com",
        "urn:service:sos", "http://a.com/b?c=d#e", "sip:%00@h.com", "sip:a@b;x=;y",
        "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
        "(doesn't-it)@example.com",
        "sip:[fe80::1%25eth0]"}) {
    CHECK(Parsed(text).ToString() == text);
    CHECK(Equivalent(Parsed(Parsed(text).ToString()), Parsed(text)));
  }
}

TEST_CASE("the messages that others drop: UTF-8, a hash, telephone numbers, zones") {
  CHECK(Parsed("sip:田中@例え.jp").user == "田中");
  CHECK(Parsed("sip:田中@b.com").ToString() == "sip:%E7%94%B0%E4%B8%AD@b.com");
  CHECK(Parsed("sip:#31#123@b.com").user == "#31#123");
  CHECK(Parsed("sip:#1@b.com").ToString() == "sip:%231@b.com");
  CHECK(Parsed("tel:+1-212;ext=5").user == "+1-212");
  CHECK(Parsed("sip:a@[fe80::1%eth0]:5060").host == "[fe80::1%eth0]");
  CHECK(Parsed("sip:a@under_score.host").host == "under_score.host");
  // RFC 5118 4.10.
  CHECK(Parsed("sip:a@[2001:DB8:::192.0.2.1]:5060").host == "[2001:db8::192.0.2.1]");
  CHECK(Same("sip:[:::192.0.2.1]", "sip:[::192.0.2.1]"));
}

TEST_CASE("other schemes are kept whole") {
  const Uri uri = Parsed("Soap.Beep://192.0.2.103:3002");
  CHECK(uri.scheme == "soap.beep");
  CHECK_FALSE(uri.is_sip());
  CHECK(uri.opaque == "//192.0.2.103:3002");
  CHECK(uri.host.empty());
}

TEST_CASE("what is no URI fails") {
  for (const std::string_view text : {"",
                                      "sip",
                                      "sip:",
                                      ":a",
                                      "1sip:a",
                                      "s p:a",
                                      "sip:@b",
                                      "sip:a@",
                                      "sip:a@b:",
                                      "sip:a@b:0",
                                      "sip:a@b:65536",
                                      "sip:a@b:x",
                                      "sip:2001:db8::10",
                                      "sip:[::1",
                                      "sip:[]",
                                      "sip:[x::1]",
                                      "sip:[2001:db8:::1]",
                                      "sip:[:::]",
                                      "sip:[::::1.2.3.4]",
                                      "sip:[:::1:1.2.3.4]",
                                      "sip:[1::2:::1.2.3.4]",
                                      "sip:[1::2::3]",
                                      "sip:[:1::2]",
                                      "sip:[1:2:3:4:5:6:7]",
                                      "sip:[1:2:3:4:5:6:7:8:9]",
                                      "sip:[12345::]",
                                      "sip:a@b@c",
                                      "sip:a b@c",
                                      "sip:a@b;c d",
                                      "sip:a@b>c",
                                      "sip:<a@b",
                                      "sip:\"a@b",
                                      "sip:a@b/c",
                                      "tel:",
                                      "tel:;x"}) {
    CAPTURE(text);
    CHECK_FALSE(Uri::Parse(text).ok());
  }
}

TEST_CASE("a control character is refused wherever it stands") {
  for (const std::string_view bad : {"\r", "\n", "\t", "\x01", "\x7F", "\r\nVia: x"}) {
    for (const std::string_view before : {"sip:", "sip:a", "sip:a@", "sip:a@b", "sip:a@b;c",
                                          "sip:a@b;c=", "sip:a@b?c=", "tel:1", "x:y"}) {
      CHECK_FALSE(Uri::Parse(std::string(before) + std::string(bad) + "z").ok());
    }
    CHECK_FALSE(Uri::FromTarget("bob" + std::string(bad) + "z", "b.com").ok());
    CHECK_FALSE(Uri::FromTarget("bob", "b" + std::string(bad) + "z").ok());
  }
  CHECK_FALSE(Uri::Parse("sip:a\0b@c"sv).ok());
}

TEST_CASE("a parameter cannot end its URI when it is written") {
  Uri uri = Parsed("sip:a@b");
  SetParameter(uri.parameters, "X", "1;y=2>,\r\n%41%");
  SetParameter(uri.parameters, "flag", std::nullopt);
  uri.user = "a@b\r\n";
  CHECK(uri.ToString() == "sip:a%40b%0D%0A@b;x=1%3By%3D2%3E%2C%0D%0A%41%25;flag");
  SetParameter(uri.parameters, "x", "2");
  CHECK(uri.parameters.size() == 2);
  CHECK(ValueOf(uri.parameters, "x") == "2");
}

TEST_CASE("what people type becomes a URI") {
  CHECK(Target("bob") == "sip:bob@ex.com");
  CHECK(Target(" bob@Host.com ") == "sip:bob@host.com");
  CHECK(Target("sip:bob") == "sip:bob@ex.com");
  CHECK(Target("SIPS:bob@h") == "sips:bob@h");
  CHECK(Target("sip:bob:pw@h:5070;transport=ws?x=y") == "sip:bob:pw@h:5070;transport=ws?x=y");
  CHECK(Target("%61lice@h") == "sip:alice@h");
  CHECK(Target("alice@home@h") == "sip:alice%40home@h");
  CHECK(Target("bob smith") == "sip:bob%20smith@ex.com");
  CHECK(Target("田中") == "sip:%E7%94%B0%E4%B8%AD@ex.com");
  CHECK(Target("*72#") == "sip:*72%23@ex.com");
  CHECK(Target("") == "none");
  CHECK(Target("@h") == "none");
  CHECK(Target("bob", "") == "none");
  CHECK(Target("sip:h.com", "") == "sip:h.com");
  CHECK(Target("bob@a b") == "none");
}

TEST_CASE("telephone numbers lose what separates their digits") {
  CHECK(Target("+1 (212) 555-01.23") == "sip:+12125550123@ex.com");
  CHECK(Target("tel:+12-345-678") == "sip:+12345678@ex.com");
  CHECK(Target("tel:+1-212;ext=5") == "sip:+1212@ex.com");
  CHECK(Target("+1-212@h") == "sip:+1212@h");
  CHECK(Target("tel:+1-212", "") == "tel:+1-212");
  CHECK(Target("john.doe") == "sip:john.doe@ex.com");
  CHECK(Target("1-2a") == "sip:1-2a@ex.com");
  CHECK(Target("---") == "sip:---@ex.com");
}

TEST_CASE("equivalence is that of RFC 3261 19.1.4") {
  CHECK(Same("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"));
  CHECK(Same("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"));
  CHECK(Same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"));
  CHECK(Same("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
             "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"));
  CHECK(Same("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
             "sip:alice@atlanta.com?priority=urgent&subject=project%20x"));

  CHECK_FALSE(Same("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"));
  CHECK_FALSE(Same("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"));
  CHECK_FALSE(Same("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"));
  CHECK_FALSE(Same("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"));
  CHECK_FALSE(Same("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"));
  CHECK_FALSE(Same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"));
  CHECK_FALSE(Same("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"));
  CHECK_FALSE(Same("sip:a@b", "sips:a@b"));
  CHECK_FALSE(Same("sip:a:x@b", "sip:a:y@b"));
  CHECK_FALSE(Same("sip:a@b;maddr=c", "sip:a@b"));
  CHECK_FALSE(Same("sip:a@b;lr", "sip:a@b;lr=on"));

  CHECK(Same("tel:+1-201-555", "tel:+1(201)555"));
  CHECK_FALSE(Same("tel:+1201;ext=1", "tel:+1201"));
  CHECK_FALSE(Same("urn:a", "urn:b"));
}

TEST_CASE("of parameters and headers there may be many, not thousands") {
  const auto with = [](std::string_view piece, size_t count) {
    std::string text = "sip:a@b";
    while (count-- > 0) text += piece;
    return Uri::Parse(text).ok();
  };
  CHECK(with(";x=1", 100));
  CHECK_FALSE(with(";x=1", 101));
  std::string headers = "sip:a@b?";
  for (int i = 0; i < 100; ++i) headers += "a=b&";
  CHECK(Uri::Parse(headers).ok());
  CHECK_FALSE(Uri::Parse(headers + "a=b").ok());
}

TEST_CASE("escapes come off, and what is none stays") {
  CHECK(Unescape("a%41%2e%zz%4") == "aA.%zz%4");
  CHECK(EscapeUser("a b@c:d/é") == "a%20b%40c%3Ad/%C3%A9");
}

}  // namespace
}  // namespace ringline
