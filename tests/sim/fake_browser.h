// The browser side of one phone: answers media questions as a well-behaved browser would, after a
// delay that the world decides.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>

#include "core/vocabulary/output.h"

namespace ringline::sim {

class FakeBrowser {
 public:
  // Hands an input to the phone this browser belongs to, later.
  using Tell = std::function<void(Input)>;
  explicit FakeBrowser(Tell tell) : tell_(std::move(tell)) {}

  bool deny_media = false;  // getUserMedia fails.
  bool bad_remote = false;  // setRemoteDescription fails.

  struct Peer {
    int local_generation = 0, remote_generation = 0;
    bool local_held = false, remote_held = false, offer_pending = false;
    std::string remote_sdp;
  };
  std::map<SessionId, Peer> peers;

  // Whether the output was for the browser.
  bool Handle(const Output& output);
  static std::string Sdp(std::string_view ufrag, std::string_view direction);

 private:
  Tell tell_;
};

}  // namespace ringline::sim
