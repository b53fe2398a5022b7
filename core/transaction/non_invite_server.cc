#include "core/transaction/non_invite_server.h"

#include <utility>

#include "core/base/overloaded.h"
#include "core/transaction/timers.h"

namespace ringline {
namespace {

static_assert(kTimerJ == Duration::zero(), "a repeated request would need a state of its own");

// No final response yet.
template <class S>
concept Unanswered =
    std::same_as<S, NonInviteServer::Trying> || std::same_as<S, NonInviteServer::Proceeding>;

}  // namespace

void NonInviteServer::Handle(const Event& event, Time, TransactionOutbox& out) {
  auto send = [&](const Final& e) { out.Send(std::move(e.response)); };
  auto keep = [&](const Provisional& e) { out.Send(last_response_ = std::move(e.response)); };
  auto again = [&] { out.Send(last_response_); };
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state            on event                 does, and becomes
      [&](Unanswered auto,   const Provisional& e)    { return keep(e), State(Proceeding{}); },
      [&](Unanswered auto,   const Final& e)          { return send(e), State(Terminated{}); },
      [&](Proceeding same,   const Retransmission&)   { return again(), State(same); },
      [&](auto same,         const auto&)             { return State(same); },
  }, state_, event);
  // clang-format on
}

}  // namespace ringline
