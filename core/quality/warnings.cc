#include "core/quality/warnings.h"

#include <bit>

namespace ringline {
namespace {

constexpr uint8_t kWindow = 0b11111;
constexpr uint8_t kCalm = 0b111;
constexpr int kMany = 3;

}  // namespace

void Warnings::Note(Warning warning, bool possible, bool beyond, Decimal value, Decimal threshold,
                    Outbox& out) {
  if (possible && !value.known()) return;
  Sign& sign = signs_[static_cast<size_t>(warning)];
  bool bad = possible && beyond;
  sign.history = static_cast<uint8_t>(sign.history << 1 | (bad ? 1 : 0));
  // That nothing came has been waited for already, and one packet ends it.
  bool at_once = warning == Warning::kNoMedia;
  bool raise = at_once ? bad : std::popcount<uint8_t>(sign.history & kWindow) >= kMany;
  bool clear = at_once ? !bad : (sign.history & kCalm) == 0;
  if (sign.raised ? !clear : !raise) return;
  sign.raised = !sign.raised;
  out.Push(out::WarningChanged{session_, warning, sign.raised, value, threshold});
}

}  // namespace ringline
