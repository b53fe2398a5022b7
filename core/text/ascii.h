// Bytes of a text protocol: classes, case and numbers, without a locale.
//
// SIP's grammar is ASCII; bytes above 0x7F are UTF-8 that is carried, never looked into (RFC 3261
// 25.1). One table of 256 bytes answers every class, since a parser asks once per byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringline {

enum CharClass : uint8_t {
  kTokenChar = 1,     // RFC 3261 25.1: token.
  kDigitChar = 2,     //
  kHexChar = 4,       //
  kSpaceChar = 8,     // SP, HTAB, and the CR LF that folds leave where text is not from a Message.
  kControlChar = 16,  // Below SP but HTAB, and DEL.
  kUnreservedChar = 32,  // RFC 3261 25.1: unreserved = alphanum / mark.
  kAlphaChar = 64,
};

namespace ascii_internal {
constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    uint8_t bits = 0;
    const bool digit = c >= '0' && c <= '9';
    const bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (digit) bits |= kDigitChar;
    if (alpha) bits |= kAlphaChar;
    if (digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) bits |= kHexChar;
    if (digit || alpha) bits |= kTokenChar | kUnreservedChar;
    for (const char mark : std::string_view("-.!%*_+`'~")) {
      if (c == mark) bits |= kTokenChar;
    }
    for (const char mark : std::string_view("-_.!~*'()")) {
      if (c == mark) bits |= kUnreservedChar;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') bits |= kSpaceChar;
    if ((c < 0x20 && c != '\t') || c == 0x7F) bits |= kControlChar;
    classes[static_cast<size_t>(c)] = bits;
  }
  return classes;
}
inline constexpr std::array<uint8_t, 256> kClasses = MakeClasses();
}  // namespace ascii_internal

// Whether `c` is of any of these classes.
constexpr bool Is(char c, int classes) {
  return (ascii_internal::kClasses[static_cast<uint8_t>(c)] & classes) != 0;
}

constexpr char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
std::string Lowered(std::string_view text);
std::string Uppered(std::string_view text);

constexpr bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && ToLower(a[i]) != ToLower(b[i])) return false;
  }
  return true;
}
constexpr bool StartsWithIgnoringCase(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && EqualsIgnoringCase(text.substr(0, start.size()), start);
}

// Without white space at either end.
constexpr std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && Is(text.front(), kSpaceChar)) text.remove_prefix(1);
  while (!text.empty() && Is(text.back(), kSpaceChar)) text.remove_suffix(1);
  return text;
}

// Every byte is of these classes, and there is one.
constexpr bool IsAll(std::string_view text, int classes) {
  for (const char c : text) {
    if (!Is(c, classes)) return false;
  }
  return !text.empty();
}
constexpr bool IsToken(std::string_view text) { return IsAll(text, kTokenChar); }

// What an application may put into a header: no CR, LF, NUL or other control character but HTAB.
// Such a byte ends a line for somebody, so a text that holds one is refused and never repaired.
constexpr bool IsPlainText(std::string_view text) {
  for (const char c : text) {
    if (Is(c, kControlChar)) return false;
  }
  return true;
}

// All digits and at most `max`; nothing else is a number (no sign, no space, no overflow).
constexpr std::optional<uint32_t> ParseNumber(std::string_view text, uint32_t max = UINT32_MAX) {
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (!Is(c, kDigitChar)) return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(c - '0');
    if (value > max) return std::nullopt;
  }
  return static_cast<uint32_t>(value);
}

// 0 to 15, or -1.
constexpr int HexValue(char c) {
  if (Is(c, kDigitChar)) return c - '0';
  return Is(c, kHexChar) ? ToLower(c) - 'a' + 10 : -1;
}

void AppendNumber(std::string& out, uint32_t number);

}  // namespace ringline
