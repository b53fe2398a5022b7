// Keeps a confirmed call whose network is gone: when to restart ICE, when to give up (pains 2).
//
//   Well ── ICE failed, or disconnected for 3 s, or signalling lost ──▶ Ill ── ICE connected and
//   signalling back ──▶ Well;  the budget spent ──▶ the call ends
//
// A call that ICE never connected is restarted too, or ended where Config says so.
//
// Each time the connection comes back, and each time ICE fails while it stands, one re-INVITE with
// an ICE restart goes out: it also tells the other end our new Contact.
#pragma once

#include <algorithm>

#include "core/base/time.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/names.h"

namespace ringline {

class Recovery {
 public:
  // What the call shall do now; several at once.
  struct Deeds {
    bool interrupted = false;  // Tell the application that the call is being kept.
    bool restart = false;      // Re-INVITE with an ICE restart; the outcome comes to Restarted.
    bool recovered = false;    // Tell the application that it is back.
    bool give_up = false;      // End the call.
  };

  explicit Recovery(const Config& config) : config_(config) {}

  // Before the call stands.
  void Note(IceState state, Time now);
  Deeds Ice(IceState state, Time now);
  Deeds Signalling(bool connected, Time now);
  // The re-INVITE of `restart` is done; `ok` false tries again after a pause.
  Deeds Restarted(bool ok, Time now);
  Deeds Advance(Time now);
  Time Deadline() const { return std::min({connecting_, suspect_, retry_, give_up_}); }
  bool ill() const { return give_up_ != kNever; }

 private:
  Deeds FallIll(Time now);
  void RestartOrWait(Deeds& deeds);
  Deeds WellIfAllIs();
  bool IceWell() const { return ice_ == IceState::kConnected || ice_ == IceState::kCompleted; }

  const Config& config_;
  IceState ice_ = IceState::kNew;
  bool connected_ = true, restarting_ = false, stale_ = false;
  bool ever_well_ = false;    // ICE has been connected once.
  Time connecting_ = kNever;  // ICE is connecting for the first time: until when it may.
  Time suspect_ = kNever;     // ICE is disconnected: until when it may heal by itself.
  Time retry_ = kNever;
  Time give_up_ = kNever;
};

}  // namespace ringline
