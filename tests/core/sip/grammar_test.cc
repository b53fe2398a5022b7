#include "core/sip/grammar.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

// "key=value key=value …", or "none".
std::string Parsed(std::string_view rule, std::string_view text) {
  REQUIRE(HasRule(rule));
  const auto answer = ParseByRule(rule, text);
  if (!answer) return "none";
  REQUIRE(answer->size() % 2 == 0);
  std::string joined;
  for (size_t i = 0; i < answer->size(); i += 2) {
    joined += (i == 0 ? "" : " ") + (*answer)[i] + "=" + (*answer)[i + 1];
  }
  return joined;
}

TEST_CASE("URIs") {
  CHECK(Parsed("SIP_URI", "sip:bob:pw@B.com:5070;transport=ws;lr?Subject=a%20b") ==
        "scheme=sip user=bob password=pw host=b.com host_type=domain port=5070 param=transport "
        "value=ws param=lr header=Subject value=a b");
  CHECK(Parsed("SIP_URI", "tel:123") == "none");
  CHECK(Parsed("SIP_URI", "sip:") == "none");
  CHECK(Parsed("absoluteURI", "http://a.b/c") == "scheme=http opaque=//a.b/c");
}

TEST_CASE("addresses, one and many") {
  CHECK(Parsed("Name_Addr_Header", "\"Bob\" <sip:b@c>;tag=1;ob") ==
        "display_name=Bob uri=sip:b@c param=tag value=1 param=ob");
  CHECK(Parsed("From", "sip:b@c;tag=1") == "uri=sip:b@c param=tag value=1");
  CHECK(Parsed("To", "nothing") == "none");
  CHECK(Parsed("Contact", "<sip:a@b>;q=1, \"x,y\" <sip:c@d>") ==
        "item=<sip:a@b>;q=1 uri=sip:a@b param=q value=1 item=\"x,y\" <sip:c@d> display_name=x,y "
        "uri=sip:c@d");
  CHECK(Parsed("Contact", " * ") == "item=*");
  CHECK(Parsed("Contact", "<sip:a@b>, junk") == "none");
  CHECK(Parsed("Record_Route", "<sip:p;lr>") == "item=<sip:p;lr> uri=sip:p;lr");
  CHECK(Parsed("Route", "") == "none");
}

TEST_CASE("Via, CSeq, start lines") {
  CHECK(Parsed("Via", "SIP/2.0/UDP [::1]:5060;branch=z9hG4bK1;rport=9;received=1.2.3.4") ==
        "protocol=SIP transport=UDP host=[::1] host_type=IPv6 port=5060 branch=z9hG4bK1 "
        "received=1.2.3.4 rport=9 param=branch value=z9hG4bK1 param=rport value=9 param=received "
        "value=1.2.3.4");
  CHECK(Parsed("CSeq", "0009  INVITE") == "value=9 method=INVITE");
  CHECK(Parsed("CSeq", "x INVITE") == "none");
  CHECK(Parsed("CSeq", "99999999999 INVITE") == "none");
  CHECK(Parsed("Status_Line", "SIP/2.0 420 Bad Extension") ==
        "status_code=420 reason_phrase=Bad Extension");
  CHECK(Parsed("Request_Response", "INVITE sip:a@b SIP/2.0") == "method=INVITE uri=sip:a@b");
  CHECK(Parsed("Request_Response", "SIP/2.0 100 ") == "status_code=100 reason_phrase=");
  CHECK(Parsed("Request_Response", "INVITE  SIP/2.0") == "none");
}

TEST_CASE("headers with parameters") {
  CHECK(Parsed("Event", "Presence;id=1") == "event=presence param=id value=1");
  CHECK(Parsed("Session_Expires", "180;refresher=uac") == "expires=180 refresher=uac");
  CHECK(Parsed("Session_Expires", "blah") == "none");
  CHECK(Parsed("Reason", "SIP;cause=488;text=\"Wrong SDP\"") ==
        "protocol=sip cause=488 text=Wrong SDP");
  CHECK(Parsed("Replaces", "a@b;from-tag=1;to-tag=2;early-only") ==
        "call_id=a@b to_tag=2 from_tag=1 early_only=true");
  CHECK(Parsed("Subscription_State", "active;expires=60") == "state=active expires=60");
  CHECK(Parsed("Content_Type", "text/plain; charset=utf-8") ==
        "value=text/plain param=charset value=utf-8");
  CHECK(Parsed("Content_Type", "text") == "none");
  CHECK(Parsed("Content_Disposition", "session;handling=optional") ==
        "value=session param=handling value=optional");
}

TEST_CASE("hosts, numbers, words") {
  CHECK(Parsed("host", "Versatica.com") == "host=versatica.com host_type=domain");
  CHECK(Parsed("host", "127.0.0.1") == "host=127.0.0.1 host_type=IPv4");
  CHECK(Parsed("host", "[1:2::3]") == "host=[1:2::3] host_type=IPv6");
  CHECK(Parsed("host", "a b") == "none");
  CHECK(Parsed("host", "a@b") == "none");
  CHECK(HostType("1.2.3.256") == "domain");
  CHECK(HostType("1.2.3") == "domain");
  CHECK(HostType("").empty());
  CHECK(Parsed("Expires", "3600") == "value=3600");
  CHECK(Parsed("Max_Forwards", "-1") == "none");
  CHECK(Parsed("Call_ID", "a<b>@c") == "value=a<b>@c");
  CHECK(Parsed("Call_ID", "a@b@c") == "none");
  CHECK(Parsed("Call_ID", "a b") == "none");
  CHECK(Parsed("quoted_string", "\"a \\\"b\"") == "value=a \"b");
  CHECK(Parsed("quoted_string", "a") == "none");
  CHECK(Parsed("uuid", "f6e15cd0-17ed-11e4-8c21-0800200c9a66") ==
        "value=f6e15cd0-17ed-11e4-8c21-0800200c9a66");
  CHECK(Parsed("uuid", "XXf6e15cd0-17ed-11e4-8c21-0800200c9a6") == "none");
  CHECK(Parsed("Supported", "path, gruu") == "item=path item=gruu");
  CHECK(Parsed("Supported", "").empty());
  CHECK(Parsed("Require", "a b") == "none");
}

TEST_CASE("challenges") {
  CHECK(Parsed("challenge", "Digest realm=\"a, \\\"b\", Nonce = \"n\",algorithm=md5,stale=TRUE") ==
        "realm=a, \"b nonce=n algorithm=MD5 stale=true");
  CHECK(Parsed("WWW_Authenticate", "Digest realm=\"a\", qop=\"auth,auth-int\"") ==
        "realm=a qop=auth,auth-int");
  CHECK(Parsed("Proxy_Authenticate", "Digest") == "none");
  CHECK(Parsed("challenge", "Digest realm=") == "none");
  CHECK(Parsed("challenge", "Digest realm=\"a") == "none");
  CHECK(Parsed("challenge", "Digest realm=\"a\",") == "none");
  CHECK(Parsed("challenge", "Digest realm=\"a\" x") == "none");
}

TEST_CASE("a rule that is none answers nothing") {
  CHECK_FALSE(HasRule("no_such_rule"));
  CHECK_FALSE(ParseByRule("no_such_rule", "x"));
}

}  // namespace
}  // namespace ringline
