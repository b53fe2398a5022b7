#include "core/sip/parameterized.h"

#include <algorithm>
#include <utility>

#include "core/sip/contact.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {

Result<Parameterized> Parameterized::Parse(std::string_view text) {
  const size_t end = std::min(text.find(';'), text.size());
  Parameterized parameterized;
  parameterized.value = Trimmed(text.substr(0, end));
  if (parameterized.value.empty()) return Failed{"Empty value"};
  parameterized.parameters = ParseParameters(text.substr(end));
  return parameterized;
}

std::string Parameterized::ToString() const {
  std::string out = value;
  AppendParameters(out, parameters);
  return out;
}

std::optional<SessionExpires> SessionExpires::Parse(std::string_view text) {
  const auto parsed = Parameterized::Parse(text);
  if (!parsed) return std::nullopt;
  const auto seconds = ParseSeconds(parsed->value);
  if (!seconds) return std::nullopt;
  const std::string_view refresher = ValueOf(parsed->parameters, "refresher");
  SessionExpires expires{*seconds};
  if (EqualsIgnoringCase(refresher, "uac")) expires.refresher = Refresher::kUac;
  if (EqualsIgnoringCase(refresher, "uas")) expires.refresher = Refresher::kUas;
  return expires;
}

//   18000 (in a meeting) ;duration=3600
std::optional<RetryAfter> RetryAfter::Parse(std::string_view text) {
  Cursor cursor(Trimmed(text));
  const auto seconds = ParseSeconds(cursor.While(kDigitChar));
  if (!seconds) return std::nullopt;
  RetryAfter retry_after{*seconds, {}, {}};
  cursor.SkipSpace();
  if (const auto comment = cursor.Comment()) {
    retry_after.comment = Unquoted(*comment);
    cursor.SkipSpace();
  }
  retry_after.duration = ParseSeconds(ValueOf(ParseParameters(cursor.rest()), "duration"));
  return retry_after;
}

std::optional<Replaces> Replaces::Parse(std::string_view text) {
  const auto parsed = Parameterized::Parse(text);
  if (!parsed) return std::nullopt;
  Replaces replaces;
  replaces.call_id = parsed->value;
  replaces.to_tag = ValueOf(parsed->parameters, "to-tag");
  replaces.from_tag = ValueOf(parsed->parameters, "from-tag");
  replaces.early_only = Find(parsed->parameters, "early-only") != nullptr;
  if (replaces.to_tag.empty() || replaces.from_tag.empty()) return std::nullopt;
  return replaces;
}

std::string Replaces::ToString() const {
  std::string out = call_id;
  AppendParameters(out, {{"to-tag", to_tag}, {"from-tag", from_tag}});
  if (early_only) out += ";early-only";
  return out;
}

std::optional<Event> Event::Parse(std::string_view text) {
  auto parsed = Parameterized::Parse(text);
  if (!parsed || !IsToken(parsed->value)) return std::nullopt;
  return Event{Lowered(parsed->value), std::string(ValueOf(parsed->parameters, "id")),
               std::move(parsed->parameters)};
}

std::optional<SubscriptionState> SubscriptionState::Parse(std::string_view text) {
  const auto parsed = Parameterized::Parse(text);
  if (!parsed || !IsToken(parsed->value)) return std::nullopt;
  return SubscriptionState{Lowered(parsed->value), Lowered(ValueOf(parsed->parameters, "reason")),
                           ParseSeconds(ValueOf(parsed->parameters, "expires")),
                           ParseSeconds(ValueOf(parsed->parameters, "retry-after"))};
}

std::optional<Reason> Reason::Parse(std::string_view text) {
  const auto parsed = Parameterized::Parse(text);
  if (!parsed || !IsToken(parsed->value)) return std::nullopt;
  return Reason{parsed->value, ParseNumber(ValueOf(parsed->parameters, "cause")),
                std::string(ValueOf(parsed->parameters, "text"))};
}

std::string Reason::ToString() const {
  std::string out = protocol;
  if (cause) {
    out += ";cause=";
    AppendNumber(out, *cause);
  }
  if (!text.empty()) {
    out += ";text=";
    AppendQuoted(out, text);
  }
  return out;
}

std::optional<RAck> RAck::Parse(std::string_view text) {
  Cursor cursor(Trimmed(text));
  RAck rack;
  const auto rseq = cursor.Number();
  cursor.SkipSpace();
  const auto cseq = cursor.Number();
  cursor.SkipSpace();
  rack.method = cursor.Token();
  if (!rseq || !cseq || rack.method.empty() || !cursor.done()) return std::nullopt;
  rack.rseq = *rseq;
  rack.cseq = *cseq;
  return rack;
}

}  // namespace ringline
