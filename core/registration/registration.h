// Keeps our Contact known to the registrar (RFC 3261 10; RFC 5626, 5627, 3327, 3608).
//
//   Idle ── Register ──▶ Asking ── 200 ──▶ Registered ── expiring, Register ──▶ Asking …
//                          │ refusal                │ Unregister
//                          ▼                        ▼
//                        Idle                     Leaving ── any answer ──▶ Idle
//
// One REGISTER at a time: what is wanted meanwhile is done next. Every outcome is an event.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/uac/account.h"
#include "core/uac/user_agent_client.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

class Registration {
 public:
  Registration(const Config& config, Account& account, UserAgentClient& uac, Random& random,
               Outbox& out);

  void Register(Time now);
  void Unregister(bool all, Time now);
  void SetHeaders(std::vector<std::string> headers) { headers_ = std::move(headers); }
  void Handle(const ClientEvent& event, Time now);
  void TransportLost();
  void Advance(Time now);
  Time Deadline() const;

  bool registered() const { return registered_; }
  // Nothing under way.
  bool quiet() const {
    return std::holds_alternative<Idle>(state_) || std::holds_alternative<Held>(state_);
  }

 private:
  struct Idle {};
  struct Asking {
    TicketId ticket;
  };
  struct Held {
    Time refresh;
    Time expiry;
    bool told;
  };
  struct Leaving {
    TicketId ticket;
  };
  using State = std::variant<Idle, Asking, Held, Leaving>;

  OutgoingRequest MakeRequest(std::string contact, Duration expires);
  TicketId Send(OutgoingRequest request, Time now);
  State Answered(const Message& response, Time now);
  State Accepted(const Message& response, Time now);
  State Failed(std::string response, Cause cause);
  void Left(std::string response, Cause cause);
  void DoNext(Time now);

  const Config& config_;
  Account& account_;
  UserAgentClient& uac_;
  Random& random_;
  Outbox& out_;
  State state_;
  bool registered_ = false;
  // What was wanted while a REGISTER was under way.
  enum class Next { kNothing, kRegister, kUnregister, kUnregisterAll };
  Next next_ = Next::kNothing;
  std::vector<std::string> headers_;
  std::string call_id_, from_tag_;
  uint32_t cseq_ = 0;
  Duration expires_;
};

}  // namespace ringline
