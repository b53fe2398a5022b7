// A 2xx to an INVITE until its ACK comes: sent again and again, even over a reliable transport,
// since the next hop may not be one (RFC 3261 13.3.1.4).
#pragma once

#include <algorithm>
#include <string>

#include "core/base/time.h"
#include "core/transaction/timers.h"
#include "core/transaction/transaction_layer.h"

namespace ringline {

class Unacknowledged {
 public:
  Unacknowledged(TransactionId invite, uint32_t cseq, int status, std::string response, Time now)
      : invite_(invite),
        cseq_(cseq),
        status_(status),
        response_(std::move(response)),
        interval_(kT1),
        resend_(now + kT1),
        give_up_(now + 64 * kT1) {}

  bool AcknowledgedBy(const Message& ack) const { return ack.cseq() == cseq_; }
  Time Deadline() const { return std::min(resend_, give_up_); }
  // False when nobody acknowledged in time: the call is to be ended with BYE.
  bool Advance(Time now, TransactionLayer& transactions) {
    if (now >= give_up_) return false;
    if (now >= resend_) {
      transactions.Respond(invite_, status_, response_, now);
      interval_ = std::min<Duration>(2 * interval_, kT2);
      resend_ = now + interval_;
    }
    return true;
  }

 private:
  TransactionId invite_;
  uint32_t cseq_;
  int status_;
  std::string response_;
  Duration interval_;
  Time resend_, give_up_;
};

}  // namespace ringline
