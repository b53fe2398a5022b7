// The layer as a server: requests of theirs and what they are answered.
#include <set>

#include "tests/core/transaction/layer_bench.h"

namespace ringline {
namespace {

const PeerRequest kInvite{.method = "INVITE"};
PeerRequest Of(PeerRequest request, std::string method) {
  request.method = std::move(method);
  return request;
}

TEST_CASE("a request comes up once, however often it is sent") {
  LayerBench bench;
  const PeerRequest message{.body = "hi"};
  bench.Receive(message.Text());
  bench.Receive(message.Text());
  const auto event = bench.Up<RequestReceived>();
  CHECK(event.request.body() == "hi");
  CHECK(bench.Quiet());
  CHECK(bench.Respond(event.server, 200));
  CHECK(bench.FrameIs() == "200");
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a request's provisional answer is sent again, its final one ends it") {
  LayerBench bench;
  const PeerRequest refer{.method = "REFER"};
  const TransactionId id = bench.Incoming(refer);
  CHECK(bench.Respond(id, 100));
  CHECK(bench.FrameIs() == "100");
  bench.Receive(refer.Text());
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.Respond(id, 202));
  CHECK(bench.FrameIs() == "202");
  CHECK(!bench.Respond(id, 500));
  CHECK(bench.Quiet());
}

TEST_CASE("who answers may look at the request until the next poll") {
  LayerBench bench;
  const TransactionId id = bench.Incoming({.body = "text"});
  CHECK(bench.layer.Sent(id) == nullptr);
  bench.Respond(id, 200);
  REQUIRE(bench.layer.Request(id) != nullptr);
  CHECK(bench.layer.Request(id)->body() == "text");
  bench.layer.PollUp();
  CHECK(bench.layer.Request(id) == nullptr);
  CHECK(!bench.layer.Respond(id, 200, "SIP/2.0 200 OK\r\n\r\n", bench.now));
}

TEST_CASE("an INVITE is answered 100 at once, and again") {
  LayerBench bench;
  bench.Receive(kInvite.Text());
  CHECK(bench.FrameIs() == "100");
  bench.Up<RequestReceived>();
  bench.Receive(kInvite.Text());
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.Quiet());
}

TEST_CASE("a ringing INVITE is answered with the newest of our answers") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  bench.Respond(id, 180);
  bench.Respond(id, 183);
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.FrameIs() == "180");
  CHECK(bench.FrameIs() == "183");
  bench.Receive(kInvite.Text());
  CHECK(bench.FrameIs() == "183");
  CHECK(bench.layer.Deadline() == kNever);
}

TEST_CASE("a rejection waits for its ACK, which nobody above hears of") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  bench.Respond(id, 486);
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.FrameIs() == "486");
  bench.Receive(kInvite.Text());
  CHECK(bench.FrameIs() == "486");
  CHECK(bench.layer.Deadline() == kStart + kTimerH);
  PeerRequest ack = Of(kInvite, "ACK");
  ack.to += ";tag=ours";
  bench.Receive(ack.Text());
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
  CHECK(bench.layer.Deadline() == kNever);
}

TEST_CASE("who watches hears of a transaction before what it brings, and of its end") {
  LayerBench bench;
  bench.layer.Watch();
  bench.Receive(kInvite.Text());
  TransactionChanged begun = bench.Up<TransactionChanged>();
  TransactionId id = bench.Up<RequestReceived>().server;
  CHECK(begun.id == id);
  CHECK(begun.is_server);
  CHECK(begun.request == kInvite.Text());
  bench.Respond(id, 486);
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.FrameIs() == "486");
  CHECK(bench.Quiet());
  bench.Receive(Of(kInvite, "ACK").Text());
  TransactionChanged over = bench.Up<TransactionChanged>();
  CHECK(over.id == id);
  CHECK(over.request.empty());
  CHECK(bench.Quiet());
}

TEST_CASE("the list has those that live, with their states and texts") {
  LayerBench bench;
  CHECK(bench.layer.List().empty());
  const TransactionId theirs = bench.Incoming(kInvite);
  const TransactionId ours = bench.layer.Send(OurRequest(Method::kMessage), bench.now);
  CHECK(bench.FrameIs() == "100");
  const std::string message = bench.Frame();
  const std::string first = std::to_string(theirs.value());
  const std::string second = std::to_string(ours.value());
  using Texts = std::vector<std::string>;
  CHECK(bench.layer.List() == Texts{first, "server", "proceeding", kInvite.Text(),  //
                                    second, "", "trying", message});
  bench.Respond(theirs, 486);
  bench.Receive(AnswerTo(message, 200));
  CHECK(bench.layer.List() == Texts{first, "server", "completed", kInvite.Text()});
}

TEST_CASE("timer H tells when nobody acknowledges a rejection") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  bench.Respond(id, 486);
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.FrameIs() == "486");
  bench.Wait(kTimerH);
  CHECK(bench.Up<AckMissing>().server == id);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("an accepted INVITE is absorbed while its user repeats the 200") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.Respond(id, 200));
  CHECK(bench.FrameIs() == "200");
  bench.Receive(kInvite.Text());
  CHECK(bench.Quiet());
  CHECK(bench.Respond(id, 200));
  CHECK(bench.FrameIs() == "200");
  CHECK(!bench.Respond(id, 486));
  CHECK(!bench.Respond(id, 180));
  CHECK(bench.Quiet());
  bench.Wait(kTimerL);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("the ACK of a 200 comes up for the dialog") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  bench.Respond(id, 200);
  PeerRequest ack = Of(kInvite, "ACK");
  ack.via = "SIP/2.0/WS peer.example.com;branch=z9hG4bKack";
  ack.to += ";tag=ours";
  ack.body = "v=0\r\n";
  bench.Receive(ack.Text());
  const auto event = bench.Up<AckReceived>();
  CHECK(event.ack.to_tag() == "ours");
  CHECK(event.ack.body() == "v=0\r\n");
  bench.Receive(ack.Text());  // One for every 200 that was repeated.
  bench.Up<AckReceived>();
  // Of a peer that takes the branch of the INVITE for it.
  ack.via = kInvite.via;
  bench.Receive(ack.Text());
  bench.Up<AckReceived>();
  CHECK(bench.layer.size() == 1);
}

TEST_CASE("an ACK before any final answer is nothing") {
  LayerBench bench;
  bench.Incoming(kInvite);
  bench.Receive(Of(kInvite, "ACK").Text());
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 1);
}

TEST_CASE("a CANCEL is answered with the tag that the INVITE is, and told") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  bench.Respond(id, 180, "ringing");
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.FrameIs() == "180");
  PeerRequest cancel = Of(kInvite, "CANCEL");
  cancel.more = "Reason: SIP;cause=200\r\n";
  bench.Receive(cancel.Text());
  const Message answer = Parsed(bench.Frame());
  CHECK(answer.status_code() == 200);
  CHECK(answer.method() == Method::kCancel);
  CHECK(answer.to_tag() == "ringing");
  const auto event = bench.Up<CancelReceived>();
  CHECK(event.invite == id);
  CHECK(event.cancel.Header(HeaderName::kReason) == "SIP;cause=200");
  bench.Respond(id, 487, "ringing");
  CHECK(bench.FrameIs() == "487");
  // It was repeated on its way: answered again, told no more.
  bench.Receive(cancel.Text());
  CHECK(bench.FrameIs() == "200");
  CHECK(bench.Quiet());
  PeerRequest ack = Of(kInvite, "ACK");
  ack.to += ";tag=ringing";
  bench.Receive(ack.Text());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a CANCEL before we have a tag gets some tag") {
  LayerBench bench;
  bench.Incoming(kInvite);
  bench.Frame();
  bench.Receive(Of(kInvite, "CANCEL").Text());
  const Message answer = Parsed(bench.Frame());
  CHECK(answer.status_code() == 200);
  CHECK(!answer.to_tag().empty());
}

TEST_CASE("a CANCEL that crosses our 200 is answered and changes nothing") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  bench.Frame();
  bench.Respond(id, 200);
  CHECK(bench.FrameIs() == "200");
  bench.Receive(Of(kInvite, "CANCEL").Text());
  CHECK(Parsed(bench.Frame()).cseq_method() == "CANCEL");
  CHECK(bench.Quiet());
  CHECK(bench.Respond(id, 200));
}

TEST_CASE("a CANCEL of nothing is answered 481") {
  LayerBench bench;
  bench.Receive(Of(kInvite, "CANCEL").Text());
  CHECK(bench.FrameIs() == "481");
  CHECK(bench.Quiet());
  bench.Incoming(kInvite);
  bench.Frame();
  PeerRequest other = Of(kInvite, "CANCEL");
  other.via = "SIP/2.0/WS peer.example.com;branch=z9hG4bKother";
  bench.Receive(other.Text());
  CHECK(bench.FrameIs() == "481");
  other.via = "SIP/2.0/WS other.example.com;branch=z9hG4bKpeer1";
  bench.Receive(other.Text());
  CHECK(bench.FrameIs() == "481");
  CHECK(bench.Quiet());
}

TEST_CASE("a branch is only as good as its sent-by and its method") {
  LayerBench bench;
  const TransactionId first = bench.Incoming({.call_id = "a"});
  const TransactionId second = bench.Incoming(
      {.via = "SIP/2.0/WS peer.example.com:5070;branch=z9hG4bKpeer1", .call_id = "b"});
  const TransactionId third = bench.Incoming({.method = "OPTIONS", .call_id = "c"});
  const TransactionId fourth = bench.Incoming({.method = "X-ODD", .call_id = "d"});
  const TransactionId fifth = bench.Incoming({.method = "X-ODDER", .call_id = "e"});
  CHECK(std::set<TransactionId>{first, second, third, fourth, fifth}.size() == 5);
  bench.Receive(PeerRequest{.method = "X-ODD", .call_id = "d"}.Text());
  CHECK(bench.Quiet());
}

TEST_CASE("a request that comes by two ways is taken once and answered 482 the second time") {
  LayerBench bench;
  const TransactionId id = bench.Incoming(kInvite);
  CHECK(bench.FrameIs() == "100");
  PeerRequest merged = kInvite;
  merged.via = "SIP/2.0/WS peer.example.com;branch=z9hG4bKfork2";
  bench.Receive(merged.Text());
  const Message answer = Parsed(bench.Frame());
  CHECK(answer.status_code() == 482);
  CHECK(answer.branch() == "z9hG4bKfork2");
  CHECK(bench.Quiet());
  // Another number, tag or method is another request.
  merged.cseq = 2;
  bench.Incoming(merged);
  merged.via += "a";
  merged.from = "<sip:bob@example.com>;tag=bob2";
  bench.Incoming(merged);
  merged.via += "b";
  merged.method = "OPTIONS";
  bench.Incoming(merged);
  // Once the first has ended there is nothing to merge with.
  bench.Respond(id, 200);
  bench.Wait(kTimerL);
  PeerRequest late = kInvite;
  late.via = "SIP/2.0/WS peer.example.com;branch=z9hG4bKfork3";
  bench.Incoming(late);
}

TEST_CASE("within a dialog nothing is merged") {
  LayerBench bench;
  PeerRequest info{.method = "INFO", .to = "<sip:alice@example.com>;tag=ours"};
  bench.Incoming(info);
  info.via = "SIP/2.0/WS peer.example.com;branch=z9hG4bKfork2";
  bench.Incoming(info);
}

TEST_CASE("an RFC 2543 peer's request is known again by what it says") {
  LayerBench bench;
  const PeerRequest invite{.method = "INVITE", .via = "SIP/2.0/WS old.example.com"};
  const TransactionId id = bench.Incoming(invite);
  CHECK(bench.FrameIs() == "100");
  bench.Receive(invite.Text());
  CHECK(bench.FrameIs() == "100");
  CHECK(bench.Quiet());

  bench.Receive(Of(invite, "CANCEL").Text());
  CHECK(bench.FrameIs() == "200");
  CHECK(bench.Up<CancelReceived>().invite == id);

  bench.Respond(id, 487, "ours");
  CHECK(bench.FrameIs() == "487");
  PeerRequest ack = Of(invite, "ACK");
  ack.to += ";tag=other";  // Of a 2xx that somebody else gave.
  bench.Receive(ack.Text());
  bench.Up<AckReceived>();
  CHECK(bench.layer.size() == 1);
  ack.to = invite.to + ";tag=ours";
  bench.Receive(ack.Text());
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("an RFC 2543 branch without the cookie proves nothing") {
  LayerBench bench;
  PeerRequest message{.via = "SIP/2.0/WS old.example.com;branch=1"};
  bench.Incoming(message);
  message.cseq = 2;
  bench.Incoming(message);
  message.call_id = "other";
  bench.Incoming(message);
  message.uri = "sip:alice@elsewhere.invalid";
  bench.Receive(message.Text());
  CHECK(bench.FrameIs() == "482");
  CHECK(bench.Quiet());
}

TEST_CASE("the ACK of an RFC 2543 peer's accepted call comes up") {
  LayerBench bench;
  const PeerRequest invite{.method = "INVITE", .via = "SIP/2.0/WS old.example.com;branch=1"};
  const TransactionId id = bench.Incoming(invite);
  bench.Respond(id, 200, "ours");
  PeerRequest ack = Of(invite, "ACK");
  ack.to += ";tag=ours";
  bench.Receive(ack.Text());
  CHECK(bench.Up<AckReceived>().ack.to_tag() == "ours");
}

TEST_CASE("a faulty request is told so where that can be, and comes up never") {
  struct {
    PeerRequest request;
    const char* answer;
  } const rows[] = {
      {{.cseq_method = "OPTIONS"}, "400"},
      {{.uri = "mailto:alice@example.com"}, "416"},
      {{.more = "Call-ID: second\r\n"}, "400"},
      {{.method = "INVITE", .cseq_method = "BYE"}, "400"},
      {{.method = "CANCEL", .cseq_method = "BYE"}, "400"},
      {{.method = "ACK", .cseq_method = "BYE"}, ""},
      {{.via = "nonsense"}, ""},
  };
  for (const auto& row : rows) {
    LayerBench bench;
    bench.Receive(row.request.Text());
    CHECK(bench.FrameIs() == row.answer);
    CHECK(bench.Quiet());
    CHECK(bench.layer.size() == 0);
    CHECK(bench.layer.dropped() == (*row.answer ? 0 : 1));
  }
}

TEST_CASE("a broken copy of a request under way gets no answer of its own") {
  LayerBench bench;
  const PeerRequest offer{.method = "INVITE", .body = "v=0"};
  const TransactionId id = bench.Incoming(offer);
  CHECK(bench.FrameIs() == "100");
  const std::string text = offer.Text();
  bench.Receive(text.substr(0, text.size() - 1));
  CHECK(bench.Quiet());
  CHECK(bench.layer.dropped() == 1);
  CHECK(bench.Respond(id, 200));
  CHECK(bench.FrameIs() == "200");
}

TEST_CASE("a request of another version is answered 505") {
  LayerBench bench;
  std::string text = PeerRequest{}.Text();
  text.replace(text.find("SIP/2.0\r\n"), 7, "SIP/3.0");
  bench.Receive(text);
  CHECK(bench.FrameIs() == "505");
  CHECK(bench.Quiet());
}

TEST_CASE("what is no message is dropped and counted, with its reason") {
  LayerBench bench;
  for (std::string text : {"", "\r\n", "hello", "SIP/2.0 abc\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
                           "SIP/2.0 200 OK\r\n\r\n"}) {
    bench.Receive(text);
  }
  CHECK(bench.Quiet());
  CHECK(bench.layer.dropped() == 6);
  CHECK(!bench.layer.last_drop().empty());
}

TEST_CASE("beyond its limit a new request is answered 503 and an old one is still known") {
  LayerBench bench({.sent_by = "ours.invalid", .server_limit = 3});
  std::vector<TransactionId> ids;
  PeerRequest request;
  for (int i = 0; i < 3; ++i) {
    request.call_id = std::to_string(i);
    request.via = "SIP/2.0/WS p;branch=z9hG4bK" + request.call_id;
    ids.push_back(bench.Incoming(request));
  }
  PeerRequest more;
  bench.Receive(more.Text());
  CHECK(bench.FrameIs() == "503");
  bench.Receive(request.Text());
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 3);
  bench.Respond(ids[0], 200);
  CHECK(bench.FrameIs() == "200");
  bench.Incoming(more);
}

TEST_CASE("clients do not count against the limit of servers") {
  LayerBench bench({.sent_by = "ours.invalid", .server_limit = 1});
  for (int i = 0; i < 10; ++i) bench.layer.Send(OurRequest(Method::kInfo), bench.now);
  bench.Incoming({});
}

TEST_CASE("without a connection answers are lost and servers stay") {
  LayerBench bench;
  const TransactionId accepted = bench.Incoming(kInvite);
  const TransactionId rejected = bench.Incoming(
      {.method = "INVITE", .via = "SIP/2.0/WS p;branch=z9hG4bK2", .call_id = "call-2"});
  const TransactionId message =
      bench.Incoming({.via = "SIP/2.0/WS p;branch=z9hG4bK3", .call_id = "call-3"});
  bench.layer.TransportChanged(false, bench.now);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 3);
  CHECK(!bench.Respond(accepted, 200));
  CHECK(!bench.Respond(rejected, 486));
  CHECK(!bench.Respond(message, 200));
  CHECK(bench.Quiet());
  bench.layer.TransportChanged(true, bench.now);
  CHECK(bench.Quiet());
  // The 2xx is its user's to repeat; the rejection is sent when somebody asks again.
  CHECK(bench.Respond(accepted, 200));
  CHECK(bench.FrameIs() == "200");
  bench.Receive(
      PeerRequest{.method = "INVITE", .via = "SIP/2.0/WS p;branch=z9hG4bK2", .call_id = "call-2"}
          .Text());
  CHECK(bench.FrameIs() == "486");
}

// Two layers, their frames carried by hand.
TEST_CASE("two layers carry a call, its rejection and its CANCEL between them") {
  LayerBench alice({.sent_by = "alice.invalid"}, 1), bob({.sent_by = "bob.invalid"}, 2);
  auto carry = [&] {
    for (bool moved = true; moved;) {
      moved = false;
      while (auto frame = alice.layer.PollFrame()) moved = true, bob.Receive(*frame);
      while (auto frame = bob.layer.PollFrame()) moved = true, alice.Receive(*frame);
    }
  };
  const TransactionId call = alice.layer.Send(OurRequest(Method::kInvite), alice.now);
  carry();
  CHECK(alice.Up<ResponseReceived>().response.status_code() == 100);
  const TransactionId incoming = bob.Up<RequestReceived>().server;
  bob.Respond(incoming, 180);
  carry();
  CHECK(alice.Up<ResponseReceived>().response.status_code() == 180);
  alice.layer.Cancel(call, {}, alice.now);
  carry();
  CHECK(bob.Up<CancelReceived>().invite == incoming);
  CHECK(alice.Quiet());
  bob.Respond(incoming, 487);
  carry();
  CHECK(alice.Up<ResponseReceived>().response.status_code() == 487);
  CHECK(alice.layer.size() == 0);
  CHECK(bob.layer.size() == 0);
  CHECK(alice.layer.dropped() + bob.layer.dropped() == 0);
}

}  // namespace
}  // namespace ringline
