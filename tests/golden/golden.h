// Golden files: what a machine does in every state, as text that a reviewer reads first.
//
// With RINGLINE_BLESS=1 in the environment (native tests) a difference is written to the file
// instead of failing; the change is then seen in the diff.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#ifndef RINGLINE_GOLDEN_DIR
#define RINGLINE_GOLDEN_DIR "tests/golden"  // Tests run at the root of the project.
#endif

namespace ringline::golden {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

inline std::string PathOf(std::string_view name) {
  return std::string(RINGLINE_GOLDEN_DIR "/").append(name);
}

// "" when there is no such file.
inline std::string Read(std::string_view name) {
  std::string text;
  File file(std::fopen(PathOf(name).c_str(), "rb"), &std::fclose);
  if (!file) return text;
  char piece[4096];
  while (size_t size = std::fread(piece, 1, sizeof(piece), file.get())) text.append(piece, size);
  return text;
}

inline bool Write(std::string_view name, std::string_view text) {
  File file(std::fopen(PathOf(name).c_str(), "wb"), &std::fclose);
  return file && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
}

// "" when `text` is what the file holds, else the first line that differs, for CHECK(… == "").
inline std::string Difference(std::string_view name, std::string_view text) {
  const std::string golden = Read(name);
  if (golden == text) return "";
  if (const char* bless = std::getenv("RINGLINE_BLESS"); bless && *bless == '1') {
    return Write(name, text) ? "" : "cannot write " + PathOf(name);
  }
  size_t start = 0, number = 1;
  while (true) {
    auto line = [&](std::string_view of) {
      if (start >= of.size()) return std::string_view("(end)");
      return of.substr(start, of.find('\n', start) - start);
    };
    const std::string_view expected = line(golden), actual = line(text);
    if (expected != actual || start >= golden.size()) {
      return PathOf(name) + ":" + std::to_string(number) + "\n  golden: " + std::string(expected) +
             "\n  actual: " + std::string(actual) +
             "\n  RINGLINE_BLESS=1 takes the actual text over";
    }
    start += expected.size() + 1;
    ++number;
  }
}

}  // namespace ringline::golden
