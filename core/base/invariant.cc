#include "core/base/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace ringline {

#ifdef __EMSCRIPTEN__
// Stdio would cost more than the whole parser: the place is left where the border can read it.
extern "C" const char* ringline_invariant;
const char* ringline_invariant = nullptr;
#endif

void InvariantFailed(const char* file, int line, const char* what) {
#ifdef __EMSCRIPTEN__
  (void)file;
  (void)line;
  ringline_invariant = what;
  __builtin_trap();
#else
  std::fprintf(stderr, "%s:%d: invariant failed: %s\n", file, line, what);
  std::abort();
#endif
}

}  // namespace ringline
