#include "core/text/ascii.h"

namespace ringline {

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = ToLower(c);
  return lowered;
}

std::string Uppered(std::string_view text) {
  std::string uppered(text);
  for (char& c : uppered) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
  }
  return uppered;
}

void AppendNumber(std::string& out, uint32_t number) {
  char digits[10];
  size_t at = sizeof(digits);
  do {
    digits[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  out.append(digits + at, sizeof(digits) - at);
}

}  // namespace ringline
