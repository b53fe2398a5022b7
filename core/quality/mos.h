// How people would score a conversation (ITU-T P.800, 1 to 5), estimated by a simplified E-model
// (ITU-T G.107) with the parameters of G.711 with concealment (G.113): an estimate, for Opus too.
#pragma once

#include "core/vocabulary/measure.h"

namespace ringline {

// `delay` is from mouth to ear, one way; `loss` is a ratio.
Decimal MeanOpinionScore(Timespan delay, Decimal loss);

}  // namespace ringline
