#include "core/sdp/picture.h"

#include "core/sdp/description.h"

namespace ringline {

Picture PictureOf(std::string_view sdp) {
  auto description = Description::Parse(sdp);
  if (!description.ok()) return {};
  bool sound = false;
  for (const SdpMedia& media : description->media()) {
    bool heard = media.kind == "audio" && !media.rejected();
    if (heard) sound |= description->DirectionOf(media) != Direction::kInactive;
  }
  Picture picture;
  for (const SdpMedia& media : description->media()) {
    if (media.kind != "video" || media.rejected()) continue;
    Direction direction = description->DirectionOf(media);
    picture.live |= direction != Direction::kInactive || !sound;
    picture.wanted |= direction == Direction::kSendRecv || direction == Direction::kRecvOnly;
  }
  return picture;
}

}  // namespace ringline
