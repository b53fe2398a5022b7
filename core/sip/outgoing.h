// A message to be sent, as a value that layers complete from the top down: the session says what,
// the transaction adds Via and branch, the writer puts it on the wire.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sip/message.h"
#include "core/sip/method.h"

namespace ringline {

// One header line to write. The name as it shall stand on the wire.
struct HeaderLine {
  std::string name;
  std::string value;
};

// Splits "Name: value" as applications write it. No value when it holds CR, LF or NUL, has no colon
// or its name is not a token (25.1): what would inject is refused, never repaired.
Result<HeaderLine> ParseHeaderLine(std::string_view text);

struct OutgoingRequest {
  Method method = Method::kUnknown;
  std::string method_text;  // Used when method is kUnknown.
  std::string uri;
  std::vector<HeaderLine> headers;  // In the order of the wire, without Content-Length.
  std::string body;

  const HeaderLine* Find(std::string_view name) const;
  std::string_view Header(std::string_view name) const;
  void Set(std::string_view name, std::string value);  // Replaces the first, or appends.
  void Add(std::string_view name, std::string value) {
    headers.push_back({std::string(name), std::move(value)});
  }
  void AddFirst(std::string_view name, std::string value);
  void Remove(std::string_view name);  // All of them.
  std::string_view method_name() const;
  // Start line, headers, Content-Length, body.
  std::string Write() const;
  // Reads back what an application edited (RequestReviewed); the same checks as a header line's.
  static Result<OutgoingRequest> Parse(std::string_view text);
};

// RFC 3261 8.2.6: the answer to `request`: its Vias, From, To (with `to_tag` unless it has one),
// Call-ID and CSeq, then `headers`, Content-Length and `body`. Record-Route is copied for what
// makes a dialog (12.1.1). An empty `reason` takes the standard phrase.
std::string WriteResponse(const Message& request, int status, std::string_view reason,
                          std::string_view to_tag, const std::vector<HeaderLine>& headers,
                          std::string_view body);

// The phrase of RFC 3261 21 and its extensions; "" for an unknown code.
std::string_view ReasonPhrase(int status);

}  // namespace ringline
