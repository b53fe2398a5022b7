#include "core/session/reliable_provisionals.h"

#include "doctest/doctest.h"
#include "tests/core/ground.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

struct Ringing {
  test::Layers layers;
  ReliableProvisionals reliable{100};
  TransactionId server;

  Ringing() {
    layers.transactions.Receive(
        "INVITE sip:alice@example.com SIP/2.0\r\nVia: SIP/2.0/WS b.invalid;branch=z9hG4bK1\r\n"
        "From: <sip:bob@example.com>;tag=b\r\nTo: <sip:alice@example.com>\r\nCall-ID: c\r\n"
        "CSeq: 7 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:bob@b.invalid>\r\n\r\n",
        layers.now);
    server = std::get<RequestReceived>(*layers.transactions.PollUp()).server;
    layers.Frames();
  }
  void Send(int status, bool describes = false) {
    std::string rseq = std::to_string(reliable.next());
    std::string response = WriteResponse(*layers.transactions.Request(server), status, "", "a",
                                         {{"RSeq", rseq}}, describes ? "v=0\r\n" : "");
    reliable.Send(server, status, response, describes, layers.now, layers.transactions);
  }
  auto Prack(uint32_t rseq, uint32_t cseq = 7) {
    return reliable.AcknowledgedBy({rseq, cseq, "INVITE"}, layers.now, layers.transactions);
  }
};

TEST_CASE("one after another: the next goes out when the one before is acknowledged") {
  Ringing ringing;
  ringing.Send(180);
  ringing.Send(183, true);
  auto frames = ringing.layers.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].status_code() == 180);
  CHECK(frames[0].Header(HeaderName::kRSeq) == "100");
  CHECK(ringing.reliable.describing());
  REQUIRE(ringing.Prack(100));
  frames = ringing.layers.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].Header(HeaderName::kRSeq) == "101");
  auto acknowledged = ringing.Prack(101);
  REQUIRE(acknowledged);
  CHECK(acknowledged->described);
  CHECK_FALSE(ringing.reliable.describing());
  CHECK(ringing.reliable.Deadline() == kNever);
}

TEST_CASE("only its own PRACK counts, and only once") {
  Ringing ringing;
  CHECK_FALSE(ringing.Prack(100));
  ringing.Send(180);
  CHECK_FALSE(ringing.Prack(99));
  CHECK_FALSE(ringing.Prack(100, 8));
  CHECK(ringing.Prack(100));
  CHECK_FALSE(ringing.Prack(100));
}

TEST_CASE("it goes out again after 0.5, 1, 2 … seconds, until 32 have passed") {
  Ringing ringing;
  ringing.Send(180);
  Time start = ringing.layers.now;
  for (Duration at : {500ms, 1500ms, 3500ms, 7500ms, 15500ms, 31500ms}) {
    CHECK(ringing.reliable.Deadline() == start + at);
    ringing.layers.now = start + at;
    ringing.layers.Frames();
    CHECK(ringing.reliable.Advance(ringing.layers.now, ringing.layers.transactions));
    CHECK(ringing.layers.Frames().size() == 1);
  }
  CHECK(ringing.reliable.Deadline() == start + 32s);
  CHECK_FALSE(ringing.reliable.Advance(start + 32s, ringing.layers.transactions));
}

TEST_CASE("after the final answer nothing is repeated, but a PRACK is still known") {
  Ringing ringing;
  ringing.Send(180);
  ringing.Send(183);
  ringing.layers.Frames();
  ringing.reliable.Stop();
  CHECK(ringing.reliable.Deadline() == kNever);
  CHECK(ringing.Prack(100));
  CHECK(ringing.layers.Frames().empty());
}

}  // namespace
}  // namespace ringline
