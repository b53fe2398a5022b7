// The server side of any request but INVITE and ACK (RFC 3261 17.2.2).
//
//            1xx               2xx–6xx
//   Trying ───────▶ Proceeding ───────▶ Terminated
//
// A WebSocket is reliable: timer J is zero, so Completed is never a state to be in.
#pragma once

#include <string>
#include <variant>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/transaction/transaction_outbox.h"

namespace ringline {

class NonInviteServer {
 public:
  // clang-format off
  struct Trying {};
  struct Proceeding {};
  struct Terminated {};
  // clang-format on
  using State = std::variant<Trying, Proceeding, Terminated>;

  // clang-format off
  struct Retransmission {};
  struct Provisional { std::string& response; };
  struct Final { std::string& response; };
  // clang-format on
  using Event = std::variant<Retransmission, Provisional, Final>;

  // Sends nothing by itself: only an INVITE lasts long enough for a 100 (RFC 4320).
  NonInviteServer(Message request, TransactionOutbox&)
      : request_(std::move(request)), state_(Trying{}) {}

  void Handle(const Event& event, Time now, TransactionOutbox& out);
  Time Deadline() const { return kNever; }  // Its user answers or never does.

  const State& state() const { return state_; }
  const Message& request() const { return request_; }

 private:
  Message request_;
  std::string last_response_;  // Of Proceeding.
  State state_;
};

}  // namespace ringline
