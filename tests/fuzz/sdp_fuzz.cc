// Any text as a description: it is read and rewritten without a crash, and what was written reads
// back.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/invariant.h"
#include "core/sdp/description.h"
#include "core/sdp/rewrite.h"

namespace ringline {
namespace {

void Check(std::string_view text) {
  Result<Description> description = Description::Parse(text);
  INVARIANT(description.ok() || !HoldsUs(text));
  if (!description) return;
  const std::string written = description->ToString();
  INVARIANT(Description::Parse(written)->ToString() == written);
  description->IsHeld();
  description->HasIceCredentials();
  description->CandidateCount();
  IceFragment(text);

  PreferCodec(*description, "audio", "opus");
  INVARIANT(!PreferCodec(*description, "audio", "opus"));
  CapBitRate(*description, "", 64000);
  INVARIANT(!CapBitRate(*description, "", 64000));
  SetDirection(*description, "", Direction::kInactive);
  INVARIANT(!SetDirection(*description, "", Direction::kInactive));
  StripCandidates(*description);
  INVARIANT(!StripCandidates(*description));
  INVARIANT(description->CandidateCount() == 0 || text.find("a=candidate") != text.npos);
  const std::string rewritten = description->ToString();
  const Result<Description> again = Description::Parse(rewritten);
  INVARIANT(!again || again->ToString() == rewritten);
}

}  // namespace
}  // namespace ringline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ringline::Check(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
