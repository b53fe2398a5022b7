// Video in an SDP: what makes a call a video call.
#pragma once

#include <string_view>

namespace ringline {

struct Picture {
  // There is video to be seen: a section that is not rejected, and not laid down as inactive while
  // the sound goes on. A call that both ends hold is inactive throughout and keeps its picture.
  bool live = false;
  // Its writer would receive video.
  bool wanted = false;
};

// Nothing for what is no SDP.
Picture PictureOf(std::string_view sdp);

}  // namespace ringline
