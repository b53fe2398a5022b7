#include "core/transaction/transaction_outbox.h"

#include <utility>

namespace ringline {

void TransactionOutbox::Send(std::string frame) {
  if (connected) frames.Push(std::move(frame));
}

void TransactionOutbox::Tell(TransactionEvent event) { up.Push(std::move(event)); }

void TransactionOutbox::Pass(TransactionId client, Message& response) {
  Tell(ResponseReceived{client, std::move(response)});
}

}  // namespace ringline
