#include "core/transaction/non_invite_client.h"

#include "tests/core/transaction/machine_matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

OutgoingRequest Options() {
  OutgoingRequest request = OurRequest(Method::kOptions);
  request.AddFirst("Via", "SIP/2.0/WS x.invalid;branch=z9hG4bKours");
  return request;
}

void Tell(NonInviteClient& machine, const char* event, Time now, TransactionOutbox& out) {
  const std::string_view what = event;
  if (what == "transport lost") {
    machine.Handle(NonInviteClient::TransportLost{}, now, out);
  } else if (what == "timer") {
    machine.Handle(NonInviteClient::TimerFired{}, now, out);
  } else {
    Message answer = Parsed(AnswerTo(Options().Write(), std::stoi(event)));
    if (what < "200") machine.Handle(NonInviteClient::Provisional{answer}, now, out);
    if (what > "199") machine.Handle(NonInviteClient::Final{answer}, now, out);
  }
}

NonInviteClient InState(size_t state, TransactionOutbox& out) {
  static constexpr std::initializer_list<const char*> kWays[] = {{}, {"100"}, {"200"}};
  NonInviteClient machine(TransactionId(1), Options(), kStart, out);
  for (const char* step : kWays[state]) Tell(machine, step, kStart, out);
  return machine;
}

TEST_CASE("the non-INVITE client does in every state what its golden file says") {
  const std::vector<std::string> events = {"100", "200", "404", "transport lost", "timer"};
  CHECK(golden::Difference(
            "non_invite_client.txt",
            Matrix({"Trying", "Proceeding", "Terminated"}, events, InState,
                   [&](size_t event, NonInviteClient& machine, Time now, TransactionOutbox& out) {
                     Tell(machine, events[event].c_str(), now, out);
                   })) == "");
}

TEST_CASE("a provisional answer does not prolong timer F") {
  TransactionOutbox out;
  NonInviteClient machine = InState(0, out);
  CHECK(machine.Deadline() == kStart + kTimerF);
  Tell(machine, "100", kStart + Duration(31000), out);
  CHECK(machine.Deadline() == kStart + kTimerF);
}

TEST_CASE("of a client without an id nobody hears") {
  for (const char* end : {"200", "404", "transport lost", "timer"}) {
    TransactionOutbox out;
    NonInviteClient machine(TransactionId(), Options(), kStart, out);
    Tell(machine, "100", kStart, out);
    Tell(machine, end, kStart, out);
    CHECK(std::holds_alternative<NonInviteClient::Terminated>(machine.state()));
    CHECK(out.up.size() == 0);
  }
}

}  // namespace
}  // namespace ringline
