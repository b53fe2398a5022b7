// The user agent client (RFC 3261 8.1): sends a request for somebody and tells him once what became
// of it, through digest challenges (22.2) and lost connections.
//
//   owner ── Send ──▶ UserAgentClient ──▶ TransactionLayer
//         ◀─ PollUp ─        ▲  401/407: answers and sends again, CSeq one up
//                            └─ Handle(what a client transaction said)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/auth/authenticator.h"
#include "core/base/queue.h"
#include "core/base/random.h"
#include "core/base/strong_id.h"
#include "core/transaction/transaction_layer.h"
#include "core/uac/account.h"
#include "core/vocabulary/names.h"

namespace ringline {

using TicketId = StrongId<struct TicketTag>;

// On whose behalf a request goes out, for the engine to route what comes back.
struct Owner {
  enum class Kind : uint8_t {
    kNobody,
    kRegistration,
    kSession,
    kPage,
    kSubscription,
    kPublication,
    kProbe
  };
  Kind kind = Kind::kNobody;
  uint32_t id = 0;
};

// What became of a ticket. After Answered with a final status, TimedOut or Lost nothing more comes,
// but for further 2xx to an INVITE (forks).
struct ClientEvent {
  enum class Kind {
    kProvisional,
    kFinal,
    kTimedOut,   // As 408.
    kLost,       // The connection is gone.
    kNeedsCSeq,  // Challenged inside a dialog: the owner answers with Resend.
  };
  Owner owner;
  TicketId ticket;
  Kind kind;
  Message response;  // Of kProvisional and kFinal.
};

class UserAgentClient {
 public:
  // The lower layers live as long as this does.
  UserAgentClient(TransactionLayer& transactions, Account& account, Random& random,
                  Credentials credentials);

  // Completes the request with the account's headers and the credentials known to fit, and sends
  // it. `in_dialog`: a second try's sequence number is the dialog's to give.
  TicketId Send(OutgoingRequest request, Owner owner, bool in_dialog, Time now);
  // The answer to kNeedsCSeq.
  void Resend(TicketId ticket, uint32_t cseq, Time now);
  // CANCELs an INVITE (9.1), now or once it can be.
  void Cancel(TicketId ticket, std::vector<HeaderLine> headers, Time now);
  // The request as it went out last, with its Via; nothing when the ticket is unknown.
  const OutgoingRequest* Sent(TicketId ticket) const;
  // What a client transaction said. Other events are not ours: false.
  void Handle(ResponseReceived&& event, Time now);
  void Handle(TimedOut event);
  void Handle(TransportFailed event);

  void SetCredentials(Credentials credentials);
  std::optional<ClientEvent> PollUp();
  size_t size() const { return pending_.size(); }

 private:
  struct Pending {
    TransactionId transaction;
    Owner owner;
    OutgoingRequest request;  // Without Via: what a second try starts from.
    AuthTrail trail;
    bool in_dialog = false, canceled = false, answered = false;
  };
  void Transmit(TicketId ticket, Pending& pending, Time now);
  bool TryAgain(TicketId ticket, Pending& pending, const Message& response, Time now);
  void Fail(TransactionId transaction, ClientEvent::Kind kind);
  void Forget(TicketId ticket);
  void ForgetAnswered();

  TransactionLayer& transactions_;
  Account& account_;
  Random& random_;
  Authenticator authenticator_;
  uint32_t last_ticket_ = 0;
  absl::flat_hash_map<TicketId, Pending> pending_;
  absl::flat_hash_map<TransactionId, TicketId> tickets_;
  Queue<TicketId> answered_;  // Still there for further 2xx; forgotten with their transactions.
  Queue<ClientEvent> up_;
};

}  // namespace ringline
