// MESSAGE and OPTIONS outside calls, in and out (RFC 3428, RFC 3261 11): one request, one answer.
#pragma once

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "core/transaction/transaction_layer.h"
#include "core/uac/account.h"
#include "core/uac/user_agent_client.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

class Page {
 public:
  Page(Account& account, UserAgentClient& uac, TransactionLayer& transactions, Random& random,
       Outbox& out)
      : account_(account), uac_(uac), transactions_(transactions), random_(random), out_(out) {}

  // Why it cannot be sent, or "".
  std::string_view Send(const in::SendPage& page, RequestId request, Time now);
  void Handle(const ClientEvent& event);

  // A request of theirs that the application shall answer.
  void Receive(TransactionId server, const Message& request);
  // The same for one that may be answered otherwise than by Respond: then it is forgotten.
  IncomingId Keep(TransactionId server);
  TransactionId Find(IncomingId incoming) const;
  void Forget(IncomingId incoming) { incoming_.erase(incoming); }
  // Why it cannot be answered, or "".
  std::string_view Respond(const in::Respond& answer, Time now);

 private:
  Account& account_;
  UserAgentClient& uac_;
  TransactionLayer& transactions_;
  Random& random_;
  Outbox& out_;
  absl::flat_hash_map<TicketId, RequestId> requests_;
  absl::flat_hash_map<IncomingId, TransactionId> incoming_;
};

}  // namespace ringline
