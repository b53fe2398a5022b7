// An SDP body as lines (RFC 8866): asked about by section, and written back with every line that
// nobody touched as it came. The browser makes and reads SDP; the core asks only what a call needs.
//
//   v=0 …            session lines
//   m=audio 9 …      a media section begins
//   a=sendonly       its lines
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ringline {

// Of a media stream as the writer of the SDP sees it (RFC 3264 5.1).
enum class Direction : uint8_t { kSendRecv, kSendOnly, kRecvOnly, kInactive };

std::string_view NameOf(Direction direction);
std::optional<Direction> DirectionOf(std::string_view name);
// As the other side sees it.
Direction Reversed(Direction direction);

// The session part or one media section: its lines without their ends.
struct SdpSection {
  std::vector<std::string> lines;

  // The value of the first "a=name:value"; "" for a flag; nothing when there is none.
  std::optional<std::string_view> Attribute(std::string_view name) const;
  bool Has(std::string_view attribute) const { return Attribute(attribute).has_value(); }
  size_t Count(std::string_view attribute) const;
  // The value of the first line of that type ("c", "b"…); nothing when there is none.
  std::optional<std::string_view> Line(char type) const;
  // Only what this section itself says.
  std::optional<Direction> OwnDirection() const;
  // Replaces the direction attribute where it stands, or appends one.
  void SetDirection(Direction direction);
};

struct SdpMedia : SdpSection {
  // Read from the m= line; lines[0] is that line.
  std::string kind;      // "audio", "video", "application"…
  uint32_t port = 0;     //
  std::string protocol;  // "UDP/TLS/RTP/SAVPF"
  std::vector<std::string> formats;

  std::string_view mid() const { return Attribute("mid").value_or(std::string_view()); }
  // RFC 3264 6: port zero; but a bundle-only section is offered with port zero (RFC 8843 6).
  bool rejected() const { return port == 0 && !Has("bundle-only"); }
  // Whether an rtpmap names that codec, in any case ("telephone-event").
  bool HasCodec(std::string_view codec) const;
};

class Description {
 public:
  // Fails on what is no SDP at all: no line of the form "x=…", or one beyond a megabyte. An odd
  // line is kept. CR LF and a lone LF both end a line.
  static Result<Description> Parse(std::string_view text);
  // Each line with CR LF.
  std::string ToString() const;

  const SdpSection& session() const { return session_; }
  SdpSection& session() { return session_; }
  const std::vector<SdpMedia>& media() const { return media_; }
  std::vector<SdpMedia>& media() { return media_; }

  // What holds for the section: its own direction, else the session's, else sendrecv (RFC
  // 8866 6.7).
  Direction DirectionOf(const SdpMedia& media) const;
  // Whether its writer has stopped listening to us (RFC 3264 8.4): sendonly or inactive, or the old
  // style's address 0.0.0.0, which means nothing where ICE gives the addresses.
  bool IsHeld(const SdpMedia& media) const;
  // All sections of that kind are held that are not rejected, and there is one.
  bool IsHeld(std::string_view kind) const;
  // All audio and video is: what a user calls "on hold".
  bool IsHeld() const;

  // A section of that kind that is not rejected.
  bool HasMedia(std::string_view kind) const;
  bool HasIceCredentials() const;
  size_t CandidateCount() const;

 private:
  bool UsesIce(const SdpMedia& media) const;

  SdpSection session_;
  std::vector<SdpMedia> media_;
};

// What a call asks of a text that it does not keep; false and "" for what is no SDP.
bool HoldsUs(std::string_view sdp);
// The first ice-ufrag: another one than before is an ICE restart (RFC 8839 4.4.1.1.1).
std::string IceFragment(std::string_view sdp);

}  // namespace ringline
