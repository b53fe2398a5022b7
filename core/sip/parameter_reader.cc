#include "core/sip/parameter_reader.h"

namespace ringline {

std::optional<ParameterView> ParameterReader::Next() {
  ParameterView parameter;
  const size_t start = cursor_.position();
  while (parameter.name.empty()) {
    cursor_.SkipSpace();
    if (!cursor_.Skip(';')) {
      if (!cursor_.done()) cursor_.MoveTo(start);
      return std::nullopt;
    }
    parameter.name = Trimmed(cursor_.Until(";=\""));
    // A nameless value ("; =x") is no parameter.
    if (parameter.name.empty() && !cursor_.done() && cursor_.peek() != ';') return std::nullopt;
  }
  if (!cursor_.Skip('=')) return parameter;
  cursor_.SkipSpace();
  if (const auto inside = cursor_.QuotedString()) {
    parameter.value = *inside;
    parameter.quoted = true;
    cursor_.SkipSpace();
  } else {
    parameter.value = Trimmed(cursor_.Until(";"));
  }
  return parameter;
}

std::string_view FindParameterValue(std::string_view parameters, std::string_view name) {
  ParameterReader reader(parameters);
  while (const auto parameter = reader.Next()) {
    if (EqualsIgnoringCase(parameter->name, name)) {
      return parameter->value.value_or(std::string_view());
    }
  }
  return {};
}

size_t ParametersStart(std::string_view value) {
  Cursor cursor(value);
  cursor.SkipSpace();
  if (cursor.peek() == '"' && !cursor.QuotedString()) return std::string_view::npos;
  const size_t bracket = value.find('<', cursor.position());
  if (bracket != std::string_view::npos) {
    const size_t close = value.find('>', bracket);
    if (close == std::string_view::npos) return close;
    cursor.MoveTo(close);
  }
  cursor.Until(";");
  return cursor.position();
}

}  // namespace ringline
