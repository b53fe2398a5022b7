#include "core/transaction/invite_server.h"

#include "tests/core/transaction/machine_matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

Message Invite() { return Parsed(PeerRequest{.method = "INVITE"}.Text()); }

void Tell(InviteServer& machine, const char* event, Time now, TransactionOutbox& out) {
  const std::string_view what = event;
  if (what == "INVITE again") {
    machine.Handle(InviteServer::Retransmission{}, now, out);
  } else if (what == "ACK") {
    Message ack = Parsed(PeerRequest{.method = "ACK"}.Text());
    machine.Handle(InviteServer::Ack{ack}, now, out);
  } else if (what == "CANCEL") {
    Message cancel = Parsed(PeerRequest{.method = "CANCEL"}.Text());
    machine.Handle(InviteServer::Cancel{cancel}, now, out);
  } else if (what == "timer") {
    machine.Handle(InviteServer::TimerFired{}, now, out);
  } else {
    const int status = std::stoi(event + std::string_view("respond ").size());
    std::string text = WriteResponse(machine.request(), status, "", "ours", {}, "");
    if (status < 200) machine.Handle(InviteServer::Provisional{text}, now, out);
    if (status / 100 == 2) machine.Handle(InviteServer::Success{text}, now, out);
    if (status >= 300) machine.Handle(InviteServer::Rejection{text}, now, out);
  }
}

InviteServer InState(size_t state, TransactionOutbox& out) {
  static constexpr std::initializer_list<const char*> kWays[] = {
      {}, {"respond 486"}, {"respond 200"}, {"respond 486", "ACK"}};
  InviteServer machine(TransactionId(1), Invite(), out);
  for (const char* step : kWays[state]) Tell(machine, step, kStart, out);
  return machine;
}

TEST_CASE("the INVITE server does in every state what its golden file says") {
  const std::vector<std::string> events = {"INVITE again", "ACK",         "CANCEL", "respond 180",
                                           "respond 200",  "respond 486", "timer"};
  CHECK(golden::Difference(
            "invite_server.txt",
            Matrix({"Proceeding", "Completed", "Accepted", "Terminated"}, events, InState,
                   [&](size_t event, InviteServer& machine, Time now, TransactionOutbox& out) {
                     Tell(machine, events[event].c_str(), now, out);
                   })) == "");
}

TEST_CASE("an INVITE is answered 100 at once, without a tag") {
  TransactionOutbox out;
  out.connected = true;
  InviteServer machine(TransactionId(1), Invite(), out);
  const Message trying = Parsed(*out.frames.Pop());
  CHECK(trying.status_code() == 100);
  CHECK(trying.to_tag() == "");
  CHECK(machine.AnswerTag() == "");
}

TEST_CASE("a retransmitted INVITE gets the newest answer again") {
  TransactionOutbox out;
  out.connected = true;
  InviteServer machine(TransactionId(1), Invite(), out);
  Tell(machine, "respond 180", kStart, out);
  CHECK(machine.AnswerTag() == "ours");
  Tell(machine, "respond 183", kStart, out);
  out.frames.Clear();
  Tell(machine, "INVITE again", kStart, out);
  CHECK(Parsed(*out.frames.Pop()).status_code() == 183);
}

}  // namespace
}  // namespace ringline
