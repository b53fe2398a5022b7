#include "core/sip/grammar.h"

#include <utility>

#include "core/sip/name_addr.h"
#include "core/sip/parameter_reader.h"
#include "core/sip/parameterized.h"
#include "core/sip/uri.h"
#include "core/sip/via.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

using Answer = std::optional<KeysAndValues>;

void Put(KeysAndValues& out, std::string_view key, std::string_view value) {
  out.emplace_back(key);
  out.emplace_back(value);
}
void PutIfAny(KeysAndValues& out, std::string_view key, std::string_view value) {
  if (!value.empty()) Put(out, key, value);
}
void PutNumber(KeysAndValues& out, std::string_view key, uint32_t number) {
  out.emplace_back(key);
  AppendNumber(out.emplace_back(), number);
}
void PutNumber(KeysAndValues& out, std::string_view key, std::optional<uint32_t> number) {
  if (number) PutNumber(out, key, *number);
}
void PutParameters(KeysAndValues& out, const Parameters& parameters) {
  for (const Parameter& parameter : parameters) {
    Put(out, "param", parameter.name);
    if (parameter.value) Put(out, "value", *parameter.value);
  }
}

Answer ParseUri(std::string_view text) {
  const Result<Uri> uri = Uri::Parse(text);
  if (!uri) return std::nullopt;
  KeysAndValues out;
  Put(out, "scheme", uri->scheme);
  PutIfAny(out, "opaque", uri->opaque);
  PutIfAny(out, "user", uri->user);
  PutIfAny(out, "password", uri->password);
  PutIfAny(out, "host", uri->host);
  PutIfAny(out, "host_type", HostType(uri->host));
  if (uri->port != 0) PutNumber(out, "port", uint32_t{uri->port});
  PutParameters(out, uri->parameters);
  for (const auto& [name, value] : uri->headers) {
    Put(out, "header", name);
    Put(out, "value", value);
  }
  return out;
}

Answer ParseSipUri(std::string_view text) {
  const Result<UriParts> parts = UriParts::Split(text);
  if (!parts || !parts->is_sip()) return std::nullopt;
  return ParseUri(text);
}

bool PutNameAddr(KeysAndValues& out, std::string_view text) {
  const Result<NameAddr> name_addr = NameAddr::Parse(text);
  if (!name_addr) return false;
  PutIfAny(out, "display_name", name_addr->display_name);
  Put(out, "uri", name_addr->uri.ToString());
  PutParameters(out, name_addr->parameters);
  return true;
}

Answer ParseNameAddr(std::string_view text) {
  KeysAndValues out;
  if (!PutNameAddr(out, text)) return std::nullopt;
  return out;
}

Answer ParseNameAddrList(std::string_view text) {
  KeysAndValues out;
  ListReader list(text);
  while (const auto item = list.Next()) {
    Put(out, "item", *item);
    if (!PutNameAddr(out, *item)) return std::nullopt;
  }
  if (out.empty()) return std::nullopt;
  return out;
}

Answer ParseContact(std::string_view text) {
  if (Trimmed(text) == "*") return KeysAndValues{"item", "*"};
  return ParseNameAddrList(text);
}

Answer ParseTokenList(std::string_view text) {
  KeysAndValues out;
  ListReader list(text);
  while (const auto item = list.Next()) {
    if (!IsToken(*item)) return std::nullopt;
    Put(out, "item", *item);
  }
  return out;
}

Answer ParseVia(std::string_view text) {
  const Result<Via> via = Via::ParseFirst(text);
  if (!via) return std::nullopt;
  const Parameters parameters = ParseParameters(via->parameters);
  KeysAndValues out;
  Put(out, "protocol", via->protocol.substr(0, via->protocol.find_first_of("/ \t\r\n")));
  Put(out, "transport", via->transport);
  Put(out, "host", via->host);
  PutIfAny(out, "host_type", HostType(via->host));
  if (via->port != 0) PutNumber(out, "port", uint32_t{via->port});
  PutIfAny(out, "branch", via->branch);
  PutIfAny(out, "received", ValueOf(parameters, "received"));
  PutIfAny(out, "rport", ValueOf(parameters, "rport"));
  PutParameters(out, parameters);
  return out;
}

Answer ParseCSeq(std::string_view text) {
  Cursor cursor(Trimmed(text));
  const std::optional<uint32_t> value = cursor.Number();
  if (!value || !Is(cursor.peek(), kSpaceChar)) return std::nullopt;
  cursor.SkipSpace();
  const std::string_view method = cursor.Token();
  if (method.empty() || !cursor.done()) return std::nullopt;
  KeysAndValues out;
  PutNumber(out, "value", *value);
  Put(out, "method", method);
  return out;
}

Answer ParseEvent(std::string_view text) {
  const std::optional<Event> event = Event::Parse(text);
  if (!event) return std::nullopt;
  KeysAndValues out;
  Put(out, "event", event->package);
  PutParameters(out, event->parameters);
  return out;
}

Answer ParseSessionExpires(std::string_view text) {
  const std::optional<SessionExpires> expires = SessionExpires::Parse(text);
  if (!expires) return std::nullopt;
  KeysAndValues out;
  PutNumber(out, "expires", expires->seconds);
  if (expires->refresher == SessionExpires::Refresher::kUac) Put(out, "refresher", "uac");
  if (expires->refresher == SessionExpires::Refresher::kUas) Put(out, "refresher", "uas");
  return out;
}

Answer ParseReason(std::string_view text) {
  const std::optional<Reason> reason = Reason::Parse(text);
  if (!reason) return std::nullopt;
  KeysAndValues out;
  Put(out, "protocol", Lowered(reason->protocol));
  PutNumber(out, "cause", reason->cause);
  PutIfAny(out, "text", reason->text);
  return out;
}

Answer ParseReplaces(std::string_view text) {
  const std::optional<Replaces> replaces = Replaces::Parse(text);
  if (!replaces) return std::nullopt;
  KeysAndValues out;
  Put(out, "call_id", replaces->call_id);
  Put(out, "to_tag", replaces->to_tag);
  Put(out, "from_tag", replaces->from_tag);
  if (replaces->early_only) Put(out, "early_only", "true");
  return out;
}

Answer ParseSubscriptionState(std::string_view text) {
  const std::optional<SubscriptionState> state = SubscriptionState::Parse(text);
  if (!state) return std::nullopt;
  KeysAndValues out;
  Put(out, "state", state->state);
  PutIfAny(out, "reason", state->reason);
  PutNumber(out, "expires", state->expires);
  PutNumber(out, "retry_after", state->retry_after);
  return out;
}

Answer ParseStatusLine(std::string_view text) {
  Cursor cursor(text);
  if (!cursor.SkipWord("SIP/2.0 ")) return std::nullopt;
  const std::string_view code = cursor.While(kDigitChar);
  if (code.size() != 3 || !cursor.Skip(' ')) return std::nullopt;
  KeysAndValues out;
  Put(out, "status_code", code);
  Put(out, "reason_phrase", cursor.rest());
  return out;
}

Answer ParseRequestLine(std::string_view text) {
  Cursor cursor(text);
  const std::string_view method = cursor.Token();
  if (method.empty() || !cursor.Skip(' ')) return std::nullopt;
  const std::string_view uri = cursor.Until(" ");
  if (!UriParts::Split(uri) || !EqualsIgnoringCase(cursor.rest(), " SIP/2.0")) return std::nullopt;
  KeysAndValues out;
  Put(out, "method", method);
  Put(out, "uri", uri);
  return out;
}

Answer ParseStartLine(std::string_view text) {
  return StartsWithIgnoringCase(text, "SIP/") ? ParseStatusLine(text) : ParseRequestLine(text);
}

Answer ParseHost(std::string_view text) {
  const std::string_view type = HostType(text);
  if (type.empty()) return std::nullopt;
  KeysAndValues out;
  Put(out, "host", Lowered(text));
  Put(out, "host_type", type);
  return out;
}

Answer ParseWithParameters(std::string_view text) {
  const Result<Parameterized> parsed = Parameterized::Parse(text);
  if (!parsed) return std::nullopt;
  KeysAndValues out;
  Put(out, "value", parsed->value);
  PutParameters(out, parsed->parameters);
  return out;
}

// type/subtype, or one token (Content-Disposition).
Answer ParseMediaType(std::string_view text) {
  Cursor cursor(Trimmed(text));
  if (cursor.Token().empty() || !cursor.SkipSeparator('/') || cursor.Token().empty()) {
    return std::nullopt;
  }
  cursor.SkipSpace();
  if (!cursor.done() && cursor.peek() != ';') return std::nullopt;
  return ParseWithParameters(text);
}
Answer ParseDisposition(std::string_view text) {
  const std::string_view value = Trimmed(text.substr(0, text.find(';')));
  return IsToken(value) ? ParseWithParameters(text) : std::nullopt;
}

Answer ParseWholeNumber(std::string_view text) {
  const std::optional<uint32_t> number = ParseNumber(Trimmed(text));
  if (!number) return std::nullopt;
  KeysAndValues out;
  PutNumber(out, "value", *number);
  return out;
}

// word [ "@" word ] (RFC 3261 25.1).
Answer ParseCallId(std::string_view text) {
  constexpr std::string_view kWordExtra = "()<>:\\\"/[]?{}";
  bool at_sign = false;
  for (const char c : text) {
    if (c == '@' ? std::exchange(at_sign, true)
                 : !Is(c, kTokenChar) && kWordExtra.find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (text.empty() || text.front() == '@' || text.back() == '@') return std::nullopt;
  return KeysAndValues{"value", std::string(text)};
}

Answer ParseQuotedString(std::string_view text) {
  Cursor cursor(Trimmed(text));
  const auto inside = cursor.QuotedString();
  if (!inside || !cursor.done()) return std::nullopt;
  return KeysAndValues{"value", Unquoted(*inside)};
}

// 8-4-4-4-12 (RFC 9562 4).
Answer ParseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !Is(text[i], kHexChar)) return std::nullopt;
  }
  return KeysAndValues{"value", std::string(text)};
}

// Digest SP auth-param *(COMMA auth-param) (RFC 3261 20.44).
Answer ParseChallenge(std::string_view text) {
  Cursor cursor(Trimmed(text));
  KeysAndValues out;
  cursor.Token();
  cursor.SkipSpace();
  do {
    std::string_view name = cursor.Token();
    if (name.empty() || !cursor.SkipSeparator('=')) return std::nullopt;
    auto quoted = cursor.QuotedString();
    std::string value = quoted ? Unquoted(*quoted) : std::string(cursor.Token());
    if (!quoted && value.empty()) return std::nullopt;
    std::string key = Lowered(name);
    if (key == "algorithm") value = Uppered(value);
    if (key == "stale") value = Lowered(value);
    Put(out, key, value);
  } while (cursor.SkipSeparator(','));
  return cursor.done() ? Answer(std::move(out)) : std::nullopt;
}

struct Rule {
  std::string_view name;
  Answer (*parse)(std::string_view text);
};

constexpr Rule kRules[] = {
    {"SIP_URI", ParseSipUri},
    {"absoluteURI", ParseUri},
    {"Request_URI", ParseUri},
    {"Name_Addr_Header", ParseNameAddr},
    {"From", ParseNameAddr},
    {"To", ParseNameAddr},
    {"Refer_To", ParseNameAddr},
    {"Referred_By", ParseNameAddr},
    {"Contact", ParseContact},
    {"Record_Route", ParseNameAddrList},
    {"Route", ParseNameAddrList},
    {"Path", ParseNameAddrList},
    {"Service_Route", ParseNameAddrList},
    {"Via", ParseVia},
    {"CSeq", ParseCSeq},
    {"Event", ParseEvent},
    {"Session_Expires", ParseSessionExpires},
    {"Reason", ParseReason},
    {"Replaces", ParseReplaces},
    {"Subscription_State", ParseSubscriptionState},
    {"Status_Line", ParseStatusLine},
    {"Request_Line", ParseRequestLine},
    {"Request_Response", ParseStartLine},
    {"host", ParseHost},
    {"Content_Type", ParseMediaType},
    {"Content_Disposition", ParseDisposition},
    {"Content_Length", ParseWholeNumber},
    {"Max_Forwards", ParseWholeNumber},
    {"Min_Expires", ParseWholeNumber},
    {"Expires", ParseWholeNumber},
    {"Min_SE", ParseWholeNumber},
    {"Call_ID", ParseCallId},
    {"quoted_string", ParseQuotedString},
    {"uuid", ParseUuid},
    {"Supported", ParseTokenList},
    {"Require", ParseTokenList},
    {"Proxy_Require", ParseTokenList},
    {"Unsupported", ParseTokenList},
    {"Allow", ParseTokenList},
    {"Allow_Events", ParseTokenList},
    {"challenge", ParseChallenge},
    {"WWW_Authenticate", ParseChallenge},
    {"Proxy_Authenticate", ParseChallenge},
};

const Rule* FindRule(std::string_view name) {
  for (const Rule& rule : kRules) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

bool IsIpv4(std::string_view host) {
  for (int part = 0; part < 4; ++part) {
    const size_t dot = host.find('.');
    if ((dot == std::string_view::npos) != (part == 3)) return false;
    const std::string_view digits = host.substr(0, dot);
    if (digits.size() > 3 || !ParseNumber(digits, 255)) return false;
    host.remove_prefix(part == 3 ? host.size() : dot + 1);
  }
  return host.empty();
}

}  // namespace

std::optional<KeysAndValues> ParseByRule(std::string_view rule, std::string_view text) {
  const Rule* found = FindRule(rule);
  return found == nullptr ? std::nullopt : found->parse(text);
}

bool HasRule(std::string_view rule) { return FindRule(rule) != nullptr; }

std::string_view HostType(std::string_view host) {
  const std::string with_scheme = "sip:" + std::string(host);
  const Result<UriParts> parts = UriParts::Split(with_scheme);
  if (!parts || parts->host.size() != host.size() || host.empty()) return {};
  if (host.front() == '[') return "IPv6";
  return IsIpv4(host) ? "IPv4" : "domain";
}

}  // namespace ringline
