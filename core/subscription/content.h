// What a SUBSCRIBE, NOTIFY or PUBLISH carries: a body and its type.
#pragma once

#include <string>

#include "core/sip/outgoing.h"

namespace ringline {

struct Content {
  std::string type, body;

  // What would inject is refused (25.1).
  bool sound() const { return ParseHeaderLine("Content-Type: " + type).ok(); }
  void PutInto(OutgoingRequest& request) const {
    if (!type.empty()) request.Set("Content-Type", type);
    request.body = body;
  }
};

}  // namespace ringline
