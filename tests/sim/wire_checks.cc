#include "tests/sim/wire_checks.h"

#include <utility>

#include "core/connection/connection.h"
#include "core/sip/message_check.h"
#include "core/transaction/timers.h"
#include "core/uas/content.h"

namespace ringline::sim {
namespace {

std::string DialogOf(const Message& request) {
  return std::string(request.call_id()) + " " + std::string(request.from_tag()) + " " +
         std::string(request.to_tag());
}

std::string AckOf(const Message& message) {
  return DialogOf(message) + " " + std::to_string(message.cseq());
}

}  // namespace

void WireChecks::Sent(SocketId socket, const std::string& frame, Time now) {
  if (Connection::IsKeepAlive(frame)) return;
  auto message = Message::Parse(frame);
  if (!message) return complain_("sent what cannot be parsed");
  if (message->is_request()) {
    if (CheckRequest(*message)) return complain_("sent a request that nobody would take");
    return SentRequest(socket, *message, now);
  }
  // A bad request's answer is as bad.
  if (message->status_code() != 400 && CheckResponse(*message))
    complain_("sent a response that nobody would take");
}

void WireChecks::SentRequest(SocketId socket, const Message& request, Time now) {
  if (request.method() == Method::kAck) {
    if (owed_ && AckOf(request) == *owed_) owed_.reset();
    return;
  }
  if (request.method() == Method::kBye) Over(request);
  if (request.method() == Method::kCancel) {
    auto invite = invites_.find(std::string(request.branch()));
    if (invite == invites_.end()) return;
    invite->second.canceled = true;
    invite->second.until = now + kCancelPatience;
    return;
  }
  uint32_t& last = sequence_[DialogOf(request)];
  if (request.cseq() <= last) {
    complain_("CSeq " + std::to_string(request.cseq()) + " " + std::string(request.method_text()) +
              " after " + std::to_string(last));
  }
  last = request.cseq();
  if (request.method() == Method::kInvite) {
    Over(request);  // What was before it has its ACK, or it would not go out.
    invites_[std::string(request.branch())] = {std::string(request.call_id()), socket,
                                               now + kTimerB, !CarriesSdp(request)};
  }
}

void WireChecks::Received(SocketId socket, const std::string& frame, Time now) {
  auto message = Message::Parse(frame);
  if (!message) return;
  if (message->method() == Method::kBye && message->is_request()) return Over(*message);
  if (!message->is_response() || CheckResponse(*message)) return;
  // 12.2.1.2: these end the dialog without a BYE.
  if (message->status_code() == 481 || message->status_code() == 408) Over(*message);
  if (message->cseq_method() != "INVITE") return;
  auto found = invites_.find(std::string(message->branch()));
  if (found == invites_.end()) return;
  Invite& invite = found->second;
  bool stands = invite.socket == socket && !invite.failed && now < invite.until;
  if (!stands) return;
  int status = message->status_code();
  if (status < 200) {
    // Who rings may ring for ever, but not after a CANCEL.
    if (!invite.accepted && !invite.canceled) invite.until = kNever;
  } else if (status >= 300) {
    if (!invite.accepted) invite.failed = true;
  } else {
    if (!invite.accepted) invite.until = now + kTimerM;
    invite.accepted = true;
    // Where the offer is theirs the ACK has our answer, which takes its time.
    bool at_once = !invite.offerless && !message->to_tag().empty();
    if (at_once && message->Has(HeaderName::kContact)) owed_ = AckOf(*message);
  }
}

// What they repeat of a call that is over needs no answer: the BYE is one.
void WireChecks::Over(const Message& request) {
  for (auto& [branch, invite] : invites_) {
    if (invite.call_id == request.call_id()) invite.failed = true;
  }
}

void WireChecks::Drained() {
  if (owed_) complain_("a 2xx without its ACK: " + *std::exchange(owed_, std::nullopt));
}

}  // namespace ringline::sim
