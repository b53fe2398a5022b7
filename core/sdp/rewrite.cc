#include "core/sdp/rewrite.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

bool IsWanted(const SdpMedia& media, std::string_view kind) {
  if (media.rejected()) return false;
  return kind.empty() ? media.kind == "audio" || media.kind == "video" : media.kind == kind;
}

// The payload types whose rtpmap names `codec`.
std::vector<std::string> PayloadTypesOf(const SdpMedia& media, std::string_view codec) {
  std::vector<std::string> types;
  for (const std::string& line : media.lines) {
    Cursor cursor(line);
    if (!cursor.SkipWord("a=rtpmap:")) continue;
    const std::string_view type = cursor.Until(" ");
    cursor.SkipSpace();
    if (EqualsIgnoringCase(cursor.Until("/"), codec)) types.emplace_back(type);
  }
  return types;
}

void WriteMediaLine(SdpMedia& media) {
  // Up to the formats it is kept: the port may carry a count ("9/2").
  Cursor cursor(media.lines[0]);
  for (int field = 0; field < 3; ++field) {
    cursor.Until(" ");
    cursor.SkipSpace();
  }
  std::string line(Trimmed(cursor.Since(0)));
  for (const std::string& format : media.formats) {
    line += ' ';
    line += format;
  }
  media.lines[0] = std::move(line);
}

bool IsBitRateLine(std::string_view line) {
  return line.starts_with("b=AS:") || line.starts_with("b=TIAS:");
}

// RFC 8866 5 orders a section's lines m, i, c, b, k, a: where b belongs.
size_t BandwidthPlace(const SdpMedia& media) {
  size_t at = 1;
  while (at < media.lines.size() &&
         (media.lines[at].starts_with("i=") || media.lines[at].starts_with("c="))) {
    ++at;
  }
  return at;
}

}  // namespace

bool SetDirection(Description& description, std::string_view kind, Direction direction) {
  bool changed = false;
  for (SdpMedia& media : description.media()) {
    if (!IsWanted(media, kind) || description.DirectionOf(media) == direction) continue;
    media.SetDirection(direction);
    changed = true;
  }
  return changed;
}

bool PreferCodec(Description& description, std::string_view kind, std::string_view codec) {
  bool changed = false;
  for (SdpMedia& media : description.media()) {
    if (!IsWanted(media, kind)) continue;
    const std::vector<std::string> types = PayloadTypesOf(media, codec);
    const auto preferred = [&](const std::string& format) {
      return std::find(types.begin(), types.end(), format) != types.end();
    };
    if (std::is_partitioned(media.formats.begin(), media.formats.end(), preferred)) continue;
    // By hand: std::stable_partition takes a temporary buffer, deprecated in C++17 and heavy in
    // wasm.
    std::vector<std::string> sorted;
    for (const bool first : {true, false}) {
      for (const std::string& format : media.formats) {
        if (preferred(format) == first) sorted.push_back(format);
      }
    }
    media.formats = std::move(sorted);
    WriteMediaLine(media);
    changed = true;
  }
  return changed;
}

bool CapBitRate(Description& description, std::string_view kind, uint32_t bits_per_second) {
  bool changed = false;
  for (SdpMedia& media : description.media()) {
    if (!IsWanted(media, kind)) continue;
    const std::vector<std::string> before = media.lines;
    std::erase_if(media.lines, [](const std::string& line) { return IsBitRateLine(line); });
    if (bits_per_second != 0) {
      std::string as = "b=AS:", tias = "b=TIAS:";
      AppendNumber(as, bits_per_second / 1000 + (bits_per_second % 1000 != 0));
      AppendNumber(tias, bits_per_second);
      const auto place = media.lines.begin() + static_cast<std::ptrdiff_t>(BandwidthPlace(media));
      media.lines.insert(place, {std::move(as), std::move(tias)});
    }
    changed |= media.lines != before;
  }
  return changed;
}

bool StripCandidates(Description& description) {
  size_t stripped = 0;
  const auto strip = [&](SdpSection& section) {
    stripped += std::erase_if(section.lines, [](const std::string& line) {
      return line.starts_with("a=candidate:") || line == "a=end-of-candidates";
    });
  };
  strip(description.session());
  for (SdpMedia& media : description.media()) strip(media);
  return stripped != 0;
}

}  // namespace ringline
