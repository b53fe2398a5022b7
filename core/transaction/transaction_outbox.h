// Where the deeds of the four machines go: frames down to the socket, events up to the user, and
// the CANCEL that an INVITE asks for, which is a transaction of its own (RFC 3261 9.1).
#pragma once

#include <optional>
#include <string>

#include "core/base/queue.h"
#include "core/sip/outgoing.h"
#include "core/transaction/transaction_event.h"

namespace ringline {

struct TransactionOutbox {
  bool connected = false;
  Queue<std::string> frames;
  Queue<TransactionEvent> up;
  std::optional<OutgoingRequest> cancel;

  // Without a connection a frame is lost, as it would be on the wire.
  void Send(std::string frame);
  // Out of line, since the rows of the tables call it many times: 7 kB of wasm otherwise.
  void Tell(TransactionEvent event);
  // Takes the response.
  void Pass(TransactionId client, Message& response);
};

}  // namespace ringline
