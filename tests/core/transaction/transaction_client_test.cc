// The layer as a client: requests of ours and what becomes of them.
#include <set>

#include "tests/core/transaction/layer_bench.h"

namespace ringline {
namespace {

// A call of ours that rings, with the frame it went out as.
struct Call {
  TransactionId id;
  std::string invite;
};
Call Invite(LayerBench& bench, bool ringing = false) {
  Call call;
  call.id = bench.layer.Send(OurRequest(Method::kInvite), bench.now);
  call.invite = bench.Frame();
  if (ringing) {
    bench.Receive(AnswerTo(call.invite, 180));
    CHECK(bench.Up<ResponseReceived>().response.status_code() == 180);
  }
  return call;
}

TEST_CASE("a request goes out with one Via of ours on top") {
  LayerBench bench({.sent_by = "abc.invalid", .transport = "WSS"});
  OutgoingRequest request = OurRequest(Method::kMessage);
  request.body = "hello";
  bench.layer.Send(request, bench.now);
  const Message sent = Parsed(bench.Frame());
  CHECK(sent.field(0).name == HeaderName::kVia);
  CHECK(sent.Count("Via") == 1);
  CHECK(sent.Header(HeaderName::kVia).starts_with("SIP/2.0/WSS abc.invalid;branch=z9hG4bK"));
  CHECK(sent.sent_by() == "abc.invalid");
  CHECK(sent.body() == "hello");
  CHECK(bench.Quiet());
}

TEST_CASE("the transport of later Vias can change") {
  LayerBench bench;
  bench.layer.SetTransport("WSS");
  bench.layer.Send(OurRequest(Method::kMessage), bench.now);
  CHECK(Parsed(bench.Frame()).Header(HeaderName::kVia).starts_with("SIP/2.0/WSS "));
}

TEST_CASE("every request has a branch of its own") {
  LayerBench bench;
  std::set<std::string> branches;
  for (int i = 0; i < 1000; ++i) {
    bench.layer.Send(OurRequest(Method::kMessage), bench.now);
    branches.emplace(Parsed(bench.Frame()).branch());
  }
  CHECK(branches.size() == 1000);
}

TEST_CASE("a request that is sent again loses its old Via") {
  LayerBench bench;
  const TransactionId first = bench.layer.Send(OurRequest(Method::kRegister), bench.now);
  const std::string frame = bench.Frame();
  bench.Receive(AnswerTo(frame, 401));
  CHECK(bench.Up<ResponseReceived>().client == first);
  REQUIRE(bench.layer.Sent(first) != nullptr);
  OutgoingRequest again = *bench.layer.Sent(first);
  again.Set("CSeq", "8 REGISTER");
  again.Add("v", "SIP/2.0/WS elsewhere;branch=z9hG4bKx");
  const TransactionId second = bench.layer.Send(again, bench.now);
  CHECK(second != first);
  const Message sent = Parsed(bench.Frame());
  CHECK(sent.Count("Via") == 1);
  CHECK(sent.branch() != Parsed(frame).branch());
}

TEST_CASE("what was sent can be read until the poll after its end") {
  LayerBench bench;
  const TransactionId id = bench.layer.Send(OurRequest(Method::kRegister), bench.now);
  const std::string frame = bench.Frame();
  REQUIRE(bench.layer.Sent(id) != nullptr);
  CHECK(bench.layer.Sent(id)->Write() == frame);
  CHECK(bench.layer.Request(id) == nullptr);
  bench.Receive(AnswerTo(frame, 401));
  CHECK(bench.layer.size() == 0);
  CHECK(bench.layer.Sent(id) != nullptr);
  bench.Up<ResponseReceived>();
  CHECK(bench.layer.Sent(id) != nullptr);
  CHECK(!bench.layer.PollUp());
  CHECK(bench.layer.Sent(id) == nullptr);
}

TEST_CASE("a request ends with its first final answer, and the second is dropped") {
  LayerBench bench;
  const TransactionId id = bench.layer.Send(OurRequest(Method::kOptions), bench.now);
  const std::string frame = bench.Frame();
  bench.Receive(AnswerTo(frame, 100));
  bench.Receive(AnswerTo(frame, 200));
  bench.Receive(AnswerTo(frame, 200));
  bench.Receive(AnswerTo(frame, 404));
  CHECK(bench.Up<ResponseReceived>().response.status_code() == 100);
  const auto final = bench.Up<ResponseReceived>();
  CHECK(final.client == id);
  CHECK(final.response.status_code() == 200);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
  CHECK(bench.layer.Deadline() == kNever);
  CHECK(bench.layer.dropped() == 2);
  CHECK(bench.layer.last_drop() == "response to no request of ours");
}

TEST_CASE("timer F ends a request nobody answers") {
  LayerBench bench;
  const TransactionId id = bench.layer.Send(OurRequest(Method::kMessage), bench.now);
  const std::string frame = bench.Frame();
  bench.Receive(AnswerTo(frame, 100));
  bench.Up<ResponseReceived>();
  CHECK(bench.layer.Deadline() == kStart + kTimerF);
  bench.Wait(kTimerF - Duration(1));
  CHECK(bench.Quiet());
  bench.Wait(Duration(1));
  CHECK(bench.Up<TimedOut>().client == id);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
  bench.Receive(AnswerTo(frame, 200));
  CHECK(bench.Quiet());
}

TEST_CASE("timer B ends a call nobody answers") {
  LayerBench bench;
  const Call call = Invite(bench);
  CHECK(bench.layer.Deadline() == kStart + kTimerB);
  bench.Wait(kTimerB);
  CHECK(bench.Up<TimedOut>().client == call.id);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a call that rings may ring for ever") {
  LayerBench bench;
  const Call call = Invite(bench, /*ringing=*/true);
  CHECK(bench.layer.Deadline() == kNever);
  bench.Wait(Duration(3'600'000));
  CHECK(bench.Quiet());
  bench.Receive(AnswerTo(call.invite, 200));
  CHECK(bench.Up<ResponseReceived>().response.status_code() == 200);
}

TEST_CASE("timers that are due together end their transactions in the order of the ids") {
  LayerBench bench;
  std::vector<TransactionId> ids;
  for (int i = 0; i < 100; ++i) {
    ids.push_back(bench.layer.Send(OurRequest(i % 2 ? Method::kInvite : Method::kInfo), bench.now));
  }
  bench.Wait(kTimerB);
  for (TransactionId id : ids) CHECK(bench.Up<TimedOut>().client == id);
}

TEST_CASE("an answer of another method or branch is not ours") {
  LayerBench bench;
  Invite(bench);
  PeerRequest other{.method = "OPTIONS", .via = "SIP/2.0/WS ours.invalid;branch=z9hG4bKother"};
  bench.Receive(WriteResponse(Parsed(other.Text()), 200, "", "t", {}, ""));
  bench.layer.Send(OurRequest(Method::kMessage), bench.now);
  std::string answer = AnswerTo(bench.Frame(), 200);
  const size_t at = answer.find("7 MESSAGE");
  answer.replace(at, 9, "7 OPTIONS");
  bench.Receive(answer);
  CHECK(bench.Quiet());
  CHECK(bench.layer.dropped() == 2);
  CHECK(bench.layer.size() == 2);
}

TEST_CASE("an answer with two Vias was meant for somebody else") {
  LayerBench bench;
  bench.layer.Send(OurRequest(Method::kMessage), bench.now);
  std::string answer = AnswerTo(bench.Frame(), 200);
  answer.insert(answer.find("From:"), "Via: SIP/2.0/WS other;branch=z9hG4bKother\r\n");
  bench.Receive(answer);
  CHECK(bench.Quiet());
  CHECK(bench.layer.dropped() == 1);
}

TEST_CASE("a rejected call is acknowledged at once and ends") {
  LayerBench bench;
  for (int status : {301, 401, 486, 503, 603}) {
    const Call call = Invite(bench, /*ringing=*/true);
    bench.Receive(AnswerTo(call.invite, status, "rejecting"));
    const Message ack = Parsed(bench.Frame());
    CHECK(ack.method() == Method::kAck);
    CHECK(ack.branch() == Parsed(call.invite).branch());
    CHECK(ack.to_tag() == "rejecting");
    CHECK(ack.cseq() == 7);
    const auto event = bench.Up<ResponseReceived>();
    CHECK(event.client == call.id);
    CHECK(event.response.status_code() == status);
    CHECK(bench.Quiet());
    CHECK(bench.layer.size() == 0);
    CHECK(bench.layer.Deadline() == kNever);
  }
}

TEST_CASE("every fork's ringing and every fork's 2xx comes up") {
  LayerBench bench;
  const Call call = Invite(bench);
  for (const char* tag : {"desk", "mobile", "car"}) {
    bench.Receive(AnswerTo(call.invite, 180, tag));
    CHECK(bench.Up<ResponseReceived>().response.to_tag() == tag);
  }
  bench.Receive(AnswerTo(call.invite, 200, "desk"));
  bench.Wait(Duration(500));
  bench.Receive(AnswerTo(call.invite, 200, "mobile"));
  bench.Receive(AnswerTo(call.invite, 200, "desk"));  // Its ACK was lost beyond the proxy.
  for (const char* tag : {"desk", "mobile", "desk"}) {
    const auto event = bench.Up<ResponseReceived>();
    CHECK(event.client == call.id);
    CHECK(event.response.to_tag() == tag);
  }
  CHECK(bench.Quiet());
  // A late ringing or a rejection of another branch says nothing any more.
  bench.Receive(AnswerTo(call.invite, 183, "car"));
  bench.Receive(AnswerTo(call.invite, 486, "car"));
  CHECK(bench.Quiet());
}

TEST_CASE("timer M, not the first 2xx, ends the wait for further ones") {
  LayerBench bench;
  const Call call = Invite(bench);
  bench.Receive(AnswerTo(call.invite, 200));
  bench.Up<ResponseReceived>();
  CHECK(bench.layer.Deadline() == kStart + kTimerM);
  bench.Wait(kTimerM - Duration(1));
  CHECK(bench.layer.size() == 1);
  bench.Wait(Duration(1));
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
  bench.Receive(AnswerTo(call.invite, 200, "late"));
  CHECK(bench.Quiet());
  CHECK(bench.layer.dropped() == 1);
}

TEST_CASE("the ACK of a 2xx goes out under a branch of its own") {
  LayerBench bench;
  const Call call = Invite(bench);
  OutgoingRequest ack = OurRequest(Method::kAck);
  bench.layer.SendAck(ack);
  const Message sent = Parsed(bench.Frame());
  CHECK(sent.method() == Method::kAck);
  CHECK(sent.Count("Via") == 1);
  CHECK(sent.branch() != Parsed(call.invite).branch());
  CHECK(bench.layer.size() == 1);
}

TEST_CASE("a call is cancelled once it rings, and the 487 ends it") {
  LayerBench bench;
  const Call call = Invite(bench, /*ringing=*/true);
  bench.layer.Cancel(call.id, {{"Reason", "SIP;cause=200;text=\"Call completed elsewhere\""}},
                     bench.now);
  const std::string cancel = bench.Frame();
  CHECK(Parsed(cancel).method() == Method::kCancel);
  CHECK(Parsed(cancel).branch() == Parsed(call.invite).branch());
  CHECK(Parsed(cancel).Header("Reason").starts_with("SIP;cause=200"));
  bench.layer.Cancel(call.id, {}, bench.now);  // Once is enough.
  CHECK(bench.Quiet());

  bench.Receive(AnswerTo(cancel, 200));
  CHECK(bench.Quiet());  // How the CANCEL went is nobody's business.
  bench.Receive(AnswerTo(call.invite, 487));
  CHECK(bench.FrameIs() == "ACK");
  CHECK(bench.Up<ResponseReceived>().response.status_code() == 487);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
  CHECK(bench.layer.Deadline() == kNever);
}

TEST_CASE("a call cancelled before it rings waits for the first provisional answer") {
  LayerBench bench;
  const Call call = Invite(bench);
  bench.layer.Cancel(call.id, {}, bench.now);
  CHECK(bench.Quiet());
  bench.Receive(AnswerTo(call.invite, 100));
  CHECK(bench.FrameIs() == "CANCEL");
  CHECK(bench.Up<ResponseReceived>().response.status_code() == 100);
}

TEST_CASE("a call cancelled before anybody answers at all ends with timer B") {
  LayerBench bench;
  const Call call = Invite(bench);
  bench.layer.Cancel(call.id, {}, bench.now);
  bench.Wait(kTimerB);
  CHECK(bench.Up<TimedOut>().client == call.id);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a 200 that crosses our CANCEL comes up as any other") {
  LayerBench bench;
  const Call call = Invite(bench, /*ringing=*/true);
  bench.layer.Cancel(call.id, {}, bench.now);
  const std::string cancel = bench.Frame();
  bench.Receive(AnswerTo(call.invite, 200));
  CHECK(bench.Up<ResponseReceived>().response.status_code() == 200);
  bench.Receive(AnswerTo(cancel, 481));
  CHECK(bench.Quiet());
  bench.Wait(kTimerM);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a cancelled call that is never ended by its peer ends by itself, once") {
  LayerBench bench;
  const Call call = Invite(bench, /*ringing=*/true);
  bench.Wait(Duration(60'000));
  bench.layer.Cancel(call.id, {}, bench.now);
  bench.Frame();
  bench.Wait(kCancelPatience);
  CHECK(bench.Up<TimedOut>().client == call.id);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a call with its final answer, an ended one and a request are not cancelled") {
  LayerBench bench;
  const Call accepted = Invite(bench);
  bench.Receive(AnswerTo(accepted.invite, 200));
  const TransactionId message = bench.layer.Send(OurRequest(Method::kMessage), bench.now);
  bench.Frame();
  bench.layer.Cancel(accepted.id, {}, bench.now);
  bench.layer.Cancel(message, {}, bench.now);
  bench.layer.Cancel(TransactionId(999), {}, bench.now);
  bench.Up<ResponseReceived>();
  CHECK(bench.Quiet());
}

TEST_CASE("without a connection a request fails through an event and leaves no frame") {
  LayerBench bench;
  bench.layer.TransportChanged(false, bench.now);
  for (Method method : {Method::kInvite, Method::kMessage}) {
    const TransactionId id = bench.layer.Send(OurRequest(method), bench.now);
    CHECK(bool(id));
    CHECK(bench.layer.Sent(id) != nullptr);
    CHECK(bench.Up<TransportFailed>().client == id);
    CHECK(bench.Quiet());
  }
  bench.layer.SendAck(OurRequest(Method::kAck));
  bench.layer.TransportChanged(true, bench.now);
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 0);
}

TEST_CASE("a lost connection fails what waits for an answer, and only that") {
  LayerBench bench;
  const Call calling = Invite(bench);
  const Call withdrawn = Invite(bench);
  bench.layer.Cancel(withdrawn.id, {}, bench.now);
  const Call ringing = Invite(bench, /*ringing=*/true);
  const Call cancelled = Invite(bench, /*ringing=*/true);
  bench.layer.Cancel(cancelled.id, {}, bench.now);
  CHECK(bench.FrameIs() == "CANCEL");
  const Call accepted = Invite(bench);
  bench.Receive(AnswerTo(accepted.invite, 200));
  bench.Up<ResponseReceived>();
  const Call rejected = Invite(bench);
  bench.Receive(AnswerTo(rejected.invite, 486));
  CHECK(bench.FrameIs() == "ACK");
  bench.Up<ResponseReceived>();
  const TransactionId trying = bench.layer.Send(OurRequest(Method::kInfo), bench.now);
  bench.Frame();
  const TransactionId proceeding = bench.layer.Send(OurRequest(Method::kInfo), bench.now);
  bench.Receive(AnswerTo(bench.Frame(), 100));
  bench.Up<ResponseReceived>();

  bench.layer.TransportChanged(false, bench.now);
  for (TransactionId id :
       {calling.id, withdrawn.id, ringing.id, cancelled.id, trying, proceeding}) {
    CHECK(bench.Up<TransportFailed>().client == id);
  }
  CHECK(bench.Quiet());
  CHECK(bench.layer.size() == 1);  // The accepted one waits for its forks.

  // Their answers over the next connection are nobody's; a second 2xx is.
  bench.layer.TransportChanged(true, bench.now);
  bench.Receive(AnswerTo(ringing.invite, 200));
  CHECK(bench.Quiet());
  bench.Receive(AnswerTo(accepted.invite, 200));
  CHECK(bench.Up<ResponseReceived>().client == accepted.id);
}

TEST_CASE("a connection that comes twice or goes twice changes nothing the second time") {
  LayerBench bench;
  const TransactionId id = bench.layer.Send(OurRequest(Method::kInfo), bench.now);
  bench.layer.TransportChanged(true, bench.now);
  CHECK(bench.FrameIs() == "INFO");
  bench.layer.TransportChanged(false, bench.now);
  bench.layer.TransportChanged(false, bench.now);
  CHECK(bench.Up<TransportFailed>().client == id);
  CHECK(bench.Quiet());
}

TEST_CASE("frames that the lost connection did not take do not surprise the next one") {
  LayerBench bench;
  bench.layer.Send(OurRequest(Method::kInfo), bench.now);
  bench.layer.TransportChanged(false, bench.now);
  bench.layer.TransportChanged(true, bench.now);
  CHECK(bench.Frame() == "");
}

TEST_CASE("a layer can be moved with its open transactions") {
  LayerBench bench;
  const Call call = Invite(bench);
  TransactionLayer moved = std::move(bench.layer);
  moved.Receive(AnswerTo(call.invite, 180), bench.now);
  CHECK(std::get<ResponseReceived>(*moved.PollUp()).client == call.id);
}

}  // namespace
}  // namespace ringline
