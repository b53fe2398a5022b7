#include "core/sdp/description.h"

#include <algorithm>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

constexpr size_t kMaxText = size_t{1} << 20;
// More than any browser offers; each is asked about against the session's lines.
constexpr size_t kMaxSections = 500;

// "a=name" or "a=name:value": what follows the name, with its colon; nothing when it is another
// line.
std::optional<std::string_view> AttributeTail(std::string_view line, std::string_view name) {
  if (!line.starts_with("a=")) return std::nullopt;
  line.remove_prefix(2);
  if (!line.starts_with(name)) return std::nullopt;
  line.remove_prefix(name.size());
  if (!line.empty() && line.front() != ':') return std::nullopt;
  return line;
}

//   m=audio 9/2 RTP/AVP 0 8
SdpMedia ReadMediaLine(std::string_view line) {
  SdpMedia media;
  media.lines.emplace_back(line);
  Cursor cursor(line.substr(2));
  media.kind = cursor.Until(" ");
  cursor.SkipSpace();
  // A port that cannot be read is no port: the section counts as rejected.
  media.port = cursor.Number(UINT16_MAX).value_or(0);
  cursor.Until(" ");
  cursor.SkipSpace();
  media.protocol = cursor.Until(" ");
  cursor.SkipSpace();
  while (!cursor.done()) {
    media.formats.emplace_back(cursor.Until(" "));
    cursor.SkipSpace();
  }
  return media;
}

// "IN IP4 0.0.0.0", the old style of hold (RFC 2543, kept by RFC 3264 8.4).
bool IsNoAddress(std::optional<std::string_view> connection) {
  return connection && Trimmed(*connection).ends_with(" 0.0.0.0");
}

bool IsAudioOrVideo(const SdpMedia& media) {
  return media.kind == "audio" || media.kind == "video";
}

}  // namespace

std::string_view NameOf(Direction direction) {
  constexpr std::string_view kNames[] = {"sendrecv", "sendonly", "recvonly", "inactive"};
  return kNames[static_cast<size_t>(direction)];
}

std::optional<Direction> DirectionOf(std::string_view name) {
  for (const Direction direction :
       {Direction::kSendRecv, Direction::kSendOnly, Direction::kRecvOnly, Direction::kInactive}) {
    if (NameOf(direction) == name) return direction;
  }
  return std::nullopt;
}

Direction Reversed(Direction direction) {
  if (direction == Direction::kSendOnly) return Direction::kRecvOnly;
  if (direction == Direction::kRecvOnly) return Direction::kSendOnly;
  return direction;
}

std::optional<std::string_view> SdpSection::Attribute(std::string_view name) const {
  for (const std::string& line : lines) {
    const auto tail = AttributeTail(line, name);
    if (tail) return tail->empty() ? *tail : tail->substr(1);
  }
  return std::nullopt;
}

size_t SdpSection::Count(std::string_view attribute) const {
  return static_cast<size_t>(std::count_if(lines.begin(), lines.end(), [&](const auto& line) {
    return AttributeTail(line, attribute).has_value();
  }));
}

std::optional<std::string_view> SdpSection::Line(char type) const {
  for (const std::string& line : lines) {
    if (line[0] == type && line[1] == '=') return std::string_view(line).substr(2);
  }
  return std::nullopt;
}

std::optional<Direction> SdpSection::OwnDirection() const {
  for (const std::string& line : lines) {
    if (!line.starts_with("a=")) continue;
    const auto direction = ringline::DirectionOf(Trimmed(std::string_view(line).substr(2)));
    if (direction) return direction;
  }
  return std::nullopt;
}

void SdpSection::SetDirection(Direction direction) {
  std::string wanted = "a=";
  wanted += NameOf(direction);
  bool written = false;
  // Of several the first is replaced and the others go, or they would contradict it.
  std::erase_if(lines, [&](std::string& line) {
    if (!line.starts_with("a=") ||
        !ringline::DirectionOf(Trimmed(std::string_view(line).substr(2)))) {
      return false;
    }
    if (std::exchange(written, true)) return true;
    line = wanted;
    return false;
  });
  if (!written) lines.push_back(std::move(wanted));
}

bool SdpMedia::HasCodec(std::string_view codec) const {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    const auto tail = AttributeTail(line, "rtpmap");
    if (!tail) return false;
    // ":111 opus/48000/2"
    Cursor cursor(*tail);
    cursor.Until(" ");
    cursor.SkipSpace();
    return EqualsIgnoringCase(cursor.Until("/"), codec);
  });
}

Result<Description> Description::Parse(std::string_view text) {
  if (text.size() > kMaxText) return Failed{"SDP too large"};
  Description description;
  bool any = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    any |= line.size() > 1 && line[1] == '=';
    if (line.starts_with("m=")) {
      if (description.media_.size() == kMaxSections) return Failed{"Too many media sections"};
      description.media_.push_back(ReadMediaLine(line));
    } else if (description.media_.empty()) {
      description.session_.lines.emplace_back(line);
    } else {
      description.media_.back().lines.emplace_back(line);
    }
  }
  if (!any) return Failed{"Not SDP"};
  return description;
}

std::string Description::ToString() const {
  std::string out;
  const auto append = [&](const SdpSection& section) {
    for (const std::string& line : section.lines) {
      out += line;
      out += "\r\n";
    }
  };
  append(session_);
  for (const SdpMedia& media : media_) append(media);
  return out;
}

Direction Description::DirectionOf(const SdpMedia& media) const {
  if (const auto own = media.OwnDirection()) return *own;
  return session_.OwnDirection().value_or(Direction::kSendRecv);
}

bool Description::UsesIce(const SdpMedia& media) const {
  return media.Has("ice-ufrag") || media.Has("candidate") || session_.Has("ice-ufrag");
}

bool Description::IsHeld(const SdpMedia& media) const {
  const Direction direction = DirectionOf(media);
  if (direction == Direction::kSendOnly || direction == Direction::kInactive) return true;
  if (UsesIce(media)) return false;
  const auto own = media.Line('c');
  return IsNoAddress(own ? own : session_.Line('c'));
}

bool Description::IsHeld(std::string_view kind) const {
  return HasMedia(kind) && std::all_of(media_.begin(), media_.end(), [&](const SdpMedia& media) {
           return media.kind != kind || media.rejected() || IsHeld(media);
         });
}

bool Description::IsHeld() const {
  return (HasMedia("audio") || HasMedia("video")) &&
         std::all_of(media_.begin(), media_.end(), [&](const SdpMedia& media) {
           return !IsAudioOrVideo(media) || media.rejected() || IsHeld(media);
         });
}

bool Description::HasMedia(std::string_view kind) const {
  return std::any_of(media_.begin(), media_.end(), [&](const SdpMedia& media) {
    return media.kind == kind && !media.rejected();
  });
}

bool Description::HasIceCredentials() const {
  const auto has = [](const SdpSection& section) {
    return section.Has("ice-ufrag") && section.Has("ice-pwd");
  };
  return has(session_) || std::any_of(media_.begin(), media_.end(), has);
}

size_t Description::CandidateCount() const {
  size_t count = session_.Count("candidate");
  for (const SdpMedia& media : media_) count += media.Count("candidate");
  return count;
}

bool HoldsUs(std::string_view sdp) {
  const Result<Description> description = Description::Parse(sdp);
  return description && description->IsHeld();
}

std::string IceFragment(std::string_view sdp) {
  const Result<Description> description = Description::Parse(sdp);
  if (!description) return {};
  if (const auto fragment = description->session().Attribute("ice-ufrag")) {
    return std::string(*fragment);
  }
  for (const SdpMedia& media : description->media()) {
    if (const auto fragment = media.Attribute("ice-ufrag")) return std::string(*fragment);
  }
  return {};
}

}  // namespace ringline
