// What comes up from transactions. Each client transaction ends its tale with exactly one of a
// final ResponseReceived, TimedOut or TransportFailed; an INVITE client may have further 2xx after
// the first (forks).
#pragma once

#include <string>
#include <variant>

#include "core/base/strong_id.h"
#include "core/sip/message.h"

namespace ringline {

using TransactionId = StrongId<struct TransactionTag>;

struct RequestReceived {  // A new request; never an ACK or a CANCEL that matched something.
  TransactionId server;
  Message request;
};
struct AckReceived {  // The ACK of a 2xx: it belongs to a dialog, to no transaction (13.3.1.4).
  Message ack;
};
struct CancelReceived {  // Answered 200 already; the INVITE still waits for its final answer (9.2).
  TransactionId invite;
  Message cancel;
};
struct ResponseReceived {
  TransactionId client;
  Message response;
};
struct TimedOut {  // Timer B or F: as if a 408 had come (8.1.3.1).
  TransactionId client;
};
struct TransportFailed {  // As if a 503 had come (8.1.3.1).
  TransactionId client;
};
struct AckMissing {  // Timer H: nobody acknowledged our non-2xx to an INVITE.
  TransactionId server;
};
struct TransactionChanged {  // Only while watched. With a request it has begun, else it is over.
  TransactionId id;
  bool is_server;
  std::string request;
};
using TransactionEvent =
    std::variant<RequestReceived, AckReceived, CancelReceived, ResponseReceived, TimedOut,
                 TransportFailed, AckMissing, TransactionChanged>;

}  // namespace ringline
