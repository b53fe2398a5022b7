#include "core/auth/challenge.h"

#include "core/text/ascii.h"

namespace ringline {
namespace {

// Steps over white space and commas; tells whether there was a comma.
bool SkipCommas(Cursor& in) {
  bool comma = false;
  do {
    in.SkipSpace();
  } while (in.Skip(',') && (comma = true));
  return comma;
}

// Steps over what should not be here. A string that never closes is looked through once and ends
// the line, or `"\"\"\"…` would cost its square.
void SkipJunk(Cursor& in) {
  if (in.peek() != '"') return in.Advance();
  if (!in.QuotedString()) in.MoveTo(std::string_view::npos);
}

// Unquoted values are read up to the next space or comma: some servers leave the quotes out though
// the value is no token. A string that never closes is damaged, and so is all behind it.
std::optional<std::string_view> ReadValue(Cursor& in) {
  if (in.peek() != '"') return in.Until(", \t\r\n");
  const std::optional<std::string_view> quoted = in.QuotedString();
  if (!quoted) in.MoveTo(std::string_view::npos);
  return quoted;
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

std::optional<AuthParameter> Find(const Challenge& challenge, std::string_view name) {
  AuthParameterReader reader(challenge.parameters);
  std::optional<AuthParameter> parameter;
  do {
    parameter = reader.Next();
  } while (parameter && !EqualsIgnoringCase(parameter->name, name));
  return parameter;
}

}  // namespace

std::optional<AuthParameter> AuthParameterReader::Next() {
  after_comma_ |= SkipCommas(in_);
  while (!in_.done()) {
    const size_t start = in_.position();
    const std::string_view name = in_.Token();
    if (name.empty()) {
      SkipJunk(in_);
    } else if (in_.SkipSeparator('=')) {
      const std::optional<std::string_view> value = ReadValue(in_);
      after_comma_ = false;
      // A CR or LF that hides behind a backslash must not come back in a header of ours.
      if (value && IsPlainText(*value)) return AuthParameter{name, *value};
    } else if (after_comma_) {
      // A word that no "=" follows: the next scheme.
      in_.MoveTo(start);
      break;
    }
    after_comma_ = SkipCommas(in_);
  }
  return std::nullopt;
}

bool Challenge::Is(std::string_view other_scheme) const {
  return EqualsIgnoringCase(scheme, other_scheme);
}

bool Challenge::Has(std::string_view name) const { return Find(*this, name).has_value(); }

std::string Challenge::Get(std::string_view name) const {
  const std::optional<AuthParameter> parameter = Find(*this, name);
  return Unquoted(parameter ? parameter->value : std::string_view());
}

bool Challenge::IsTrue(std::string_view name) const {
  const std::optional<AuthParameter> parameter = Find(*this, name);
  return parameter && EqualsIgnoringCase(parameter->value, "true");
}

bool Challenge::Offers(std::string_view name, std::string_view option) const {
  const std::optional<AuthParameter> parameter = Find(*this, name);
  Cursor in(parameter ? parameter->value : std::string_view());
  while (!in.done()) {
    if (EqualsIgnoringCase(Trimmed(in.Until(",")), option)) return true;
    in.Advance();
  }
  return false;
}

void ParseChallenges(std::string_view value, std::vector<Challenge>& challenges) {
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
    const std::string_view token68 = ReadToken68(in);
    AuthParameterReader reader(in.rest());
    while (reader.Next()) continue;
    const size_t start = in.position();
    in.MoveTo(start + reader.position());
    challenges.push_back({scheme, token68, in.Since(start)});
  }
}

}  // namespace ringline
