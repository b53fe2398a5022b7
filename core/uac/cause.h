// What an application is told for a final answer: JsSIP's grouping of status codes.
#pragma once

#include "core/vocabulary/names.h"

namespace ringline {

Cause CauseOf(int status_code);

}  // namespace ringline
