// Where outputs gather until they are polled, and where the numbers in them come from.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "core/vocabulary/output.h"

namespace ringline {

class Outbox {
 public:
  void Push(Output output) { outputs_.push_back(std::move(output)); }
  std::optional<Output> Pop() {
    if (outputs_.empty()) return std::nullopt;
    std::optional<Output> output(std::move(outputs_.front()));
    outputs_.pop_front();
    return output;
  }

  OpId NextOp() { return OpId(++last_op_); }
  RequestId NextRequest() { return RequestId(++last_request_); }
  IncomingId NextIncoming() { return IncomingId(++last_incoming_); }
  SessionId NextSession() { return SessionId(++last_session_); }

 private:
  std::deque<Output> outputs_;
  uint32_t last_op_ = 0, last_request_ = 0, last_incoming_ = 0, last_session_ = 0;
};

}  // namespace ringline
