// What an application asks about a SIP text (js/engine/sip_text.ts): one question, a list of
// strings.
#pragma once

#include <string>
#include <vector>

#include "core/vocabulary/codec.h"

namespace ringline {

// The question's number and its texts. What cannot be answered is an empty list.
std::vector<std::string> Answer(Reader question);

}  // namespace ringline
