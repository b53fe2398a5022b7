#include "core/text/cursor.h"

namespace ringline {
namespace {

// Where the quoted-string that opens at `at` ends, after its closing quote; npos when it never
// does.
size_t QuoteEnd(std::string_view text, size_t at) {
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// The same of a comment, which may hold others (RFC 3261 25.1).
size_t CommentEnd(std::string_view text, size_t at) {
  size_t depth = 0;
  for (size_t i = at; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '(') {
      ++depth;
    } else if (text[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<std::string_view> Cursor::QuotedString() {
  if (peek() != '"') return std::nullopt;
  const size_t end = QuoteEnd(text_, at_);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text_.substr(at_ + 1, end - at_ - 2);
  at_ = end;
  return inside;
}

std::optional<std::string_view> Cursor::Comment() {
  if (peek() != '(') return std::nullopt;
  const size_t end = CommentEnd(text_, at_);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text_.substr(at_ + 1, end - at_ - 2);
  at_ = end;
  return inside;
}

std::optional<uint32_t> Cursor::Number(uint32_t max) {
  const size_t start = at_;
  const std::optional<uint32_t> number = ParseNumber(While(kDigitChar), max);
  if (!number) at_ = start;
  return number;
}

std::string Unquoted(std::string_view quoted) {
  std::string text;
  text.reserve(quoted.size());
  for (size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
    text += quoted[i];
  }
  return text;
}

std::optional<std::string_view> ListReader::Next() {
  while (at_ < text_.size()) {
    const size_t start = at_;
    const std::string_view value = Trimmed(text_.substr(start, ValueEnd() - start));
    if (!value.empty()) return value;
  }
  return std::nullopt;
}

// Steps behind the comma that counts, or to the end; tells where the value ends.
size_t ListReader::ValueEnd() {
  while (at_ < text_.size()) {
    size_t next = at_ + 1;
    switch (text_[at_]) {
      case ',':
        at_ = next;
        return next - 1;
      case '"':
        next = QuoteEnd(text_, at_);
        break;
      case '<':
        next = text_.find('>', at_);
        break;
      case '(':
        if (!comments_close_) break;
        next = CommentEnd(text_, at_);
        if (next == std::string_view::npos) comments_close_ = false, next = at_ + 1;
        break;
      default:
        break;
    }
    at_ = next == std::string_view::npos ? text_.size() : next;
  }
  return text_.size();
}

}  // namespace ringline
