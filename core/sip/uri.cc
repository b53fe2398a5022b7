#include "core/sip/uri.h"

#include <algorithm>
#include <utility>

#include "core/sip/parameter_reader.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// What may stand unescaped beside `unreserved` (RFC 3261 25.1). A part's own delimiter is never
// here.
constexpr std::string_view kUserExtra = "&=+$,;?/";
constexpr std::string_view kPasswordExtra = "&=+$,";
constexpr std::string_view kParameterExtra = "[]/:&+$";
constexpr std::string_view kHeaderExtra = "[]/?:+$";
// RFC 3966 5.1: visual separators, which mean nothing.
constexpr std::string_view kSeparators = "-.()";

// Far above what anyone sends. Comparing two URIs costs the square of these.
constexpr size_t kMaxParameters = 100;
constexpr size_t kMaxHeaders = 100;

constexpr char kHexDigits[] = "0123456789ABCDEF";

void AppendEscapedByte(std::string& out, char c) {
  out += '%';
  out += kHexDigits[static_cast<uint8_t>(c) >> 4];
  out += kHexDigits[static_cast<uint8_t>(c) & 15];
}

bool IsEscape(std::string_view text, size_t at) {
  return text[at] == '%' && at + 2 < text.size() && Is(text[at + 1], kHexChar) &&
         Is(text[at + 2], kHexChar);
}

void AppendEscaped(std::string& out, std::string_view text, std::string_view extra,
                   bool keep_escapes = false) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (Is(c, kUnreservedChar) || extra.find(c) != std::string_view::npos ||
        (keep_escapes && IsEscape(text, i))) {
      out += c;
    } else {
      AppendEscapedByte(out, c);
    }
  }
}

// No byte that could end the URI's header or its brackets. Anything above 0x7F is UTF-8 and stays.
bool IsUriText(std::string_view text) {
  for (const char c : text) {
    if (Is(c, kControlChar | kSpaceChar) || c == '<' || c == '>' || c == '"') return false;
  }
  return true;
}

bool IsScheme(std::string_view text) {
  if (text.empty() || !Is(text[0], kAlphaChar)) return false;
  for (const char c : text) {
    if (!Is(c, kAlphaChar | kDigitChar) && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

// RFC 4291 2.2: groups of up to four hex digits, at most one "::", an IPv4 address for the last two
// groups. Between "::" and that address RFC 3261's grammar puts a third colon, which peers that
// follow it send (RFC 5118 4.10).
bool IsIpv6(std::string_view text) {
  const size_t gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  const bool third_colon = has_gap && text.substr(gap).starts_with(":::") &&
                           text.find(':', gap + 3) == std::string_view::npos &&
                           text.find('.', gap + 3) != std::string_view::npos;
  const size_t behind = gap + (third_colon ? 2 : 1);
  if (has_gap && text.find("::", behind) != std::string_view::npos) return false;
  if (text.starts_with(':') && gap != 0) return false;
  if (text.ends_with(':') && gap != text.size() - 2) return false;
  int groups = 0;
  for (Cursor cursor(text); !cursor.done();) {
    if (cursor.Skip(':')) continue;
    const std::string_view group = cursor.While(kHexChar);
    if (group.empty() || group.size() > 4) return false;
    ++groups;
    if (cursor.peek() != '.') continue;
    // The IPv4 address is the end, and stands for two groups; what it means the resolver knows.
    ++groups;
    cursor.MoveTo(cursor.position() - group.size());
    cursor.While(kDigitChar);
    while (cursor.Skip('.')) cursor.While(kDigitChar);
    if (!cursor.done()) return false;
  }
  return has_gap ? groups < 8 : groups == 8;
}

// A name, an IPv4 address, or an IPv6 reference with an optional zone (RFC 5118 4, RFC 6874). Bytes
// above 0x7F pass: the name belongs to whoever resolves it.
bool IsHost(std::string_view host) {
  if (host.empty()) return false;
  if (host.front() != '[') {
    for (const char c : host) {
      const bool other = c == '-' || c == '.' || c == '_' || static_cast<uint8_t>(c) >= 0x80;
      if (!other && !Is(c, kAlphaChar | kDigitChar)) return false;
    }
    return true;
  }
  if (host.size() < 4 || host.back() != ']') return false;
  host = host.substr(1, host.size() - 2);
  const size_t zone = host.find('%');
  if (!IsIpv6(host.substr(0, zone))) return false;
  if (zone == std::string_view::npos) return true;
  for (const char c : host.substr(zone)) {
    if (!Is(c, kUnreservedChar) && c != '%') return false;
  }
  return true;
}

bool IsTelephoneText(std::string_view text) {
  bool digit = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (Is(c, kDigitChar)) {
      digit = true;
    } else if (c == '+' ? digit : c != ' ' && kSeparators.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return digit;
}

std::string WithoutSeparators(std::string_view number) {
  std::string digits;
  for (const char c : number) {
    if (c != ' ' && kSeparators.find(c) == std::string_view::npos) digits += c;
  }
  return digits;
}

Parameters ReadParameters(std::string_view text) {
  Parameters parameters;
  ParameterReader reader(text);
  while (const auto parameter = reader.Next()) {
    auto& added = parameters.emplace_back();
    added.name = Lowered(Unescape(parameter->name));
    if (parameter->value) added.value = std::string(*parameter->value);
  }
  return parameters;
}

void ReadHeaders(std::string_view text, Uri& uri) {
  Cursor cursor(text);
  while (!cursor.done()) {
    const std::string_view pair = cursor.Until("&");
    cursor.Skip('&');
    const size_t equal = std::min(pair.find('='), pair.size());
    if (pair.empty()) continue;
    uri.headers.emplace_back(Unescape(pair.substr(0, equal)),
                             Unescape(pair.substr(std::min(equal + 1, pair.size()))));
  }
}

bool SameParameter(const Parameter& a, const Parameter& b) {
  return a.value.has_value() == b.value.has_value() &&
         (!a.value || EqualsIgnoringCase(Unescape(*a.value), Unescape(*b.value)));
}

// RFC 3261 19.1.4: those that may not stand in only one of the two. The text leaves transport out
// of its list, and its examples count it in.
bool MustBeInBoth(std::string_view name) {
  return name == "user" || name == "ttl" || name == "method" || name == "maddr" ||
         name == "transport";
}

bool ParametersAgree(const Parameters& ours, const Parameters& theirs, bool all_must_match) {
  return std::all_of(ours.begin(), ours.end(), [&](const Parameter& parameter) {
    // Of a name that stands twice, which it must not, the first counts.
    if (Find(ours, parameter.name) != &parameter) return true;
    const Parameter* other = Find(theirs, parameter.name);
    if (other == nullptr) return !all_must_match && !MustBeInBoth(parameter.name);
    return SameParameter(parameter, *other);
  });
}

bool HeadersAgree(const Uri& a, const Uri& b) {
  if (a.headers.size() != b.headers.size()) return false;
  std::vector<bool> used(b.headers.size());
  for (const auto& [name, value] : a.headers) {
    size_t i = 0;
    while (i < used.size() && (used[i] || !EqualsIgnoringCase(b.headers[i].first, name) ||
                               b.headers[i].second != value)) {
      ++i;
    }
    if (i == used.size()) return false;
    used[i] = true;
  }
  return true;
}

}  // namespace

const Parameter* Find(const Parameters& parameters, std::string_view name) {
  for (const Parameter& parameter : parameters) {
    if (EqualsIgnoringCase(parameter.name, name)) return &parameter;
  }
  return nullptr;
}

std::string_view ValueOf(const Parameters& parameters, std::string_view name) {
  const Parameter* parameter = Find(parameters, name);
  return parameter != nullptr && parameter->value ? std::string_view(*parameter->value)
                                                  : std::string_view();
}

void SetParameter(Parameters& parameters, std::string_view name, std::optional<std::string> value) {
  for (Parameter& parameter : parameters) {
    if (EqualsIgnoringCase(parameter.name, name)) {
      parameter.value = std::move(value);
      return;
    }
  }
  parameters.push_back({Lowered(name), std::move(value)});
}

bool UriParts::is_sip() const {
  return EqualsIgnoringCase(scheme, "sip") || EqualsIgnoringCase(scheme, "sips");
}
bool UriParts::is_tel() const { return EqualsIgnoringCase(scheme, "tel"); }

//   sip : user : password @ host : port ;parameters ?headers
Result<UriParts> UriParts::Split(std::string_view text) {
  UriParts parts;
  if (!IsUriText(text)) return Failed{"Character not allowed in URI"};
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return Failed{"URI without scheme"};
  parts.scheme = text.substr(0, colon);
  if (!IsScheme(parts.scheme)) return Failed{"Malformed URI scheme"};
  std::string_view rest = text.substr(colon + 1);
  if (rest.empty()) return Failed{"Empty URI"};

  if (!parts.is_sip()) {
    if (!parts.is_tel()) {
      parts.opaque = rest;
      return parts;
    }
    parts.user = rest.substr(0, rest.find(';'));
    parts.parameters = rest.substr(parts.user.size());
    if (parts.user.empty()) return Failed{"Empty telephone number"};
    return parts;
  }

  // An "@" further on must be escaped, so the first one ends the user, which may hold ";" and "?".
  if (const size_t at = rest.find('@'); at != std::string_view::npos) {
    parts.user = rest.substr(0, at);
    const size_t password = parts.user.find(':');
    if (password != std::string_view::npos) {
      parts.password = parts.user.substr(password + 1);
      parts.has_password = true;
      parts.user = parts.user.substr(0, password);
    }
    if (parts.user.empty()) return Failed{"Empty user in URI"};
    rest.remove_prefix(at + 1);
  }
  Cursor cursor(rest);
  if (cursor.peek() == '[') cursor.Until("]");
  cursor.Until(":;?");
  parts.host = cursor.Since(0);
  if (!IsHost(parts.host)) return Failed{"Malformed host in URI"};
  if (cursor.Skip(':')) {
    const std::optional<uint32_t> port = ParseNumber(cursor.Until(";?"), UINT16_MAX);
    if (!port || *port == 0) return Failed{"Malformed port in URI"};
    parts.port = static_cast<uint16_t>(*port);
  }
  parts.parameters = cursor.Until("?");
  if (cursor.Skip('?')) parts.headers = cursor.rest();
  return parts;
}

Result<Uri> Uri::Parse(std::string_view text) {
  const Result<UriParts> parts = UriParts::Split(text);
  if (!parts) return Failed{parts.reason()};
  Uri uri;
  uri.scheme = Lowered(parts->scheme);
  uri.opaque = std::string(parts->opaque);
  uri.user = parts->is_tel() ? std::string(parts->user) : Unescape(parts->user);
  uri.password = Unescape(parts->password);
  uri.host = Lowered(parts->host);
  // RFC 5118 4.10: taken with the third colon, written without.
  if (const size_t at = uri.host.find(":::"); at != std::string::npos) uri.host.erase(at, 1);
  uri.port = parts->port;
  uri.parameters = ReadParameters(parts->parameters);
  ReadHeaders(parts->headers, uri);
  if (uri.parameters.size() > kMaxParameters || uri.headers.size() > kMaxHeaders) {
    return Failed{"Too many parameters in URI"};
  }
  return uri;
}

Result<Uri> Uri::FromTarget(std::string_view text, std::string_view domain) {
  text = Trimmed(text);
  if (!IsPlainText(text) || text.find('\t') != std::string_view::npos) {
    return Failed{"Control character in target"};
  }
  if (text.empty()) return Failed{"Empty target"};
  const size_t colon = text.find(':');
  std::string scheme =
      colon == std::string_view::npos ? std::string() : Lowered(text.substr(0, colon));
  if (scheme != "sip" && scheme != "sips" && scheme != "tel") scheme.clear();
  std::string_view address = scheme.empty() ? text : text.substr(colon + 1);

  const size_t at = address.rfind('@');
  if (at == std::string_view::npos) {
    if (domain.empty()) return Parse(text);
    if (scheme == "tel") address = address.substr(0, address.find(';'));
  } else {
    // A whole URI keeps its password and parameters.
    const std::string prefix = scheme.empty() ? "sip:" : "";
    if (Result<Uri> whole = Parse(prefix + std::string(text)); whole && whole->is_sip()) {
      if (IsTelephoneText(whole->user)) whole->user = WithoutSeparators(whole->user);
      return whole;
    }
    domain = address.substr(at + 1);
    address = address.substr(0, at);
  }
  // What is typed may hold escapes or not ("%61lice"); escaping again must not change them.
  std::string user = Unescape(address);
  if (user.empty()) return Failed{"Empty user in target"};
  if (IsTelephoneText(user)) user = WithoutSeparators(user);
  std::string written = scheme == "sips" ? "sips:" : "sip:";
  written += EscapeUser(user);
  written += '@';
  written += domain;
  return Parse(written);
}

std::string Uri::ToString() const {
  std::string out;
  out.reserve(scheme.size() + user.size() + host.size() + opaque.size() + 32);
  out += scheme;
  out += ':';
  if (scheme == "tel") {
    out += user;
  } else if (!is_sip()) {
    out += opaque;
    return out;
  } else {
    if (!user.empty()) {
      out += EscapeUser(user);
      if (!password.empty()) {
        out += ':';
        AppendEscaped(out, password, kPasswordExtra);
      }
      out += '@';
    }
    out += host;
    if (port != 0) {
      out += ':';
      AppendNumber(out, port);
    }
  }
  for (const Parameter& parameter : parameters) {
    out += ';';
    AppendEscaped(out, parameter.name, kParameterExtra);
    if (!parameter.value) continue;
    out += '=';
    AppendEscaped(out, *parameter.value, kParameterExtra, /*keep_escapes=*/true);
  }
  char separator = '?';
  for (const auto& [name, value] : headers) {
    out += std::exchange(separator, '&');
    AppendEscaped(out, name, kHeaderExtra);
    out += '=';
    AppendEscaped(out, value, kHeaderExtra);
  }
  return out;
}

std::string Uri::ToAor() const {
  Uri bare;
  bare.scheme = scheme;
  bare.user = user;
  bare.host = host;
  bare.port = port;
  bare.opaque = opaque;
  return bare.ToString();
}

bool Equivalent(const Uri& a, const Uri& b) {
  if (a.scheme != b.scheme || a.opaque != b.opaque) return false;
  const bool tel = a.scheme == "tel";
  // RFC 3966 4: separators do not count, and every parameter does.
  const bool same_user =
      tel ? EqualsIgnoringCase(WithoutSeparators(a.user), WithoutSeparators(b.user))
          : a.user == b.user;
  return same_user && a.password == b.password && EqualsIgnoringCase(a.host, b.host) &&
         a.port == b.port && ParametersAgree(a.parameters, b.parameters, tel) &&
         ParametersAgree(b.parameters, a.parameters, tel) && HeadersAgree(a, b);
}

std::string EscapeUser(std::string_view user) {
  std::string escaped;
  escaped.reserve(user.size());
  AppendEscaped(escaped, user, kUserExtra);
  return escaped;
}

std::string Unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsEscape(text, i)) {
      plain += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace ringline
