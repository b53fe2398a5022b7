#include "core/auth/challenge.h"

#include <optional>

#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// A message carries one or two; more is an attack on our time.
constexpr size_t kMostChallenges = 32;

// Steps over white space and commas; tells whether there was a comma.
bool SkipCommas(Cursor& in) {
  bool comma = false;
  do {
    in.SkipSpace();
  } while (in.Skip(',') && (comma = true));
  return comma;
}

// Steps over what should not be here. A string that never closes is looked through once and ends the
// line, or `"\"\"\"…` would cost its square.
void SkipJunk(Cursor& in) {
  if (in.peek() != '"') return in.Advance();
  if (!in.QuotedString()) in.MoveTo(std::string_view::npos);
}

// Unquoted values are read up to the next space or comma: some servers leave the quotes out though
// the value is no token. A string that never closes is damaged, and so is all behind it.
std::optional<std::string> ReadValue(Cursor& in) {
  if (in.peek() != '"') return std::string(in.Until(", \t\r\n"));
  const std::optional<std::string_view> quoted = in.QuotedString();
  if (!quoted) return in.MoveTo(std::string_view::npos), std::nullopt;
  return Unquoted(*quoted);
}

// Reads parameters up to where the next challenge begins: a comma and a word that no "=" follows.
void ReadParameters(Cursor& in, Challenge& challenge) {
  bool comma = SkipCommas(in);
  while (!in.done()) {
    const size_t start = in.position();
    const std::string_view name = in.Token();
    if (!name.empty() && in.SkipSeparator('=')) {
      std::optional<std::string> value = ReadValue(in);
      // A CR or LF that hides behind a backslash must not come back in a header of ours.
      if (value && IsPlainText(*value)) {
        challenge.parameters.push_back({std::string(name), *std::move(value)});
      }
    } else if (!name.empty() && comma) {
      return in.MoveTo(start);
    } else if (name.empty()) {
      SkipJunk(in);
    }
    comma = SkipCommas(in);
  }
}

// RFC 9110 11.2: token68 is letters, digits and "-._~+/", then "="s. What it could also be, a
// parameter without a value, is of no use to anybody.
std::string_view ReadToken68(Cursor& in) {
  const size_t start = in.position();
  while (Is(in.peek(), kTokenChar) || in.peek() == '/') in.Advance();
  while (in.Skip('=')) continue;
  const std::string_view blob = in.Since(start);
  in.SkipSpace();
  if (in.done() || in.peek() == ',') return blob;
  return in.MoveTo(start), std::string_view();
}

}  // namespace

bool Challenge::Is(std::string_view other_scheme) const {
  return EqualsIgnoringCase(scheme, other_scheme);
}

const std::string* Challenge::Find(std::string_view name) const {
  for (const AuthParameter& parameter : parameters) {
    if (EqualsIgnoringCase(parameter.name, name)) return &parameter.value;
  }
  return nullptr;
}

std::string_view Challenge::Get(std::string_view name) const {
  const std::string* value = Find(name);
  return value ? std::string_view(*value) : std::string_view();
}

bool Challenge::IsTrue(std::string_view name) const {
  return EqualsIgnoringCase(Get(name), "true");
}

bool Challenge::Offers(std::string_view name, std::string_view option) const {
  Cursor in(Get(name));
  while (!in.done()) {
    if (EqualsIgnoringCase(Trimmed(in.Until(",")), option)) return true;
    in.Advance();
  }
  return false;
}

std::vector<Challenge> ParseChallenges(std::string_view value) {
  std::vector<Challenge> challenges;
  Cursor in(value);
  while (challenges.size() < kMostChallenges) {
    SkipCommas(in);
    if (in.done()) break;
    const std::string_view scheme = in.Token();
    if (scheme.empty()) {
      SkipJunk(in);
      continue;
    }
    in.SkipSpace();
    Challenge& challenge = challenges.emplace_back();
    challenge.scheme = scheme;
    challenge.token68 = ReadToken68(in);
    ReadParameters(in, challenge);
  }
  return challenges;
}

Challenge ParseAuthenticationInfo(std::string_view value) {
  Challenge info;
  Cursor in(value);
  ReadParameters(in, info);
  return info;
}

}  // namespace ringline
