// Watches what one phone sends and is sent: sequence numbers only grow (RFC 3261 12.2.1.1), and
// every 2xx to an INVITE of ours is acknowledged at once (13.2.2.4).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/vocabulary/names.h"

namespace ringline::sim {

class WireChecks {
 public:
  using Complain = std::function<void(const std::string&)>;
  explicit WireChecks(Complain complain) : complain_(std::move(complain)) {}

  void Sent(SocketId socket, const std::string& frame, Time now);
  void Received(SocketId socket, const std::string& frame, Time now);
  // All that the phone says to the last frame is said.
  void Drained();

 private:
  // An INVITE of ours, while its transaction may stand.
  struct Invite {
    std::string call_id;
    SocketId socket;
    Time until;  // Timer B, M or the patience after a CANCEL.
    bool offerless = false;
    bool canceled = false, failed = false, accepted = false;
  };
  void Over(const Message& request);
  void SentRequest(SocketId socket, const Message& request, Time now);

  Complain complain_;
  std::map<std::string, uint32_t> sequence_;  // Of each dialog.
  std::map<std::string, Invite> invites_;     // By branch.
  std::optional<std::string> owed_;           // The ACK that must come.
};

}  // namespace ringline::sim
