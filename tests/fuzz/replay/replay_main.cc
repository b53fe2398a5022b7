// Runs a fuzz target over the files of its corpus once: a crash found once is a test ever after.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::vector<uint8_t> Read(const std::string& path) {
  std::vector<uint8_t> bytes;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  uint8_t block[4096];
  while (size_t n = std::fread(block, 1, sizeof(block), file)) {
    bytes.insert(bytes.end(), block, block + n);
  }
  std::fclose(file);
  return bytes;
}

std::vector<std::string> FilesUnder(const std::string& path) {
  std::error_code none;
  std::vector<std::string> files;
  if (!std::filesystem::is_directory(path, none)) return {path};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, none)) {
    if (entry.is_regular_file(none)) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  size_t count = 0;
  LLVMFuzzerTestOneInput(nullptr, 0);
  for (int i = 1; i < argc; ++i) {
    for (const std::string& path : FilesUnder(argv[i])) {
      std::vector<uint8_t> bytes = Read(path);
      // Named before it runs, so that a crash tells which file did it.
      std::fprintf(stderr, "%s\n", path.c_str());
      LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
      ++count;
    }
  }
  std::printf("%zu inputs replayed\n", count);
  if (count == 0) std::fprintf(stderr, "no corpus: nothing was tested\n");
  return count == 0 ? 1 : 0;
}
