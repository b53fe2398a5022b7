#include "core/session/dtmf.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace ringline {
namespace {

constexpr Duration kComma{2000};
constexpr Duration kShortest{70}, kLongest{6000}, kDefault{100}, kShortestGap{50};

}  // namespace

void Dtmf::Add(std::string_view tones, Tone like) {
  like.duration = std::clamp(like.duration, kShortest, kLongest);
  like.gap = std::max(like.gap, kShortestGap);
  for (char key : tones) {
    like.key = absl::ascii_toupper(key);
    queue_.Push(like);
  }
}

std::optional<Tone> Dtmf::Next(Time now) {
  while (!queue_.empty() && free_at_ <= now) {
    Tone tone = *queue_.Pop();
    if (tone.key == ',') {
      free_at_ = now + kComma;
      continue;
    }
    free_at_ = now + tone.duration + tone.gap;
    return tone;
  }
  return std::nullopt;
}

std::string Dtmf::Body(const Tone& tone) {
  return std::string("Signal=") + tone.key +
         "\r\nDuration=" + std::to_string(tone.duration.count()) + "\r\n";
}

std::optional<Tone> Dtmf::Read(std::string_view content_type, std::string_view body) {
  Tone tone{.key = 0,
            .duration = kDefault,
            .gap = Duration::zero(),
            .transport = DtmfTransport::kInfo,
            .headers = {}};
  auto take = [&](std::string_view key) {
    if (key.size() == 1 && Valid(key) && key != ",") tone.key = absl::ascii_toupper(key[0]);
  };
  if (absl::StartsWithIgnoreCase(content_type, "application/dtmf-relay")) {
    while (!body.empty()) {
      std::string_view line = body.substr(0, body.find('\n'));
      body.remove_prefix(std::min(body.size(), line.size() + 1));
      size_t equals = line.find('=');
      if (equals == std::string_view::npos) continue;
      std::string_view name = absl::StripAsciiWhitespace(line.substr(0, equals));
      std::string_view value = absl::StripAsciiWhitespace(line.substr(equals + 1));
      uint32_t duration = 0;
      if (absl::EqualsIgnoreCase(name, "signal")) take(value);
      if (absl::EqualsIgnoreCase(name, "duration") && absl::SimpleAtoi(value, &duration)) {
        tone.duration = std::clamp<Duration>(Duration(duration), kShortest, kLongest);
      }
    }
  } else if (absl::StartsWithIgnoreCase(content_type, "application/dtmf")) {
    take(absl::StripAsciiWhitespace(body));
  }
  if (tone.key == 0) return std::nullopt;
  return tone;
}

bool Dtmf::Valid(std::string_view tones) {
  if (tones.empty()) return false;
  return std::all_of(tones.begin(), tones.end(), [](char c) {
    char up = absl::ascii_toupper(c);
    return absl::ascii_isdigit(up) || (up >= 'A' && up <= 'D') || up == 'R' || up == '#' ||
           up == '*' || up == ',';
  });
}

}  // namespace ringline
