// Tones one after another: INFO with application/dtmf-relay, or RFC 4733 through the browser.
//
// One queue for both, so that digits never overtake each other; a comma is a pause of two seconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/queue.h"
#include "core/base/time.h"
#include "core/vocabulary/names.h"

namespace ringline {

struct Tone {
  char key;
  Duration duration, gap;
  DtmfTransport transport;
  std::vector<std::string> headers;
};

class Dtmf {
 public:
  void Add(std::string_view tones, Tone like);
  // The tone that is due; its own time and the gap after it pass before the next.
  std::optional<Tone> Next(Time now);
  void Clear() { queue_.Clear(); }
  Time Deadline() const { return queue_.empty() ? kNever : free_at_; }

  // "Signal=1\r\nDuration=100" (application/dtmf-relay) or "1" (application/dtmf).
  static std::string Body(const Tone& tone);
  static std::optional<Tone> Read(std::string_view content_type, std::string_view body);
  static bool Valid(std::string_view tones);

 private:
  Queue<Tone> queue_;
  Time free_at_{};
};

}  // namespace ringline
