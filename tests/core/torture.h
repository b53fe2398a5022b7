// The torture messages of RFC 4475 and RFC 5118: one file a section, as it is on the wire, and
// seeds of the fuzzer at the same time.
//
// All are of our own writing: each has the property that its section is about, in other words and
// numbers than the RFC's. Those of RFC 4475 bear the names it gives them.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace ringline::test {

// "" when there is no such file, which is no message. Tests run at the root of the project.
inline std::string Torture(std::string_view name) {
  const std::string path = "tests/fuzz/corpus/message/torture/" + std::string(name) + ".sip";
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                       &std::fclose);
  std::string text;
  if (!file) return text;
  char piece[4096];
  while (size_t size = std::fread(piece, 1, sizeof(piece), file.get())) text.append(piece, size);
  return text;
}

}  // namespace ringline::test
