# The language, the warnings and the sanitizers of every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

option(RINGLINE_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(RINGLINE_FUZZ "libFuzzer targets in place of the replay tests" OFF)
option(RINGLINE_TESTS "build the tests" ON)

# The core throws nothing and catches nothing, natively as in wasm, so that both behave alike.
# A struct made by naming some of its fields leaves the others at their defaults on purpose.
add_compile_options(-fno-exceptions -Wall -Wextra -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-maybe-uninitialized)  # GCC 12 sees ghosts in std::variant.
endif()
# A warning of a compiler that we have not seen must not stop a build; RINGLINE_WERROR=1 lets it stop ours.
if(DEFINED ENV{RINGLINE_WERROR})
  add_compile_options(-Werror)
endif()
include_directories(${PROJECT_SOURCE_DIR})

# What User-Agent says; package.json is where the version stands.
file(READ ${PROJECT_SOURCE_DIR}/package.json RINGLINE_PACKAGE)
string(JSON RINGLINE_VERSION GET "${RINGLINE_PACKAGE}" version)
set_property(SOURCE ${PROJECT_SOURCE_DIR}/core/uac/account.cc
             PROPERTY COMPILE_DEFINITIONS RINGLINE_VERSION="${RINGLINE_VERSION}")

# Without it a copy goes byte by byte when linked for size: 4 µs for a kilobyte through the border, and
# 2 µs with it. Chromium 75, Firefox 79, Safari 15.
if(EMSCRIPTEN)
  add_compile_options(-mbulk-memory)
  add_link_options(-mbulk-memory)
endif()
if(RINGLINE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(RINGLINE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# What a test says is compiled quickly, what it tests as it was asked to be: optimizing the tests' own code took more
# than half of the time of a build under the sanitizers.
function(compile_quickly name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Debug>:-O0>)
endfunction()

# What every test sees: the root of the project as its working folder (golden files, corpus).
enable_testing()
function(ringline_test name)
  add_test(NAME ${name} COMMAND ${name} ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  compile_quickly(${name})
  if(EMSCRIPTEN)
    # Tests read golden files, and fail by their exit code; package.json makes a .js an ES module.
    set_target_properties(${name} PROPERTIES SUFFIX .cjs)
    target_link_options(${name} PRIVATE -sENVIRONMENT=node -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH
                        -sSTACK_SIZE=1MB -sASSERTIONS=1 -sNODERAWFS=1)
  endif()
endfunction()

# The module alone, without Emscripten's JavaScript: js/engine/module.ts instantiates it, synchronously,
# and tells it nothing but that its memory grew.
set(RINGLINE_WASM_LINK_OPTIONS -sSTANDALONE_WASM --no-entry -sALLOW_MEMORY_GROWTH -sMALLOC=emmalloc)
