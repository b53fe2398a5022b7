#include "core/sip/message.h"

#include <cstring>
#include <utility>

#include "core/sip/parameter_reader.h"
#include "core/sip/via.h"
#include "core/text/ascii.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// Far above what any peer sends over a WebSocket; offsets are 32 bits and work is bounded.
constexpr size_t kMaxText = size_t{1} << 20;
constexpr size_t kMaxFields = 1000;
constexpr size_t kMaxNameSize = UINT16_MAX;
constexpr size_t kNone = static_cast<size_t>(-1);

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// Up to the end of its line, without the CR LF. `next` is where the next line begins.
struct Line {
  size_t end = 0;
  size_t next = 0;
};

// RFC 3261 25.1 ends lines with CR LF; a lone LF is taken too, a lone CR is data.
bool FindLine(const std::string& text, size_t at, Line& line) {
  const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
  if (found == nullptr) return false;
  const size_t newline = static_cast<size_t>(static_cast<const char*>(found) - text.data());
  line.end = newline > at && text[newline - 1] == '\r' ? newline - 1 : newline;
  line.next = newline + 1;
  return true;
}

// RFC 3261 7.3.1: a line that begins with white space continues the one before; the break becomes
// spaces, so that every view of the value is one piece.
bool JoinFolds(std::string& text, Line& line) {
  while (line.next < text.size() && IsBlank(text[line.next])) {
    for (size_t i = line.end; i < line.next; ++i) text[i] = ' ';
    if (!FindLine(text, line.next, line)) return false;
  }
  return true;
}

}  // namespace

Result<Message> Message::Parse(std::string text) {
  if (text.size() > kMaxText) return Failed{"Message too large"};
  Result<Message> result{Message()};
  Message& message = *result;
  message.text_ = std::move(text);
  std::string& all = message.text_;

  // RFC 3261 7.5: empty lines before the start line are ignored.
  size_t at = 0;
  while (at < all.size() && (all[at] == '\r' || all[at] == '\n')) ++at;
  Line line;
  if (at == all.size() || !FindLine(all, at, line)) return Failed{"No start line"};
  const auto start_line = Trimmed(std::string_view(all).substr(at, line.end - at));
  if (!StartsWithIgnoringCase(start_line, "SIP/")) {
    message.ReadRequestLine(start_line);
  } else if (!message.ReadStatusLine(start_line)) {
    return Failed{"Malformed status line"};
  }

  // The empty line ends the headers. So does the end of the text behind a whole line (RFC 4475's
  // baddn has no empty line): a WebSocket frame is one message.
  while (line.next < all.size()) {
    at = line.next;
    if (!FindLine(all, at, line)) return Failed{"No end of headers"};
    if (line.end == at) break;
    const size_t first_end = line.end;
    if (!JoinFolds(all, line)) return Failed{"No end of headers"};

    size_t name_end = at;
    while (name_end < first_end && Is(all[name_end], kTokenChar)) ++name_end;
    size_t colon = name_end;
    while (colon < first_end && IsBlank(all[colon])) ++colon;
    const size_t name_size = name_end - at;
    if (name_size == 0 || name_size > kMaxNameSize || colon == first_end || all[colon] != ':') {
      ++message.skipped_lines_;
      continue;
    }
    if (message.fields_.size() == kMaxFields) return Failed{"Too many header fields"};
    const auto view = std::string_view(all);
    const auto value = Trimmed(view.substr(colon + 1, line.end - colon - 1));
    message.fields_.push_back({HeaderNameOf(view.substr(at, name_size)),
                               static_cast<uint16_t>(name_size), static_cast<uint32_t>(at),
                               message.SpanOf(value)});
  }
  message.body_ = {static_cast<uint32_t>(line.next), static_cast<uint32_t>(all.size() - line.next)};
  message.ReadEssentials();
  return result;
}

// Method SP Request-URI SP SIP-Version. More than one space is taken (RFC 4475 3.1.2.9); what is
// missing stays empty.
void Message::ReadRequestLine(std::string_view line) {
  const std::string_view method = line.substr(0, line.find(' '));
  method_text_ = SpanOf(method);
  method_ = MethodOf(method);
  std::string_view rest = Trimmed(line.substr(method.size()));
  const size_t last_space = rest.rfind(' ');
  if (last_space != std::string_view::npos) {
    version_ = SpanOf(rest.substr(last_space + 1));
    rest = Trimmed(rest.substr(0, last_space));
  }
  request_uri_ = SpanOf(rest);
}

// SIP-Version SP Status-Code SP Reason-Phrase; the phrase, and the space before it, may be absent.
bool Message::ReadStatusLine(std::string_view line) {
  Cursor cursor(line);
  version_ = SpanOf(cursor.Until(" "));
  cursor.Skip(' ');
  const std::string_view digits = cursor.While(kDigitChar);
  const std::optional<uint32_t> code = ParseNumber(digits, 999);
  if (digits.size() != 3 || *code < 100) return false;
  if (!cursor.done() && !cursor.Skip(' ')) return false;
  status_code_ = static_cast<int>(*code);
  reason_phrase_ = SpanOf(cursor.rest());
  return true;
}

void Message::ReadEssentials() {
  bool has[256] = {};
  for (const StoredField& field : fields_) {
    // Of several the first, as Header() says; message_check refuses the second.
    bool& seen = has[static_cast<uint8_t>(field.name)];
    if (std::exchange(seen, true)) continue;
    const std::string_view value = View(field.value);
    switch (field.name) {
      case HeaderName::kCallId:
        call_id_ = field.value;
        break;
      case HeaderName::kFrom:
      case HeaderName::kTo: {
        const size_t start = ParametersStart(value);
        if (start == std::string_view::npos) break;
        const auto tag = FindParameterValue(value.substr(start), "tag");
        (field.name == HeaderName::kFrom ? from_tag_ : to_tag_) = SpanOf(tag);
        break;
      }
      case HeaderName::kVia:
        if (const auto via = Via::ParseFirst(value)) {
          // RFC 4475 3.2.1: the cookie alone names no transaction.
          if (via->branch != Via::kCookie) branch_ = SpanOf(via->branch);
          sent_by_ = SpanOf(via->sent_by);
        }
        break;
      case HeaderName::kCSeq: {
        Cursor cursor(value);
        const std::optional<uint32_t> number = cursor.Number();
        if (!number || !Is(cursor.peek(), kSpaceChar)) break;
        cursor.SkipSpace();
        const std::string_view method = cursor.Token();
        if (!cursor.done()) break;
        cseq_ = *number;
        cseq_method_ = SpanOf(method);
        if (is_response()) method_ = MethodOf(method);
        break;
      }
      case HeaderName::kContentLength:
        if (const auto size = ParseNumber(value); size && *size < body_.size) body_.size = *size;
        break;
      default:
        break;
    }
  }
}

Message::Span Message::SpanOf(std::string_view part) const {
  if (part.empty()) return {};
  return {static_cast<uint32_t>(part.data() - text_.data()), static_cast<uint32_t>(part.size())};
}

size_t Message::IndexOf(HeaderName name, size_t nth) const {
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].name == name && nth-- == 0) return i;
  }
  return kNone;
}

size_t Message::IndexOf(std::string_view name, size_t nth) const {
  const HeaderName known = HeaderNameOf(name);
  if (known != HeaderName::kOther) return IndexOf(known, nth);
  for (size_t i = 0; i < fields_.size(); ++i) {
    const StoredField& field = fields_[i];
    if (field.name != HeaderName::kOther || field.name_size != name.size()) continue;
    if (EqualsIgnoringCase(View({field.at, field.name_size}), name) && nth-- == 0) return i;
  }
  return kNone;
}

std::string_view Message::Header(HeaderName name, size_t index) const {
  const size_t at = IndexOf(name, index);
  return at == kNone ? std::string_view() : View(fields_[at].value);
}

std::string_view Message::Header(std::string_view name, size_t index) const {
  const size_t at = IndexOf(name, index);
  return at == kNone ? std::string_view() : View(fields_[at].value);
}

bool Message::Has(HeaderName name) const { return IndexOf(name, 0) != kNone; }

size_t Message::Count(std::string_view name) const {
  const HeaderName known = HeaderNameOf(name);
  size_t count = 0;
  for (const StoredField& field : fields_) {
    if (field.name != known) continue;
    if (known != HeaderName::kOther ||
        EqualsIgnoringCase(View({field.at, field.name_size}), name)) {
      ++count;
    }
  }
  return count;
}

std::vector<std::string_view> Message::Values(HeaderName name) const {
  return Values(NameOf(name));
}

std::vector<std::string_view> Message::Values(std::string_view name) const {
  const HeaderName known = HeaderNameOf(name);
  std::vector<std::string_view> values;
  for (const StoredField& field : fields_) {
    if (field.name != known) continue;
    if (known == HeaderName::kOther &&
        !EqualsIgnoringCase(View({field.at, field.name_size}), name)) {
      continue;
    }
    if (!IsList(known)) {
      values.push_back(View(field.value));
      continue;
    }
    ListReader list(View(field.value));
    while (const auto value = list.Next()) values.push_back(*value);
  }
  return values;
}

bool Message::Lists(HeaderName name, std::string_view token) const {
  for (const StoredField& field : fields_) {
    if (field.name != name) continue;
    ListReader list(View(field.value));
    while (const auto value = list.Next()) {
      if (EqualsIgnoringCase(Trimmed(value->substr(0, value->find(';'))), token)) return true;
    }
  }
  return false;
}

Message::Field Message::field(size_t index) const {
  if (index >= fields_.size()) return {HeaderName::kOther, {}, {}};
  const StoredField& field = fields_[index];
  return {field.name, View({field.at, field.name_size}), View(field.value)};
}

}  // namespace ringline
