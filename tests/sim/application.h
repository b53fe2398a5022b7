// The application of one phone in the swarm: does whatever comes to its mind, answers what it is
// asked in its own time, and, once calm, answers all at once.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"
#include "tests/sim/watcher.h"
#include "tests/sim/world.h"

namespace ringline::sim {

class Application {
 public:
  Application(World& world, Phone& phone);

  // One deed of its own.
  void Act();
  void Hear(const Output& event);
  // No deeds of its own any more; calls that stand go on standing.
  void Calm();
  void EndAll();
  // One that stands; nobody when none does.
  SessionId AnyStanding();
  void ToggleHold(SessionId call);
  void ToggleAll();

 private:
  enum class Stage { kDialing, kRinging, kStanding };
  struct Call {
    Stage stage;
    bool held = false;
  };

  void ActOnCall();
  void CallSomebody();
  void BeWrong();
  void Transfer(SessionId call);
  void TakeCall(SessionId call);
  void Later(Input input, uint32_t up_to = 3'000);
  bool Chance(uint32_t percent) { return world_.random().Below(100) < percent; }
  SessionId Any(Stage stage);
  Phone& Somebody();

  World& world_;
  Phone& phone_;
  // Of a hundred: its temper, one for a whole run.
  uint32_t accepts_, slow_, rings_;
  bool calm_ = false;
  bool unregistered_ = false;  // Not by its own wish.
  std::map<SessionId, Call> calls_;
  std::vector<IncomingId> unanswered_;
  Watcher watcher_;
};

}  // namespace ringline::sim
