#include "core/transaction/invite_client.h"

#include "tests/core/transaction/machine_matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

OutgoingRequest Invite() {
  OutgoingRequest request = OurRequest(Method::kInvite);
  request.AddFirst("Via", "SIP/2.0/WS x.invalid;branch=z9hG4bKours");
  request.Add("Route", "<sip:proxy1;lr>");
  request.Add("Route", "<sip:proxy2;lr>");
  request.Add("Require", "100rel");
  request.Add("Contact", "<sip:alice@x.invalid>");
  request.body = "v=0\r\n";
  return request;
}

Message Answer(int status) { return Parsed(AnswerTo(Invite().Write(), status)); }

void Tell(InviteClient& machine, const char* event, Time now, TransactionOutbox& out) {
  const std::string_view what = event;
  if (what == "cancel") {
    std::vector<HeaderLine> headers;
    machine.Handle(InviteClient::Withdrawal{headers}, now, out);
  } else if (what == "transport lost") {
    machine.Handle(InviteClient::TransportLost{}, now, out);
  } else if (what == "timer") {
    machine.Handle(InviteClient::TimerFired{}, now, out);
  } else {
    Message answer = Answer(std::stoi(event));
    if (what < "200") machine.Handle(InviteClient::Provisional{answer}, now, out);
    if (what > "199" && what < "300") machine.Handle(InviteClient::Success{answer}, now, out);
    if (what > "299") machine.Handle(InviteClient::Failure{answer}, now, out);
  }
}

InviteClient InState(size_t state, TransactionOutbox& out) {
  static constexpr std::initializer_list<const char*> kWays[] = {
      {}, {"cancel"}, {"180"}, {"180", "cancel"}, {"200"}, {"486"}};
  InviteClient machine(TransactionId(1), Invite(), kStart, out);
  for (const char* step : kWays[state]) Tell(machine, step, kStart, out);
  return machine;
}

TEST_CASE("the INVITE client does in every state what its golden file says") {
  const std::vector<std::string> events = {
      "100", "180", "200", "302", "486", "cancel", "transport lost", "timer"};
  CHECK(golden::Difference(
            "invite_client.txt",
            Matrix({"Calling", "Withdrawn", "Proceeding", "Cancelling", "Accepted", "Terminated"},
                   events, InState,
                   [&](size_t event, InviteClient& machine, Time now, TransactionOutbox& out) {
                     Tell(machine, events[event].c_str(), now, out);
                   })) == "");
}

TEST_CASE("the ACK of a rejection goes the way of its INVITE, to the tag that rejected") {
  TransactionOutbox out;
  out.connected = true;
  InviteClient machine(TransactionId(1), Invite(), kStart, out);
  out.frames.Clear();
  Tell(machine, "486", kStart, out);
  CHECK(*out.frames.Pop() ==
        "ACK sip:bob@example.com SIP/2.0\r\n"
        "Via: SIP/2.0/WS x.invalid;branch=z9hG4bKours\r\n"
        "Route: <sip:proxy1;lr>\r\n"
        "Route: <sip:proxy2;lr>\r\n"
        "Max-Forwards: 70\r\n"
        "To: <sip:bob@example.com>;tag=peer\r\n"
        "From: \"Alice\" <sip:alice@example.com>;tag=alice1\r\n"
        "Call-ID: ours-1\r\n"
        "CSeq: 7 ACK\r\n"
        "Content-Length: 0\r\n\r\n");
}

TEST_CASE("a CANCEL is to the INVITE's own To, asks for no extension and brings its headers") {
  TransactionOutbox out;
  InviteClient machine(TransactionId(1), Invite(), kStart, out);
  Tell(machine, "180", kStart, out);
  std::vector<HeaderLine> headers = {{"Reason", "SIP;cause=200"}};
  machine.Handle(InviteClient::Withdrawal{headers}, kStart, out);
  REQUIRE(out.cancel.has_value());
  CHECK(out.cancel->Write() ==
        "CANCEL sip:bob@example.com SIP/2.0\r\n"
        "Via: SIP/2.0/WS x.invalid;branch=z9hG4bKours\r\n"
        "Route: <sip:proxy1;lr>\r\n"
        "Route: <sip:proxy2;lr>\r\n"
        "Max-Forwards: 70\r\n"
        "To: <sip:bob@example.com>\r\n"
        "From: \"Alice\" <sip:alice@example.com>;tag=alice1\r\n"
        "Call-ID: ours-1\r\n"
        "CSeq: 7 CANCEL\r\n"
        "Reason: SIP;cause=200\r\n"
        "Content-Length: 0\r\n\r\n");
}

TEST_CASE("a CANCEL that waited brings the headers it was asked with") {
  TransactionOutbox out;
  InviteClient machine(TransactionId(1), Invite(), kStart, out);
  std::vector<HeaderLine> headers = {{"Reason", "SIP;cause=200"}};
  machine.Handle(InviteClient::Withdrawal{headers}, kStart, out);
  CHECK(!out.cancel);
  Tell(machine, "100", kStart, out);
  REQUIRE(out.cancel.has_value());
  CHECK(out.cancel->Header("Reason") == "SIP;cause=200");
}

TEST_CASE("a CR in the To of a rejection does not reach our ACK") {
  TransactionOutbox out;
  out.connected = true;
  InviteClient machine(TransactionId(1), Invite(), kStart, out);
  out.frames.Clear();
  Message answer = Parsed(
      "SIP/2.0 486 Busy\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bKours\r\n"
      "From: <sip:alice@example.com>;tag=alice1\r\n"
      "To: \"B\rInjected: yes\" <sip:bob@example.com>;tag=p\r\n"
      "Call-ID: ours-1\r\nCSeq: 7 INVITE\r\n\r\n");
  machine.Handle(InviteClient::Failure{answer}, kStart, out);
  const std::string ack = *out.frames.Pop();
  for (size_t i = 0; i < ack.size(); ++i) {
    if (ack[i] == '\r') CHECK(ack[i + 1] == '\n');
  }
}

}  // namespace
}  // namespace ringline
