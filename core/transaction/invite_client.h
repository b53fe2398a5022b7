// The client side of an INVITE (RFC 3261 17.1.1, RFC 6026 7.2, 8.4).
//
//              1xx                2xx            timer M
//   Calling ─────────▶ Proceeding ─────▶ Accepted ─────▶ Terminated
//      │ cancel            │ cancel         ▲               ▲
//      ▼         1xx       ▼        2xx     │               │
//   Withdrawn ───────▶ Cancelling ──────────┘               │
//      └───────────────────┴─ 3xx–6xx (ACK), time-out, connection lost ─┘
//
// A WebSocket is reliable: there is no timer A, and timer D is zero, so Completed is never a state
// to be in.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/sip/outgoing.h"
#include "core/transaction/transaction_outbox.h"

namespace ringline {

class InviteClient {
 public:
  // clang-format off
  struct Calling { Time until; };    // Timer B.
  struct Withdrawn { Time until; };  // The CANCEL waits for a 1xx; timer B goes on.
  struct Proceeding { Time until = kNever; };
  struct Cancelling { Time until; };
  struct Accepted { Time until; };  // Timer M.
  struct Terminated { Time until = kNever; };
  // clang-format on
  using State = std::variant<Calling, Withdrawn, Proceeding, Cancelling, Accepted, Terminated>;

  // Events refer to what they bring; the row that passes it on takes it.
  // clang-format off
  struct Provisional { Message& response; };
  struct Success { Message& response; };
  struct Failure { Message& response; };
  struct Withdrawal { std::vector<HeaderLine>& headers; };  // The user wants it cancelled.
  struct TransportLost {};
  struct TimerFired {};
  // clang-format on
  using Event = std::variant<Provisional, Success, Failure, Withdrawal, TransportLost, TimerFired>;

  // `request` is complete, with its Via on top. Puts it on the wire.
  InviteClient(TransactionId id, OutgoingRequest request, Time now, TransactionOutbox& out);

  void Handle(const Event& event, Time now, TransactionOutbox& out);
  Time Deadline() const {
    return std::visit([](const auto& s) { return s.until; }, state_);
  }

  const State& state() const { return state_; }
  const OutgoingRequest& request() const { return request_; }

 private:
  OutgoingRequest AckFor(const Message& response) const;
  OutgoingRequest Cancel();
  OutgoingRequest Follower(Method method, std::string_view to) const;

  TransactionId id_;
  OutgoingRequest request_;
  // Of Withdrawn. Kept here, since states that own nothing make for much smaller code.
  std::vector<HeaderLine> cancel_headers_;
  State state_;
};

}  // namespace ringline
