// The side of an application in the swarm that watches others, is watched, and publishes (RFC 6665,
// RFC 3903).
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"
#include "tests/sim/world.h"

namespace ringline::sim {

class Watcher {
 public:
  // How an answer is given: at once, or when the application has found the time for it.
  using Later = std::function<void(Input)>;
  Watcher(World& world, Phone& phone, Later later);

  // One deed of its own.
  void Act();
  void Hear(const Output& event);
  // Nothing of its own any more; whoever waits is answered.
  void Calm();
  // But for some that the stop shall end.
  void EndAll();

 private:
  void Begin();
  void Change();
  void End();
  void TakeUp(const out::SubscribeOffered& offer);
  bool Chance(uint32_t percent) { return world_.random().Below(100) < percent; }
  template <class Id>
  Id Any(const std::set<Id>& some);

  World& world_;
  Phone& phone_;
  Later later_;
  uint32_t accepts_;  // Of a hundred, for a whole run.
  bool calm_ = false;
  int told_ = 0;
  std::set<SubscriptionId> ours_, theirs_;
  std::set<PublicationId> published_;
  std::vector<IncomingId> unanswered_;
};

}  // namespace ringline::sim
