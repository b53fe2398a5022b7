// What must hold of a message before anyone looks inside (RFC 3261 8.1.1, 8.2, 16.3, 18.3, 21.4.1).
#pragma once

#include <optional>
#include <string_view>

#include "core/sip/message.h"

namespace ringline {

// A request's fault: what to answer and why. `reason` is a literal fit for a reason phrase.
// Status 0 means that nobody can be answered: drop it. So it is without a readable Via, and for
// ACK, which has no response (RFC 3261 17). A request that lacks Call-ID, From or To still is
// answered with 400 (RFC 4475 3.3.1).
struct Fault {
  int status = 400;
  std::string_view reason;
};

// Mandatory headers once each, CSeq number below 2^31 and its method that of the request line,
// Max-Forwards readable, body as long as Content-Length says, SIP/2.0 (505), scheme of the
// Request-URI known (416). Nothing optional is looked at. A From without tag passes: RFC
// 3261 12.1.1 asks a UAS to take it as an empty one. So does a request without Max-Forwards (16.3).
std::optional<Fault> CheckRequest(const Message& request);
// A response that fails is dropped: nobody can be told (8.1.3.3, 18.1.2).
std::optional<Fault> CheckResponse(const Message& response);

}  // namespace ringline
