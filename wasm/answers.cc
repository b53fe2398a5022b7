#include "wasm/answers.h"

#include <optional>
#include <string_view>
#include <utility>

#include "core/auth/hash.h"
#include "core/quality/level.h"
#include "core/sip/grammar.h"
#include "core/sip/lookup.h"
#include "core/sip/outgoing.h"
#include "core/sip/uri.h"

namespace ringline {
namespace {

// The numbers of js/engine/sip_text.ts and quality_level.ts. Those below kFirstOther are lookup.h's
// own, about a message.
enum : uint32_t {
  kFirstOther = 16,
  kWithHeader = kFirstOther,
  kWithBody,
  kTarget,
  kRule,
  kHasRule,
  kMd5,
  kReasonPhrases,
  kLevel,
};

using Texts = std::vector<std::string>;

Texts One(Result<std::string> text) { return text ? Texts{*std::move(text)} : Texts{}; }

// The message an application asks about, kept since it asks more than once: an absent text means
// the one before.
const Message* MessageOf(Reader& question) {
  static std::optional<Message> last;
  uint32_t is_known;
  std::string text;
  if (!question.Read(is_known)) return nullptr;
  if (is_known == 0) {
    if (!question.Read(text)) return nullptr;
    Result<Message> message = Message::Parse(std::move(text));
    if (message) {
      last = *std::move(message);
    } else {
      last.reset();
    }
  }
  return last ? &*last : nullptr;
}

Texts AskMessage(uint32_t number, Reader& question) {
  const Message* message = MessageOf(question);
  if (message == nullptr) return {};
  std::string name;
  question.Read(name);
  if (number == kWithBody) return One(WithBody(*message, name));
  if (number == kWithHeader) {
    Texts values;
    for (std::string value; question.Read(value);) values.push_back(std::move(value));
    return One(WithHeaders(*message, name, values));
  }
  return Ask(*message, static_cast<Question>(number), name);
}

Texts Target(std::string_view text, std::string_view domain) {
  Result<Uri> uri = Uri::FromTarget(text, domain);
  return uri ? Texts{uri->ToString()} : Texts{};
}

// Code and phrase in turn.
Texts ReasonPhrases() {
  Texts all;
  for (int code = 100; code < 700; ++code) {
    std::string_view phrase = ReasonPhrase(code);
    if (phrase.empty()) continue;
    all.push_back(std::to_string(code));
    all.emplace_back(phrase);
  }
  return all;
}

// Of one reading, by the bounds that hold unless an application gives its own.
Texts LevelOfReading(Reader& question) {
  LevelBounds reading;
  reading.Fields(question);
  if (!question.ok()) return {};
  return {std::to_string(LevelOf(reading.loss, reading.round_trip, QualityOptions().levels))};
}

}  // namespace

Texts Answer(Reader question) {
  uint32_t number;
  if (!question.Read(number)) return {};
  if (number < kTarget) return AskMessage(number, question);
  if (number == kLevel) return LevelOfReading(question);
  std::string subject, other;
  if (!question.Read(subject)) return {};
  question.Read(other);
  switch (number) {
    case kTarget:
      return Target(subject, other);
    case kRule:
      return ParseByRule(subject, other).value_or(KeysAndValues());
    case kHasRule:
      return HasRule(subject) ? Texts{subject} : Texts{};
    case kMd5:
      return {HexDigest(Hash::kMd5, {subject})};
    case kReasonPhrases:
      return ReasonPhrases();
  }
  return {};
}

}  // namespace ringline
