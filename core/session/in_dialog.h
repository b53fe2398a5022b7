// Requests inside a call that are not about the call itself: INFO and tones, REFER and its NOTIFYs,
// whatever an application sends or is sent.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/session/call.h"
#include "core/session/dtmf.h"
#include "core/session/transfer.h"

namespace ringline {

class InDialog {
 public:
  explicit InDialog(Call& call) : call_(call) {}

  // Each returns why it cannot be done, or "". The call has a dialog.
  std::string_view SendTones(const in::SendTones& input, Time now);
  std::string_view Send(const in::SendInDialog& input, RequestId request, Time now);
  std::string_view Refer(const in::ReferCall& input, std::string refer_to, RequestId request,
                         Time now);
  // The progress of a call that a REFER of theirs asked for (RFC 3515 2.4.4).
  void NotifyRefer(uint32_t refer_cseq, int status, std::string_view reason, Time now);

  void ReceiveInfo(TransactionId server, const Message& request, Time now);
  void ReceiveNotify(TransactionId server, const Message& request, Time now);

  // Whether the event was about a request from here. `gone`: it showed that the other end knows
  // nothing of the call any more (RFC 3261 12.2.1.2).
  bool Handle(const ClientEvent& event, bool& gone);
  // Whether the result was of a tone.
  bool Handle(const in::PeerResult& result);

  void Advance(Time now);
  Time Deadline() const { return dtmf_.Deadline(); }
  // The call is over: what has no answer yet is told that none is waited for.
  void Close();

 private:
  Call& call_;
  Dtmf dtmf_;
  Transfer transfer_;
  std::map<TicketId, RequestId> requests_;
  std::optional<OpId> tones_op_;
};

// "Name: value" lines onto `lines`; false when one would inject.
bool AddHeaders(const std::vector<std::string>& texts, std::vector<HeaderLine>& lines);

}  // namespace ringline
