#include "core/sip/via.h"

#include "core/sip/parameter_reader.h"
#include "core/text/cursor.h"

namespace ringline {
namespace {

// sent-by's host: a name, an IPv4 address or an IPv6 reference in brackets.
std::string_view ReadHost(Cursor& cursor) {
  const size_t start = cursor.position();
  if (cursor.Skip('[')) {
    cursor.Until("]");
    cursor.Advance();
  } else {
    cursor.Until(" \t\r\n:;,");
  }
  return cursor.Since(start);
}

}  // namespace

Result<Via> Via::Parse(std::string_view text) {
  if (text.find(',') != std::string_view::npos && ListReader(text).Next() != Trimmed(text)) {
    return Failed{"More than one Via"};
  }
  Via via;
  Cursor cursor(Trimmed(text));
  const size_t start = cursor.position();
  if (cursor.Token().empty() || !cursor.SkipSeparator('/') || cursor.Token().empty()) {
    return Failed{"Malformed Via protocol"};
  }
  via.protocol = cursor.Since(start);
  if (!cursor.SkipSeparator('/')) return Failed{"Malformed Via protocol"};
  via.transport = cursor.Token();
  if (via.transport.empty() || !Is(cursor.peek(), kSpaceChar)) {
    return Failed{"Malformed Via transport"};
  }
  cursor.SkipSpace();

  const size_t sent_by = cursor.position();
  via.host = ReadHost(cursor);
  if (via.host.empty() || (via.host.front() == '[' && via.host.back() != ']')) {
    return Failed{"Malformed Via host"};
  }
  via.sent_by = cursor.Since(sent_by);
  if (cursor.SkipSeparator(':')) {
    const std::optional<uint32_t> port = cursor.Number(UINT16_MAX);
    if (!port) return Failed{"Malformed Via port"};
    via.port = static_cast<uint16_t>(*port);
    via.sent_by = cursor.Since(sent_by);
  }
  cursor.SkipSpace();
  via.parameters = cursor.rest();
  if (!cursor.done() && cursor.peek() != ';') return Failed{"Malformed Via parameters"};
  ParameterReader reader(via.parameters);
  // A parameter that cannot be read ends the list; the branch before it still counts.
  while (const auto parameter = reader.Next()) {
    if (via.branch.empty() && EqualsIgnoringCase(parameter->name, "branch")) {
      via.branch = parameter->value.value_or(std::string_view());
    }
  }
  return via;
}

Result<Via> Via::ParseFirst(std::string_view text) {
  if (text.find(',') != std::string_view::npos) {
    text = ListReader(text).Next().value_or(std::string_view());
  }
  return Parse(text);
}

}  // namespace ringline
