// How a message finds its transaction (RFC 3261 17.1.3, 17.2.3, 8.2.2.2). A key is a view: into the
// message that looks, or into the transaction that is to be found, which outlives its entry. So a
// look-up allocates nothing.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "core/sip/message.h"
#include "core/transaction/transaction_event.h"

namespace ringline {

struct TransactionKey {
  enum class Kind : uint8_t {
    kId,         // Its number, in `cseq`.
    kClient,     // branch, method.
    kServer,     // branch, sent-by, method.
    kOldServer,  // Topmost Via, Call-ID, method, CSeq: a branch of RFC 2543 proves nothing.
    kMerged,     // From tag, Call-ID, method, CSeq.
  };
  Kind kind = Kind::kId;
  uint32_t cseq = 0;
  std::string_view first, second, method;

  friend bool operator==(const TransactionKey&, const TransactionKey&) = default;
  template <class H>
  friend H AbslHashValue(H h, const TransactionKey& k) {
    return H::combine(std::move(h), k.kind, k.cseq, k.first, k.second, k.method);
  }

  static TransactionKey Id(TransactionId id) { return {Kind::kId, id.value(), {}, {}, {}}; }
  // 17.1.3: the branch is ours and random, so it says enough; the method tells INVITE from CANCEL.
  static TransactionKey Client(std::string_view branch, std::string_view method) {
    return {Kind::kClient, 0, branch, {}, method};
  }
  // 17.2.3: `method` is that of the request which made the transaction: INVITE for an ACK or
  // CANCEL.
  static TransactionKey Server(const Message& request, std::string_view method) {
    if (request.branch().starts_with("z9hG4bK")) {
      return {Kind::kServer, 0, request.branch(), request.sent_by(), method};
    }
    return {Kind::kOldServer, request.cseq(), request.Header(HeaderName::kVia), request.call_id(),
            method};
  }
  // 8.2.2.2: the same request by another way.
  static TransactionKey Merged(const Message& request) {
    return {Kind::kMerged, request.cseq(), request.from_tag(), request.call_id(),
            request.method_text()};
  }
};

}  // namespace ringline
