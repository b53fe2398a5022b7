#include "core/transaction/non_invite_server.h"

#include "tests/core/transaction/machine_matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

void Tell(NonInviteServer& machine, const char* event, Time now, TransactionOutbox& out) {
  if (std::string_view(event) == "request again") {
    return machine.Handle(NonInviteServer::Retransmission{}, now, out);
  }
  const int status = std::stoi(event + std::string_view("respond ").size());
  std::string text = WriteResponse(machine.request(), status, "", "ours", {}, "");
  if (status < 200) machine.Handle(NonInviteServer::Provisional{text}, now, out);
  if (status >= 200) machine.Handle(NonInviteServer::Final{text}, now, out);
}

NonInviteServer InState(size_t state, TransactionOutbox& out) {
  static constexpr std::initializer_list<const char*> kWays[] = {
      {}, {"respond 100"}, {"respond 200"}};
  NonInviteServer machine(Parsed(PeerRequest{}.Text()), out);
  for (const char* step : kWays[state]) Tell(machine, step, kStart, out);
  return machine;
}

TEST_CASE("the non-INVITE server does in every state what its golden file says") {
  const std::vector<std::string> events = {"request again", "respond 100", "respond 182",
                                           "respond 200", "respond 404"};
  CHECK(golden::Difference(
            "non_invite_server.txt",
            Matrix({"Trying", "Proceeding", "Terminated"}, events, InState,
                   [&](size_t event, NonInviteServer& machine, Time now, TransactionOutbox& out) {
                     Tell(machine, events[event].c_str(), now, out);
                   })) == "");
}

}  // namespace
}  // namespace ringline
