// A bounded reader over a text: it never steps past the end, whatever it is asked.
//
// What does not match is not consumed, and a reader that asks for the next byte at the end gets
// NUL, so a parser needs no bounds check of its own. Views it returns live as long as the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/text/ascii.h"

namespace ringline {

class Cursor {
 public:
  explicit constexpr Cursor(std::string_view text) : text_(text) {}

  constexpr bool done() const { return at_ >= text_.size(); }
  constexpr char peek() const { return done() ? '\0' : text_[at_]; }
  constexpr size_t position() const { return at_; }
  // Anything beyond the end is the end.
  constexpr void MoveTo(size_t position) {
    at_ = position < text_.size() ? position : text_.size();
  }
  constexpr std::string_view rest() const { return text_.substr(at_); }
  // What was read since `start`.
  constexpr std::string_view Since(size_t start) const {
    return start < at_ ? text_.substr(start, at_ - start) : std::string_view();
  }

  constexpr void Advance() {
    if (!done()) ++at_;
  }
  constexpr bool Skip(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // In any case of letters.
  constexpr bool SkipWord(std::string_view word) {
    if (!StartsWithIgnoringCase(rest(), word)) return false;
    at_ += word.size();
    return true;
  }
  constexpr void SkipSpace() {
    while (!done() && Is(text_[at_], kSpaceChar)) ++at_;
  }
  // RFC 3261 25.1 puts optional white space around every separator: SEMI, EQUAL, COMMA…
  constexpr bool SkipSeparator(char c) {
    const size_t start = at_;
    SkipSpace();
    if (!Skip(c)) return at_ = start, false;
    SkipSpace();
    return true;
  }

  // All bytes of these classes from here; may be empty.
  constexpr std::string_view While(int classes) {
    const size_t start = at_;
    while (!done() && Is(text_[at_], classes)) ++at_;
    return text_.substr(start, at_ - start);
  }
  // RFC 3261 25.1: token. Empty when there is none.
  constexpr std::string_view Token() { return While(kTokenChar); }
  // Up to one of `stops`, which is not consumed, or to the end. By hand: libc++ calls memchr for
  // every byte that find_first_of looks at.
  constexpr std::string_view Until(std::string_view stops) {
    const size_t start = at_;
    while (at_ < text_.size() && !Holds(stops, text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }
  // What stands between the quotes, escapes as they stand (Unquoted() takes them out). Nothing, and
  // nothing consumed, when here is no quote or none that closes.
  std::optional<std::string_view> QuotedString();
  // The same of a comment, which may hold others.
  std::optional<std::string_view> Comment();
  // Digits up to `max`; a longer number is not consumed.
  std::optional<uint32_t> Number(uint32_t max = UINT32_MAX);

 private:
  static constexpr bool Holds(std::string_view stops, char c) {
    for (const char stop : stops) {
      if (stop == c) return true;
    }
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
};

// The inside of a quoted-string without its backslashes (RFC 3261 25.1: quoted-pair).
std::string Unquoted(std::string_view quoted);

// Takes a comma list apart: commas inside quotes, angle brackets and comments do not count, empty
// values are passed over (RFC 3261 7.3.1). What never closes reaches to the end of the text.
class ListReader {
 public:
  explicit constexpr ListReader(std::string_view text) : text_(text) {}
  std::optional<std::string_view> Next();

 private:
  size_t ValueEnd();

  std::string_view text_;
  size_t at_ = 0;
  // Parentheses are also legal in a URI's user, so one that never closes is an ordinary character;
  // it is looked for once, or "(,(,(," would cost its square.
  bool comments_close_ = true;
};

}  // namespace ringline
