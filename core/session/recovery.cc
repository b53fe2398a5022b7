#include "core/session/recovery.h"

namespace ringline {
namespace {

constexpr Duration kMayHeal = 3s;
constexpr Duration kPause = 2s;

}  // namespace

void Recovery::Note(IceState state, Time now) {
  ice_ = state;
  ever_well_ |= IceWell();
  bool connecting = state == IceState::kChecking && !ever_well_;
  bool impatient = connecting && config_.connecting_patience > Duration::zero();
  connecting_ = impatient ? now + config_.connecting_patience : kNever;
}

Recovery::Deeds Recovery::Ice(IceState state, Time now) {
  bool was_well = IceWell();
  Note(state, now);
  if (IceWell()) {
    suspect_ = kNever;
    return WellIfAllIs();
  }
  // Of a path that never was Chromium says `disconnected` after 15 s of checks, and nothing more.
  bool never_was = state == IceState::kDisconnected && !ever_well_;
  if (state == IceState::kFailed || never_was) {
    suspect_ = kNever;
    if (!ever_well_ && config_.unconnected_fails) return {.give_up = true};
    return FallIll(now);
  }
  bool falters = state == IceState::kDisconnected && was_well;
  if (falters && suspect_ == kNever) suspect_ = now + kMayHeal;
  return {};
}

Recovery::Deeds Recovery::Signalling(bool connected, Time now) {
  connected_ = connected;
  if (!connected) {
    // Whoever routed to us by the old connection cannot any more: our Contact is stale.
    stale_ = true;
    restarting_ = false;
    retry_ = kNever;
    return IceWell() ? Deeds{} : FallIll(now);
  }
  Deeds deeds;
  if (stale_) RestartOrWait(deeds);
  return deeds;
}

Recovery::Deeds Recovery::Restarted(bool ok, Time now) {
  if (!restarting_) return {};
  restarting_ = false;
  if (!ok) {
    retry_ = now + kPause;
    return {};
  }
  stale_ = false;
  // The new candidates need a while; if they find no path the next try follows. Where that would
  // keep the browser from ever saying that a call has failed, its word is waited for.
  bool may_fail = !ever_well_ && config_.unconnected_fails;
  if (!IceWell() && !may_fail) retry_ = now + 4 * kPause;
  return WellIfAllIs();
}

Recovery::Deeds Recovery::Advance(Time now) {
  if (now >= give_up_) {
    give_up_ = suspect_ = retry_ = connecting_ = kNever;
    return {.give_up = true};
  }
  if (now >= connecting_) {
    connecting_ = kNever;
    return FallIll(now);
  }
  if (now >= suspect_) {
    suspect_ = kNever;
    return FallIll(now);
  }
  Deeds deeds;
  if (now >= retry_) {
    retry_ = kNever;
    RestartOrWait(deeds);
  }
  return deeds;
}

Recovery::Deeds Recovery::FallIll(Time now) {
  Deeds deeds;
  if (!ill()) {
    give_up_ = now + config_.recovery_budget;
    deeds.interrupted = true;
  }
  RestartOrWait(deeds);
  return deeds;
}

void Recovery::RestartOrWait(Deeds& deeds) {
  bool needed = stale_ || !IceWell();
  if (!connected_ || restarting_ || !needed) return;
  restarting_ = true;
  retry_ = kNever;
  deeds.restart = true;
}

Recovery::Deeds Recovery::WellIfAllIs() {
  bool well = IceWell() && connected_ && !stale_ && !restarting_;
  if (!well) return {};
  retry_ = kNever;
  if (!ill()) return {};
  give_up_ = kNever;
  return {.recovered = true};
}

}  // namespace ringline
