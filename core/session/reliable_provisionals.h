// Provisional answers of ours that must arrive (RFC 3262 3): each goes out again and again until
// its PRACK, one after another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/queue.h"
#include "core/base/time.h"
#include "core/sip/parameterized.h"
#include "core/transaction/transaction_layer.h"

namespace ringline {

class ReliableProvisionals {
 public:
  // `first`: the RSeq of the first one, any from 1 to 2^31 - 1.
  explicit ReliableProvisionals(uint32_t first) : next_(first) {}

  // The RSeq of the next one that is sent.
  uint32_t next() const { return next_; }
  // `describes`: it carries a description, which no 2xx may overtake.
  void Send(TransactionId invite, int status, std::string response, bool describes, Time now,
            TransactionLayer& transactions);
  // Whether the PRACK is for one of these. `described`: it had carried a description.
  struct Acknowledgement {
    bool described = false;
  };
  std::optional<Acknowledgement> AcknowledgedBy(const RAck& rack, Time now,
                                                TransactionLayer& transactions);
  // A description is on its way, and they have not said that they have it.
  bool describing() const { return describing_ > 0; }
  // The final answer is out: nothing is repeated any more, but PRACKs may still come.
  void Stop();
  Time Deadline() const;
  // False when nobody acknowledged in time: the INVITE is to be rejected.
  bool Advance(Time now, TransactionLayer& transactions);

 private:
  struct Answer {
    TransactionId invite;
    uint32_t rseq = 0;
    int status = 0;
    std::string response;
    bool describes = false;
  };
  void Transmit(Time now, TransactionLayer& transactions);

  uint32_t next_;
  Queue<Answer> answers_;  // Not acknowledged; the first is out.
  int describing_ = 0;     // Of them, with a description.
  bool stopped_ = false;
  Duration interval_{};
  Time resend_ = kNever, give_up_ = kNever;
};

}  // namespace ringline
