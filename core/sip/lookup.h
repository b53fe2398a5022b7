// What an application asks about a message it was given: answered from the raw text, whenever it
// asks, by the same parser that read it first. No state: the border calls this with a Message.
//
// Every answer is a list of strings, so that the border needs one shape for all of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sip/message.h"

namespace ringline {

enum class Question : uint8_t {
  kStart,     // {"request", method, Request-URI, version} or {"response", status, phrase, version}.
  kHeader,    // {the nth field of that name}, or {} when there is none.
  kHeaders,   // Every field of that name.
  kValues,    // The same with comma lists taken apart.
  kFields,    // {name, value} of every field in order; known names in their long form.
  kBody,      // {body}
  kIdentity,  // {Call-ID, From tag, To tag, topmost branch, CSeq number, CSeq method}
};

// `name` and `index` count where the question has them.
std::vector<std::string> Ask(const Message& message, Question question, std::string_view name = {},
                             size_t index = 0);

// The text of `message` with that header set: the first field of the name is replaced and further
// ones go; without one the line is appended. Refused when it would not be one header line.
Result<std::string> WithHeader(const Message& message, std::string_view name,
                               std::string_view value);
// The same with a field for each value; none takes the header away.
Result<std::string> WithHeaders(const Message& message, std::string_view name,
                                const std::vector<std::string>& values);
// With that body, and Content-Length as it must be.
std::string WithBody(const Message& message, std::string_view body);

}  // namespace ringline
