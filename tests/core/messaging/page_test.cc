#include "core/messaging/page.h"

#include "doctest/doctest.h"
#include "tests/core/ground.h"

namespace ringline {
namespace {

struct Phone : test::Layers {
  Page page{account, uac, transactions, random, out};

  void Carry() {
    while (auto event = transactions.PollUp()) {
      if (auto* e = std::get_if<RequestReceived>(&*event)) page.Receive(e->server, e->request);
      if (auto* e = std::get_if<ResponseReceived>(&*event)) uac.Handle(std::move(*e), now);
    }
    while (auto event = uac.PollUp()) page.Handle(*event);
  }
};

constexpr std::string_view kMessage =
    "MESSAGE sip:alice@example.com SIP/2.0\r\nVia: SIP/2.0/WS b;branch=z9hG4bK7\r\n"
    "Max-Forwards: 70\r\nFrom: <sip:bob@example.com>;tag=1\r\nTo: <sip:alice@example.com>\r\n"
    "Call-ID: c\r\nCSeq: 1 MESSAGE\r\nContent-Length: 2\r\n\r\nhi";

TEST_CASE("a message goes out and its answer comes back") {
  Phone phone;
  CHECK(
      phone.page
          .Send({.method = "MESSAGE", .target = "bob", .content_type = "text/plain", .body = "hi"},
                RequestId(4), phone.now)
          .empty());
  auto frames = phone.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].body() == "hi");
  CHECK(frames[0].Header(HeaderName::kContentType) == "text/plain");
  phone.transactions.Receive(WriteResponse(frames[0], 404, "", "t", {}, ""), phone.now);
  phone.Carry();
  CHECK(phone.Last<out::RequestAnswered>()->request == RequestId(4));
  CHECK(phone.Last<out::RequestAnswered>()->cause == Cause::kNotFound);
}

TEST_CASE("what cannot be sent says why and sends nothing") {
  Phone phone;
  CHECK_FALSE(
      phone.page.Send({.method = "INVITE", .target = "bob"}, RequestId(1), phone.now).empty());
  CHECK_FALSE(phone.page
                  .Send({.method = "MESSAGE", .target = "bob", .content_type = "a\r\nb"},
                        RequestId(1), phone.now)
                  .empty());
  CHECK_FALSE(
      phone.page.Send({.method = "MESSAGE", .target = ""}, RequestId(1), phone.now).empty());
  CHECK(phone.Frames().empty());
}

TEST_CASE("a message of theirs is answered once") {
  Phone phone;
  phone.transactions.Receive(std::string(kMessage), phone.now);
  phone.Carry();
  IncomingId incoming = phone.Last<out::PageReceived>()->incoming;
  CHECK_FALSE(phone.page.Respond({.incoming = incoming, .status_code = 100}, phone.now).empty());
  CHECK(phone.page.Respond({.incoming = incoming}, phone.now).empty());
  auto frames = phone.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].status_code() == 200);
  CHECK_FALSE(phone.page.Respond({.incoming = incoming}, phone.now).empty());
}

}  // namespace
}  // namespace ringline
