// The client side of any request but INVITE and ACK (RFC 3261 17.1.2).
//
//            1xx               2xx–6xx, timer F, connection lost
//   Trying ───────▶ Proceeding ─────────────────────────────────▶ Terminated
//
// A WebSocket is reliable: there is no timer E, and timer K is zero, so Completed is never a state
// to be in.
#pragma once

#include <variant>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/sip/outgoing.h"
#include "core/transaction/transaction_outbox.h"

namespace ringline {

class NonInviteClient {
 public:
  // clang-format off
  struct Trying { Time until; };      // Timer F.
  struct Proceeding { Time until; };  // Timer F goes on.
  struct Terminated { Time until = kNever; };
  // clang-format on
  using State = std::variant<Trying, Proceeding, Terminated>;

  // clang-format off
  struct Provisional { Message& response; };
  struct Final { Message& response; };
  struct TransportLost {};
  struct TimerFired {};
  // clang-format on
  using Event = std::variant<Provisional, Final, TransportLost, TimerFired>;

  // `request` is complete, with its Via on top. Puts it on the wire. With the zero id nobody hears
  // how it went: the CANCEL that the layer sends by itself.
  NonInviteClient(TransactionId id, OutgoingRequest request, Time now, TransactionOutbox& out);

  void Handle(const Event& event, Time now, TransactionOutbox& out);
  Time Deadline() const {
    return std::visit([](const auto& s) { return s.until; }, state_);
  }

  const State& state() const { return state_; }
  const OutgoingRequest& request() const { return request_; }

 private:
  TransactionId id_;
  OutgoingRequest request_;
  State state_;
};

}  // namespace ringline
