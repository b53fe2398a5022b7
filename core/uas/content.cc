#include "core/uas/content.h"

#include "absl/strings/match.h"
#include "core/sip/parameter_reader.h"
#include "core/text/ascii.h"

namespace ringline {
namespace {

// Multiparts inside multiparts: deeper ones are nobody's but an attacker's.
constexpr int kNesting = 4;

bool IsOf(std::string_view content_type, std::string_view wanted) {
  return absl::EqualsIgnoreCase(Trimmed(content_type.substr(0, content_type.find(';'))), wanted);
}

std::string_view BoundaryOf(std::string_view content_type) {
  size_t at = content_type.find(';');
  bool parted = absl::StartsWithIgnoreCase(content_type, "multipart/");
  if (!parted || at == std::string_view::npos) return {};
  return FindParameterValue(content_type.substr(at), "boundary");
}

// The line at the start of `text`, without its end; `text` goes on behind it.
std::string_view TakeLine(std::string_view& text) {
  size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "--boundary", with "--" behind it at the end of the last part.
bool Delimits(std::string_view line, std::string_view boundary) {
  if (!line.starts_with("--")) return false;
  line.remove_prefix(2);
  if (!line.starts_with(boundary)) return false;
  line = Trimmed(line.substr(boundary.size()));
  return line.empty() || line == "--";
}

// What stands before the next delimiter; `rest` goes on behind that.
std::string_view TakePart(std::string_view& rest, std::string_view boundary) {
  std::string_view from = rest;
  size_t size = 0;
  while (!rest.empty() && !Delimits(TakeLine(rest), boundary)) size = from.size() - rest.size();
  return from.substr(0, size);
}

std::string_view Find(std::string_view content_type, std::string_view body, std::string_view wanted,
                      int depth) {
  std::string_view boundary = BoundaryOf(content_type);
  if (boundary.empty() || depth == kNesting) return {};
  TakePart(body, boundary);  // The preamble is for nobody.
  while (!body.empty()) {
    std::string_view part = TakePart(body, boundary);
    std::string_view type;
    for (std::string_view line; !(line = TakeLine(part)).empty();) {
      if (absl::StartsWithIgnoreCase(line, "content-type:")) type = Trimmed(line.substr(13));
    }
    if (IsOf(type, wanted)) return part;
    if (auto inner = Find(type, part, wanted, depth + 1); !inner.empty()) return inner;
  }
  return {};
}

}  // namespace

std::string_view PartOf(std::string_view content_type, std::string_view body,
                        std::string_view wanted) {
  return Find(content_type, body, wanted, 0);
}

std::string_view SdpOf(const Message& message) {
  if (message.body().empty()) return {};
  std::string_view type = message.Header(HeaderName::kContentType);
  return IsOf(type, kSdpType) ? message.body() : PartOf(type, message.body(), kSdpType);
}

}  // namespace ringline
