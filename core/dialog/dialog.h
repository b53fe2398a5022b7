// One dialog (RFC 3261 12): its ids, route set, sequence numbers and remote target, and the
// requests made inside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dialog/dialog_key.h"
#include "core/sip/message.h"
#include "core/sip/outgoing.h"

namespace ringline {

class Dialog {
 public:
  enum class State { kEarly, kConfirmed };

  // 12.1.2: from our request and a 101–2xx to it that has a To tag. The route set is Record-Route
  // reversed. Fails without Contact or To tag. Confirmed at once by a 2xx.
  static Result<Dialog> FromResponse(const OutgoingRequest& request, const Message& response);
  // 12.1.1: from their request and the tag we answer with.
  static Result<Dialog> FromRequest(const Message& request, std::string_view local_tag);
  // RFC 6665 4.4.1: from the first NOTIFY to our SUBSCRIBE, whether or not the 2xx came before it;
  // the route set is the NOTIFY's. `local_sequence` is that of our newest SUBSCRIBE.
  static Result<Dialog> FromNotify(const Message& notify, uint32_t local_sequence);

  const DialogKey& key() const { return key_; }
  State state() const { return state_; }
  void Confirm() { state_ = State::kConfirmed; }
  // A 2xx replaces the route set that a provisional had set (13.2.2.4), and the remote target.
  void Confirm(const Message& response);
  // 12.2.1.2, 12.2.2: a 2xx or request of a target refresh (INVITE, UPDATE, SUBSCRIBE, NOTIFY,
  // REFER). A message without a readable Contact, or a response that is no 2xx, changes nothing.
  void RefreshTarget(const Message& message);

  // 12.2.1.1: with Request-URI, Route, To, From, Call-ID, CSeq (one up; the INVITE's for ACK), Max-
  // Forwards. The Contact is the caller's to add.
  OutgoingRequest MakeRequest(Method method);
  OutgoingRequest MakeRequest(Method method, std::string_view method_text);
  // Credentials that the INVITE had are the caller's to add (22.1).
  OutgoingRequest MakeAck(uint32_t invite_cseq) const;
  // The number of a request that is sent once more, with credentials say (12.2.1.1, 22.2).
  uint32_t NextSequence() { return ++local_sequence_; }

  // RFC 3262 4: whether this reliable provisional answer is the next one; a repetition and one that
  // overtook another are not, and get no PRACK.
  bool AcceptReliable(uint32_t rseq);

  // 12.2.2: a request in sequence. False asks for a 500 (lower CSeq); raises the remote number.
  bool AcceptSequence(const Message& request);

  // Whether the Call-ID is ours: who has it waits longer after a 491 (14.1).
  bool caller() const { return caller_; }
  uint32_t local_sequence() const { return local_sequence_; }
  const std::string& remote_target() const { return remote_target_; }
  const std::vector<std::string>& route_set() const { return route_set_; }
  const std::string& local_uri() const { return local_; }  // As in From/To, with its tag.
  const std::string& remote_uri() const { return remote_; }

 private:
  Dialog() = default;
  OutgoingRequest Make(Method method, std::string_view method_text, uint32_t sequence) const;

  DialogKey key_;
  State state_ = State::kEarly;
  bool caller_ = true;
  uint32_t local_sequence_ = 0;
  std::optional<uint32_t> remote_sequence_;
  uint32_t remote_rseq_ = 0;  // Zero: none yet.
  std::string local_, remote_;
  std::string remote_target_;
  std::vector<std::string> route_set_;
};

// The key by which a message off the wire finds its dialog.
DialogKey KeyOfRequest(const Message& request);    // Theirs: To tag is ours (12.2.2).
DialogKey KeyOfResponse(const Message& response);  // To ours: From tag is ours.

}  // namespace ringline
