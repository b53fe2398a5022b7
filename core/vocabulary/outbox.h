// Where outputs gather until they are taken, and where the numbers in them come from.
#pragma once

#include "core/base/buffer.h"
#include "core/vocabulary/codec.h"
#include "core/vocabulary/output.h"

namespace ringline {

// Outputs become records at once: what waits is bytes, not values of forty types.
class Outbox {
 public:
  template <class T>
  [[gnu::noinline]] void Push(T output) {
    Writer writer(records_, written_ + sizeof(uint32_t));
    Encode<Output>(output, writer);
    Seal(writer.size());
  }
  // The oldest record, or an empty one. It stands until the next call.
  Record Pop();

  OpId NextOp() { return OpId(++last_op_); }
  RequestId NextRequest() { return RequestId(++last_request_); }
  IncomingId NextIncoming() { return IncomingId(++last_incoming_); }
  SessionId NextSession() { return SessionId(++last_session_); }
  SubscriptionId NextSubscription() { return SubscriptionId(++last_subscription_); }
  PublicationId NextPublication() { return PublicationId(++last_publication_); }

 private:
  void Seal(size_t end);

  Buffer records_;  // Each after a word with its size.
  size_t read_ = 0, written_ = 0;
  uint32_t last_op_ = 0, last_request_ = 0, last_incoming_ = 0, last_session_ = 0;
  uint32_t last_subscription_ = 0, last_publication_ = 0;
};

}  // namespace ringline
