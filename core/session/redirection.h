// Where else an INVITE of ours may go after a 3xx: the contacts that were named, the most wanted
// first, each tried once (RFC 3261 8.1.3.4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sip/message.h"

namespace ringline {

class Redirection {
 public:
  // `tried`: the Request-URI that was answered so.
  void Note(const Message& response, const std::string& tried);
  // The next target; nothing when none is left.
  std::optional<std::string> Next();

 private:
  struct Target {
    std::string uri;
    int q;  // In thousandths.
  };
  bool Knows(const std::string& uri) const;

  std::vector<Target> targets_;  // The most wanted first.
  std::vector<std::string> tried_;
};

}  // namespace ringline
