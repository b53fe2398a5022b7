// When a description has candidates enough to be sent: never at the end of gathering if that is
// far.
//
// A server-reflexive or relayed candidate, or a host candidate where no server is configured, and a
// quiet moment after the newest; at most the cap (pains 1: users wait 10–40 s for the end).
#pragma once

#include <algorithm>

#include "core/base/time.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/names.h"

namespace ringline {

class Gathering {
 public:
  Gathering() = default;
  Gathering(const Config& config, Time now)
      : quiet_(config.gathering_quiet),
        host_quiet_(config.gathering_host_quiet),
        cap_(now + config.gathering_cap) {}

  void Candidate(CandidateKind kind, bool has_servers, Time now) {
    bool reachable = kind == CandidateKind::kServerReflexive || kind == CandidateKind::kRelay;
    if (reachable) enough_ = now + quiet_;
    if (!reachable && !has_servers) enough_ = now + host_quiet_;
  }
  void End() { ended_ = true; }

  bool Done(Time now) const { return ended_ || now >= Deadline(); }
  Time Deadline() const { return std::min(enough_, cap_); }

 private:
  Duration quiet_{}, host_quiet_{};
  Time cap_ = kNever;
  Time enough_ = kNever;
  bool ended_ = false;
};

}  // namespace ringline
