// The server side of an INVITE (RFC 3261 17.2.1, RFC 6026 7.1, 8.5).
//
//                2xx            timer L
//   Proceeding ───────▶ Accepted ───────────────▶ Terminated
//       │ 3xx–6xx                                    ▲
//       └────────────▶ Completed ── ACK, timer H ────┘
//
// A WebSocket is reliable: there is no timer G, and timer I is zero, so Confirmed is never a state
// to be in. The 100 goes out at once: behind a WebSocket stands a proxy that would otherwise repeat
// the INVITE over UDP while a person thinks.
#pragma once

#include <string>
#include <variant>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/transaction/transaction_outbox.h"

namespace ringline {

class InviteServer {
 public:
  // clang-format off
  struct Proceeding { Time until = kNever; };
  struct Completed { Time until; };  // Timer H.
  struct Accepted { Time until; };   // Timer L.
  struct Terminated { Time until = kNever; };
  // clang-format on
  using State = std::variant<Proceeding, Completed, Accepted, Terminated>;

  // Events refer to what they bring; the row that passes it on takes it.
  // clang-format off
  struct Retransmission {};
  struct Ack { Message& ack; };
  struct Cancel { Message& cancel; };
  struct Provisional { std::string& response; };
  struct Success { std::string& response; };
  struct Rejection { std::string& response; };
  struct TimerFired {};
  // clang-format on
  using Event =
      std::variant<Retransmission, Ack, Cancel, Provisional, Success, Rejection, TimerFired>;

  // Sends the 100.
  InviteServer(TransactionId id, Message request, TransactionOutbox& out);

  void Handle(const Event& event, Time now, TransactionOutbox& out);
  Time Deadline() const {
    return std::visit([](const auto& s) { return s.until; }, state_);
  }

  const State& state() const { return state_; }
  const Message& request() const { return request_; }
  // The To tag of the answer that a retransmission would get; "" while there is none.
  std::string AnswerTag() const;

 private:
  TransactionId id_;
  Message request_;
  std::string last_response_;
  State state_;
};

}  // namespace ringline
