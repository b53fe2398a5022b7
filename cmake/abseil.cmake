# Abseil compiled from sources, the same for native and wasm: ABSL_DIR, or the toolchain folder that
# scripts/setup_toolchain.sh makes. Only these files: flat_hash_map, InlinedVector, string_view, Span,
# ascii, match and SimpleAtoi need no more, and a larger list would invite larger parts.
if(DEFINED ENV{ABSL_DIR})
  set(ABSL_DIR $ENV{ABSL_DIR})
elseif(NOT DEFINED ABSL_DIR)
  set(ABSL_DIR ${PROJECT_SOURCE_DIR}/.toolchain/third_party/abseil)
endif()
if(NOT EXISTS ${ABSL_DIR}/absl/container/flat_hash_map.h)
  message(FATAL_ERROR "No Abseil sources in ${ABSL_DIR}: run scripts/setup_toolchain.sh, or set ABSL_DIR.")
endif()

set(ABSL_FILES
  base/internal/raw_logging base/internal/throw_delegate base/log_severity
  container/internal/raw_hash_set
  hash/internal/city hash/internal/hash hash/internal/low_level_hash
  numeric/int128
  strings/ascii strings/charconv strings/match strings/numbers strings/string_view
  strings/internal/charconv_bigint strings/internal/charconv_parse strings/internal/memutil)
list(TRANSFORM ABSL_FILES PREPEND ${ABSL_DIR}/absl/)
list(TRANSFORM ABSL_FILES APPEND .cc)

add_library(abseil STATIC ${ABSL_FILES})
target_include_directories(abseil SYSTEM PUBLIC ${ABSL_DIR})
target_compile_options(abseil PRIVATE -w)
