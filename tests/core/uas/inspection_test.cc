#include "core/uas/inspection.h"

#include <string>

#include "doctest/doctest.h"
#include "tests/core/ground.h"

namespace ringline {
namespace {

int StatusOf(test::Layers& layers, std::string_view method, std::string_view uri,
             std::string_view headers = "") {
  std::string text(method);
  text += " ";
  text += uri;
  text +=
      " SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\nFrom: <sip:b@x>;tag=1\r\n"
      "To: <sip:alice@example.com>\r\nCall-ID: c\r\nCSeq: 1 ";
  text += method;
  text += "\r\n";
  text += headers;
  text += "\r\n";
  auto refusal = Inspect(*Message::Parse(text), layers.account);
  return refusal ? refusal->status : 0;
}

TEST_CASE("a request outside a dialog is looked at in the order of RFC 3261 8.2") {
  test::Layers layers;
  std::string_view us = "sip:alice@example.com";
  CHECK(StatusOf(layers, "INVITE", us) == 0);
  CHECK(StatusOf(layers, "OPTIONS", "sip:example.com") == 0);
  CHECK(StatusOf(layers, "BYE", us) == 481);
  CHECK(StatusOf(layers, "PUBLISH", us) == 405);
  CHECK(StatusOf(layers, "INVITE", "sip:carol@example.com") == 404);
  CHECK(StatusOf(layers, "INVITE", "sips:alice@example.com") == 416);
  CHECK(StatusOf(layers, "INVITE", us, "Require: quantum\r\n") == 420);
  CHECK(StatusOf(layers, "INVITE", us, "Require: timer, replaces\r\n") == 0);
  CHECK(StatusOf(layers, "INVITE", us, "Require: join\r\nJoin: a;to-tag=b;from-tag=c\r\n") == 0);
  CHECK(StatusOf(layers, "OPTIONS", us, "Join: a;to-tag=b;from-tag=c\r\n") == 400);
  CHECK(StatusOf(layers, "INVITE", us, "Join: a\r\nReplaces: b\r\n") == 400);
  CHECK(StatusOf(layers, "INVITE", us, "Join: a\r\nJoin: a\r\n") == 400);
  CHECK(StatusOf(layers, "INVITE", us, "Content-Encoding: gzip\r\n") == 415);
  CHECK(StatusOf(layers, "INVITE", us, "Content-Type: text/plain\r\n\r\nhello") == 415);
  CHECK(StatusOf(layers, "INVITE", us, "\r\nwhat is this?") == 415);
  CHECK(StatusOf(layers, "INVITE", us, "Content-Type: Application/SDP ;x=y\r\n\r\nv=0") == 0);
  CHECK(StatusOf(layers, "INVITE", us, "Content-Type: text/plain\r\n") == 0);
  CHECK(StatusOf(layers, "INVITE", us, "Accept: text/plain, application/sdpx\r\n") == 406);
  CHECK(StatusOf(layers, "INVITE", us, "Accept:\r\n") == 406);
  for (std::string_view accepted : {"text/plain, APPLICATION/SDP;q=0.1", "application/*", "*/*"}) {
    CHECK(StatusOf(layers, "INVITE", us, "Accept: " + std::string(accepted) + "\r\n") == 0);
  }
  CHECK(StatusOf(layers, "MESSAGE", us, "Accept:\r\nContent-Type: text/plain\r\n\r\nhi") == 0);
}

TEST_CASE("a request of our own that comes back is a loop") {
  test::Layers layers;
  std::string text =
      "INVITE sip:alice@example.com SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\n"
      "From: <sip:b@x>;tag=1\r\nTo: <sip:alice@example.com>\r\nCSeq: 1 INVITE\r\n"
      "Call-ID: " +
      layers.account.loop_token() + "abc\r\n\r\n";
  CHECK(Inspect(*Message::Parse(text), layers.account)->status == 482);
}

}  // namespace
}  // namespace ringline
