#include "core/transaction/non_invite_client.h"

#include <utility>

#include "core/base/overloaded.h"
#include "core/transaction/timers.h"

namespace ringline {
namespace {

static_assert(kTimerK == Duration::zero(), "a repeated response would need a state of its own");

// No final response yet.
template <class S>
concept Unanswered =
    std::same_as<S, NonInviteClient::Trying> || std::same_as<S, NonInviteClient::Proceeding>;

}  // namespace

NonInviteClient::NonInviteClient(TransactionId id, OutgoingRequest request, Time now,
                                 TransactionOutbox& out)
    : id_(id), request_(std::move(request)), state_(Trying{now + kTimerF}) {
  out.Send(request_.Write());
}

void NonInviteClient::Handle(const Event& event, Time, TransactionOutbox& out) {
  auto pass = [&](const auto& e, State next) {
    if (id_) out.Pass(id_, e.response);
    return next;
  };
  auto fail = [&](auto tale) -> State {
    if (id_) out.Tell(tale);
    return Terminated{};
  };
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state              on event                does, and becomes
      [&](Unanswered auto s,   const Provisional& e)   { return pass(e, Proceeding{s.until}); },
      [&](Unanswered auto,     const Final& e)         { return pass(e, Terminated{}); },
      [&](Unanswered auto,     const TransportLost&)   { return fail(TransportFailed{id_}); },
      [&](Unanswered auto,     const TimerFired&)      { return fail(TimedOut{id_}); },
      [&](auto same,           const auto&)            { return State(same); },
  }, state_, event);
  // clang-format on
}

}  // namespace ringline
