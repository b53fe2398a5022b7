// Matches messages to transactions, owns the transactions, and carries what they say up and down
// (RFC 3261 17, RFC 6026). The transport is a WebSocket: reliable, one at a time.
//
//        Send, Cancel, Respond            PollUp: requests, responses, time-outs
//                 │                                       ▲
//   ┌─────────────▼───────────────────────────────────────┴────────┐
//   │ InviteClient  NonInviteClient  InviteServer  NonInviteServer │  one machine a transaction
//   └─────────────┬───────────────────────────────────────▲────────┘
//             PollFrame                                Receive
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/sip/outgoing.h"
#include "core/transaction/transaction_event.h"

namespace ringline {

class TransactionLayer {
 public:
  // `sent_by` and `transport` make the Via of every request; the host is x.invalid (RFC 7118 5).
  struct Options {
    std::string sent_by;
    std::string transport = "WS";
    // Beyond so many open server transactions new requests are answered 503.
    size_t server_limit = 10'000;
  };
  TransactionLayer(Options options, Random random);

  // Adds the topmost Via with a fresh branch, in place of any that `request` has, and puts the
  // request on the wire. Without a connection the transaction fails through TransportFailed, never
  // through the return value.
  TransactionId Send(OutgoingRequest request, Time now);
  // The ACK of a 2xx has no transaction; it gets its Via and goes out (13.2.2.4).
  void SendAck(OutgoingRequest ack);
  // CANCELs an INVITE that has had a provisional answer; before one it waits for it, after a final
  // one it does nothing (9.1). `headers` may hold a Reason. An INVITE that stays unanswered for
  // 64*T1 after its CANCEL ends with TimedOut.
  void Cancel(TransactionId invite, std::vector<HeaderLine> headers, Time now);
  // `response` is what WriteResponse made. A provisional or final answer; what the machine's state
  // does not allow any more is dropped. Returns whether it was sent.
  bool Respond(TransactionId server, int status, std::string response, Time now);
  // The request a server transaction stands for, while it stands, and on until the PollUp after its
  // end: who answers may still look at what was asked.
  const Message* Request(TransactionId server) const;
  // A copy of the INVITE or request a client transaction sent, as on the wire (with Via). Stands
  // until the PollUp after the one that gave its last event: a challenge is answered from it.
  const OutgoingRequest* Sent(TransactionId client) const;

  // A text frame. Keep-alive is not ours. What cannot be parsed is answered 400 where that is
  // possible (message_check.h), or dropped and counted.
  void Receive(std::string text, Time now);
  // Lost: client transactions without a final answer fail, in the order of their ids; server
  // transactions stay, and what they answer meanwhile is lost.
  void TransportChanged(bool connected, Time now);
  // Ends them all without a word: no connection will come that could bring what they wait for.
  void EndAll();
  // The transport of the next Vias: servers differ in it.
  void SetTransport(std::string transport);
  void Advance(Time now);
  Time Deadline();

  std::optional<TransactionEvent> PollUp();
  std::optional<std::string> PollFrame();

  // Tells of every transaction that begins or ends from here on, through TransactionChanged.
  void Watch();
  // Those alive, in the order in which they began, each as four texts: its id, "server" or "", its
  // state, the request as on the wire. A state is called as RFC 3261 17 has it; an INVITE that is
  // being withdrawn is where it was.
  std::vector<std::string> List() const;
  size_t size() const;       // Transactions alive.
  uint64_t dropped() const;  // Messages dropped since the start.
  // The reason of the newest drop, for a Log output.
  std::string_view last_drop() const;
  // Machines that were asked anything since the start: what a message costs, for tests.
  uint64_t work() const;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;

 public:
  TransactionLayer(TransactionLayer&&) noexcept;
  TransactionLayer& operator=(TransactionLayer&&) noexcept;
  ~TransactionLayer();
};

}  // namespace ringline
