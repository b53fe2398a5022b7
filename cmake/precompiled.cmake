# precompiled(target owner more…): the headers that most files begin with are read once for all targets of one owner, in Debug
# builds: half of the time of a core file as wasm went into them. The release builds read each file as it stands, and so
# find an #include that is missing. Only headers that are not ours: a change of ours compiles what includes it, no more.
#
# The owner is the first, and adds more if it likes; the others are compiled with the same options.
set(RINGLINE_PRECOMPILED
    <algorithm> <array> <cstdint> <map> <memory> <optional> <string> <string_view> <utility> <variant> <vector>
    [["absl/container/flat_hash_map.h"]] [["absl/strings/match.h"]])

function(precompiled target owner)
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" OR RINGLINE_FUZZ)
    return()
  elseif(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE ${RINGLINE_PRECOMPILED} ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()
