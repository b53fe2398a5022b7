// What names a dialog (RFC 3261 12): the Call-ID and the tags of both sides.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/sip/message.h"

namespace ringline {

struct DialogKey {
  std::string call_id, local_tag, remote_tag;
  friend bool operator==(const DialogKey&, const DialogKey&) = default;
  template <class H>
  friend H AbslHashValue(H h, const DialogKey& k) {
    return H::combine(std::move(h), k.call_id, k.local_tag, k.remote_tag);
  }
};

// The same as views, so that a message finds its dialog without an allocation.
struct DialogKeyView {
  DialogKeyView(std::string_view call_id, std::string_view local_tag, std::string_view remote_tag)
      : call_id(call_id), local_tag(local_tag), remote_tag(remote_tag) {}
  DialogKeyView(const DialogKey& key)
      : call_id(key.call_id), local_tag(key.local_tag), remote_tag(key.remote_tag) {}
  // Theirs, of a request: its To tag is ours (12.2.2). Of a response to ours: its From tag is.
  explicit DialogKeyView(const Message& message)
      : call_id(message.call_id()),
        local_tag(message.is_request() ? message.to_tag() : message.from_tag()),
        remote_tag(message.is_request() ? message.from_tag() : message.to_tag()) {}

  std::string_view call_id, local_tag, remote_tag;
  friend bool operator==(const DialogKeyView&, const DialogKeyView&) = default;
  template <class H>
  friend H AbslHashValue(H h, const DialogKeyView& k) {
    return H::combine(std::move(h), k.call_id, k.local_tag, k.remote_tag);
  }
};

}  // namespace ringline
