#include "core/uas/content.h"

#include "absl/strings/match.h"
#include "core/text/ascii.h"

namespace ringline {

bool CarriesSdp(const Message& message) {
  if (message.body().empty()) return false;
  std::string_view type = message.Header(HeaderName::kContentType);
  return absl::EqualsIgnoreCase(Trimmed(type.substr(0, type.find(';'))), kSdpType);
}

}  // namespace ringline
