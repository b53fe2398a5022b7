#include "core/transaction/invite_server.h"

#include <utility>

#include "core/base/overloaded.h"
#include "core/sip/outgoing.h"
#include "core/transaction/timers.h"

namespace ringline {
namespace {

static_assert(kTimerI == Duration::zero(), "a repeated ACK would need a state of its own");

}  // namespace

InviteServer::InviteServer(TransactionId id, Message request, TransactionOutbox& out)
    : id_(id),
      request_(std::move(request)),
      last_response_(WriteResponse(request_, 100, "", "", {}, "")),
      state_(Proceeding{}) {
  out.Send(last_response_);
}

void InviteServer::Handle(const Event& event, Time now, TransactionOutbox& out) {
  auto keep = [&](const auto& e, State next) {
    return out.Send(last_response_ = std::move(e.response)), next;
  };
  auto send = [&](const Success& e, State next) {  // Whoever repeats a 2xx is the user.
    return last_response_.clear(), out.Send(std::move(e.response)), next;
  };
  auto again = [&](State next) { return out.Send(last_response_), next; };
  auto tell = [&](TransactionEvent tale, State next) { return out.Tell(std::move(tale)), next; };
  auto acked = [](const Ack& e) { return AckReceived{std::move(e.ack)}; };
  auto cancelled = [&](const Cancel& e) { return CancelReceived{id_, std::move(e.cancel)}; };
  auto lost = [&] { out.Tell(AckMissing{id_}); };
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state            on event                 does, and becomes
      [&](Proceeding same,   const Retransmission&)   { return again(same); },
      [&](Proceeding same,   const Cancel& e)         { return tell(cancelled(e), same); },
      [&](Proceeding same,   const Provisional& e)    { return keep(e, same); },
      [&](Proceeding,        const Success& e)        { return send(e, Accepted{now + kTimerL}); },
      [&](Proceeding,        const Rejection& e)      { return keep(e, Completed{now + kTimerH}); },
      [&](Completed same,    const Retransmission&)   { return again(same); },
      [&](Completed,         const Ack&)              { return State(Terminated{}); },
      [&](Completed,         const TimerFired&)       { return lost(), State(Terminated{}); },
      [&](Accepted same,     const Success& e)        { return send(e, same); },
      [&](Accepted same,     const Ack& e)            { return tell(acked(e), same); },
      [&](Accepted,          const TimerFired&)       { return State(Terminated{}); },
      [&](auto same,         const auto&)             { return State(same); },
  }, state_, event);
  // clang-format on
}

std::string InviteServer::AnswerTag() const {
  Result<Message> answer = Message::Parse(last_response_);
  return answer ? std::string(answer->to_tag()) : std::string();
}

}  // namespace ringline
