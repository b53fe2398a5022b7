#include "core/sip/name_addr.h"

#include "core/sip/parameter_reader.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// RFC 3261 25.1: display-name may be tokens with spaces between.
bool IsTokenList(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  for (const char c : text) {
    if (c != ' ' && !Is(c, kTokenChar)) return false;
  }
  return true;
}

// gen-value = token / host / quoted-string; of hosts only an IPv6 reference is no token.
bool IsBareValue(std::string_view text) {
  if (IsToken(text)) return true;
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
  for (const char c : text.substr(1, text.size() - 2)) {
    if (!Is(c, kHexChar) && c != ':' && c != '.') return false;
  }
  return true;
}

// False where something other than a parameter stands; what is before it has been read.
bool ReadParameters(std::string_view text, Parameters& parameters) {
  ParameterReader reader(text);
  while (const auto parameter = reader.Next()) {
    auto& added = parameters.emplace_back();
    added.name = Lowered(parameter->name);
    if (!parameter->value) continue;
    added.value = parameter->quoted ? Unquoted(*parameter->value) : std::string(*parameter->value);
  }
  return reader.done();
}

std::string DisplayName(std::string_view text) {
  Cursor cursor(text);
  const auto quoted = cursor.QuotedString();
  cursor.SkipSpace();
  std::string name = quoted && cursor.done() ? Unquoted(*quoted) : std::string(text);
  // A line that was folded in it (7.3.1) is one line.
  for (char& c : name) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  return name;
}

}  // namespace

Result<NameAddr> NameAddr::Parse(std::string_view text) {
  text = Trimmed(text);
  const size_t parameters_start = ParametersStart(text);
  if (parameters_start == std::string_view::npos) return Failed{"Quote or bracket never closes"};
  const std::string_view address = Trimmed(text.substr(0, parameters_start));

  NameAddr name_addr;
  std::string_view uri_text = address;
  if (address.ends_with('>')) {
    // The bracket behind the display name, which may hold one itself when it is quoted.
    Cursor cursor(address);
    cursor.QuotedString();
    cursor.Until("<");
    name_addr.display_name = DisplayName(Trimmed(address.substr(0, cursor.position())));
    uri_text = address.substr(cursor.position());
    if (uri_text.empty()) return Failed{"Bracket never opens"};
    // RFC 4475 3.1.2.14 has spaces inside the brackets and leaves it to us to take them.
    uri_text = Trimmed(uri_text.substr(1, uri_text.size() - 2));
  } else if (address.find('?') != std::string_view::npos) {
    // RFC 3261 20.10: what has a question mark must stand in brackets.
    return Failed{"URI with headers outside brackets"};
  }
  Result<Uri> uri = Uri::Parse(uri_text);
  if (!uri) return Failed{uri.reason()};
  name_addr.uri = *std::move(uri);

  if (!ReadParameters(text.substr(parameters_start), name_addr.parameters)) {
    return Failed{"Malformed parameters"};
  }
  return name_addr;
}

std::string NameAddr::ToString() const {
  std::string out;
  if (!display_name.empty()) {
    out += Quote(display_name);
    out += ' ';
  }
  out += '<';
  out += uri.ToString();
  out += '>';
  AppendParameters(out, parameters);
  return out;
}

void AppendQuoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '\r' || c == '\n') {
      out += ' ';
      continue;
    }
    if (c == '"' || c == '\\' || Is(c, kControlChar)) out += '\\';
    out += c;
  }
  out += '"';
}

std::string Quote(std::string_view text) {
  if (IsTokenList(text)) return std::string(text);
  std::string quoted;
  quoted.reserve(text.size() + 2);
  AppendQuoted(quoted, text);
  return quoted;
}

void AppendParameters(std::string& out, const Parameters& parameters) {
  for (const Parameter& parameter : parameters) {
    // A peer's odd name, or an application's, could end the header: it is left out.
    if (!IsToken(parameter.name)) continue;
    out += ';';
    out += parameter.name;
    if (!parameter.value) continue;
    out += '=';
    if (IsBareValue(*parameter.value)) {
      out += *parameter.value;
    } else {
      AppendQuoted(out, *parameter.value);
    }
  }
}

Parameters ParseParameters(std::string_view text) {
  Parameters parameters;
  ReadParameters(text, parameters);
  return parameters;
}

}  // namespace ringline
