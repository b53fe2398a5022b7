#include "core/quality/mos.h"

#include <algorithm>

namespace ringline {
namespace {

// R of a call without any impairment (G.107 7.7).
constexpr double kBest = 93.2;
// Packet-loss robustness of G.711 with concealment, random losses (G.113 I.3).
constexpr double kRobustness = 25.1;
// From here on delay disturbs the conversation itself (Cole and Rosenbluth's fit of G.107).
constexpr double kDisturbing = 177.3;

double Rating(double milliseconds, double percent) {
  double disturbing = std::max(0.0, milliseconds - kDisturbing);
  double delay_impairment = 0.024 * milliseconds + 0.11 * disturbing;
  double loss_impairment = 95 * percent / (percent + kRobustness);
  return kBest - delay_impairment - loss_impairment;
}

}  // namespace

Decimal MeanOpinionScore(Timespan delay, Decimal loss) {
  double r =
      Rating(static_cast<double>(delay.value()) / 1e3, static_cast<double>(loss.value()) / 1e4);
  // G.107 annex B. Between 0 and 6.5 its cubic dips below the worst score there is.
  double score = r <= 0 ? 1 : 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r);
  return Decimal(static_cast<int64_t>(std::clamp(score, 1.0, 4.5) * 1e6 + 0.5));
}

}  // namespace ringline
