#include "core/sip/lookup.h"

#include <utility>

#include "core/text/ascii.h"

namespace ringline {
namespace {

using Answer = std::vector<std::string>;

std::string NumberText(uint32_t number) {
  std::string text;
  AppendNumber(text, number);
  return text;
}

Answer StartOf(const Message& message) {
  const std::string version(message.version());
  if (message.is_request()) {
    return {"request", std::string(message.method_text()), std::string(message.request_uri()),
            version};
  }
  return {"response", NumberText(static_cast<uint32_t>(message.status_code())),
          std::string(message.reason_phrase()), version};
}

Answer FieldsOf(const Message& message) {
  Answer answer;
  answer.reserve(message.field_count() * 2);
  for (size_t i = 0; i < message.field_count(); ++i) {
    const Message::Field field = message.field(i);
    const std::string_view known = NameOf(field.name);
    answer.emplace_back(known.empty() ? field.name_text : known);
    answer.emplace_back(field.value);
  }
  return answer;
}

Answer HeadersOf(const Message& message, std::string_view name) {
  Answer answer;
  const size_t count = message.Count(name);
  for (size_t i = 0; i < count; ++i) answer.emplace_back(message.Header(name, i));
  return answer;
}

bool IsNamed(const Message::Field& field, std::string_view name) {
  const HeaderName known = HeaderNameOf(name);
  return field.name == known &&
         (known != HeaderName::kOther || EqualsIgnoringCase(field.name_text, name));
}

void AppendField(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

Answer Ask(const Message& message, Question question, std::string_view name, size_t index) {
  switch (question) {
    case Question::kStart:
      return StartOf(message);
    case Question::kHeader:
      if (index >= message.Count(name)) return {};
      return {std::string(message.Header(name, index))};
    case Question::kHeaders:
      return HeadersOf(message, name);
    case Question::kValues: {
      const std::vector<std::string_view> values = message.Values(name);
      return Answer(values.begin(), values.end());
    }
    case Question::kFields:
      return FieldsOf(message);
    case Question::kBody:
      return {std::string(message.body())};
    case Question::kIdentity:
      return {std::string(message.call_id()), std::string(message.from_tag()),
              std::string(message.to_tag()),  std::string(message.branch()),
              NumberText(message.cseq()),     std::string(message.cseq_method())};
  }
  return {};
}

Result<std::string> WithHeader(const Message& message, std::string_view name,
                               std::string_view value) {
  return WithHeaders(message, name, {std::string(value)});
}

Result<std::string> WithHeaders(const Message& message, std::string_view name,
                                const std::vector<std::string>& values) {
  if (!IsToken(name)) return Failed{"Malformed header name"};
  for (const std::string& value : values) {
    if (!IsPlainText(value)) return Failed{"Control character in header"};
  }
  const std::string& text = message.text();
  const size_t body = text.size() - message.after_headers().size();
  // The start line as it stands; the fields behind it are written anew, skipped lines left out.
  size_t start = 0;
  while (start < body && (text[start] == '\r' || text[start] == '\n')) ++start;
  std::string out(text, start, text.find('\n', start) + 1 - start);
  out.reserve(text.size() + 256);
  bool written = false;
  for (size_t i = 0; i < message.field_count(); ++i) {
    const Message::Field field = message.field(i);
    if (!IsNamed(field, name)) {
      AppendField(out, field.name_text, field.value);
    } else if (!std::exchange(written, true)) {
      for (const std::string& value : values) AppendField(out, field.name_text, value);
    }
  }
  if (!written) {
    for (const std::string& value : values) AppendField(out, name, value);
  }
  out += "\r\n";
  out += message.after_headers();
  return out;
}

std::string WithBody(const Message& message, std::string_view body) {
  Result<std::string> text = WithHeaders(message, NameOf(HeaderName::kContentLength),
                                         {NumberText(static_cast<uint32_t>(body.size()))});
  text->resize(text->size() - message.after_headers().size());
  text->append(body);
  return *std::move(text);
}

}  // namespace ringline
