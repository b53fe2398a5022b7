// What a user agent server looks at before a request outside a dialog reaches anybody (RFC
// 3261 8.2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sip/message.h"
#include "core/sip/outgoing.h"
#include "core/uac/account.h"

namespace ringline {

struct Refusal {
  int status;
  std::string reason;
  std::vector<HeaderLine> headers;
};

// In the RFC's order: method (8.2.1), Request-URI and To (8.2.2.1), loops (8.2.2.2), Require
// (8.2.2.3), content (8.2.3), and for an INVITE whether an answer in SDP is accepted. Nothing when
// the request may go on.
std::optional<Refusal> Inspect(const Message& request, const Account& account);

// What a request inside a dialog may ask too much of as well: Require, the calls it names and the
// content's coding.
// CANCEL, ACK and, since nobody is kept in a call, BYE are not looked at.
std::optional<Refusal> InspectNeeds(const Message& request, const Account& account);

}  // namespace ringline
