// The subscriptions that our REFERs make (RFC 3515 2.4): each NOTIFY finds the REFER it reports on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sip/message.h"
#include "core/uac/user_agent_client.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

class Transfer {
 public:
  void Began(RequestId request, TicketId ticket) { open_.push_back({request, ticket, 0}); }
  // The REFER was accepted under this sequence number, which its NOTIFYs may name (2.4.6).
  void Accepted(TicketId ticket, uint32_t cseq);
  void Refused(TicketId ticket);
  // What a NOTIFY of event "refer" says; nothing when no REFER of ours is meant.
  std::optional<out::ReferProgress> Read(SessionId session, const Message& notify);
  bool empty() const { return open_.empty(); }

 private:
  struct Open {
    RequestId request;
    TicketId ticket;
    uint32_t cseq;
  };
  std::vector<Open> open_;
};

// "SIP/2.0 180 Ringing": the body of a NOTIFY (RFC 3420).
std::string SipFragment(int status, std::string_view reason);

}  // namespace ringline
