#include "core/session/transfer.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "core/sip/parameterized.h"
#include "core/uac/cause.h"

namespace ringline {

void Transfer::Accepted(TicketId ticket, uint32_t cseq) {
  for (Open& open : open_) {
    if (open.ticket == ticket) open.cseq = cseq;
  }
}

void Transfer::Refused(TicketId ticket) {
  std::erase_if(open_, [&](const Open& open) { return open.ticket == ticket; });
}

std::optional<out::ReferProgress> Transfer::Read(SessionId session, const Message& notify) {
  std::string_view event = notify.Header(HeaderName::kEvent);
  if (!absl::StartsWithIgnoreCase(event, "refer") || open_.empty()) return std::nullopt;
  // Without an id it is about the only one, or the first (2.4.6).
  auto found = open_.begin();
  if (size_t at = event.find("id="); at != std::string_view::npos) {
    uint32_t cseq = 0;
    if (!absl::SimpleAtoi(event.substr(at + 3, event.find(';', at) - at - 3), &cseq)) {
      return std::nullopt;
    }
    found = std::find_if(open_.begin(), open_.end(),
                         [&](const Open& open) { return open.cseq == cseq || open.cseq == 0; });
    if (found == open_.end()) return std::nullopt;
  }
  out::ReferProgress progress{.request = found->request, .session = session};
  progress.notify = notify.text();
  std::string_view line = notify.body().substr(0, notify.body().find_first_of("\r\n"));
  if (line.starts_with("SIP/2.0 ") && line.size() >= 11) {
    if (!absl::SimpleAtoi(line.substr(8, 3), &progress.status_code)) progress.status_code = 0;
    if (line.size() > 12) progress.reason_phrase = line.substr(12);
  }
  // SIP.js ends the subscription with every NOTIFY, also with a 100 that others follow; whoever
  // ends it in earnest before there is an outcome says why (RFC 6665 4.1.3).
  auto state = SubscriptionState::Parse(notify.Header(HeaderName::kSubscriptionState));
  bool known = progress.status_code >= 200;
  bool ended = state && state->state == "terminated" &&
               (!state->reason.empty() || progress.status_code == 0);
  progress.final = known || ended;
  if (progress.final) open_.erase(found);
  if (progress.status_code >= 300) progress.cause = CauseOf(progress.status_code);
  if (ended && !known) progress.cause = Cause::kExpires;
  return progress;
}

std::string SipFragment(int status, std::string_view reason) {
  std::string line = "SIP/2.0 " + std::to_string(status) + " ";
  line += reason.empty() ? ReasonPhrase(status) : reason;
  return line + "\r\n";
}

}  // namespace ringline
