#include "core/session/reliable_provisionals.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "core/transaction/timers.h"

namespace ringline {

void ReliableProvisionals::Send(TransactionId invite, int status, std::string response,
                                bool describes, Time now, TransactionLayer& transactions) {
  bool first = answers_.empty();
  answers_.Push({invite, next_++, status, std::move(response), describes});
  if (describes) describing_++;
  if (first) Transmit(now, transactions);
}

void ReliableProvisionals::Transmit(Time now, TransactionLayer& transactions) {
  const Answer& answer = answers_.front();
  transactions.Respond(answer.invite, answer.status, answer.response, now);
  interval_ = kT1;
  resend_ = now + interval_;
  give_up_ = now + 64 * kT1;
}

std::optional<ReliableProvisionals::Acknowledgement> ReliableProvisionals::AcknowledgedBy(
    const RAck& rack, Time now, TransactionLayer& transactions) {
  if (!absl::EqualsIgnoreCase(rack.method, "INVITE") || answers_.empty()) return std::nullopt;
  const Message* invite = transactions.Request(answers_.front().invite);
  bool ours = answers_.front().rseq == rack.rseq && (!invite || invite->cseq() == rack.cseq);
  if (!ours) return std::nullopt;
  Answer answer = *answers_.Pop();
  if (answer.describes) describing_--;
  resend_ = give_up_ = kNever;
  if (!answers_.empty() && !stopped_) Transmit(now, transactions);
  return Acknowledgement{answer.describes};
}

void ReliableProvisionals::Stop() {
  stopped_ = true;
  resend_ = give_up_ = kNever;
}

Time ReliableProvisionals::Deadline() const { return std::min(resend_, give_up_); }

bool ReliableProvisionals::Advance(Time now, TransactionLayer& transactions) {
  if (now >= give_up_) return false;
  if (now >= resend_) {
    const Answer& answer = answers_.front();
    transactions.Respond(answer.invite, answer.status, answer.response, now);
    interval_ *= 2;
    resend_ = now + interval_;
  }
  return true;
}

}  // namespace ringline
