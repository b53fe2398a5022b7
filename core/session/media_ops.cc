#include "core/session/media_ops.h"

#include <utility>

#include "core/base/overloaded.h"

namespace ringline {

void MediaOps::Open(Outbox& out) {
  if (open_) return;
  open_ = true;
  out.Push(out::OpenPeer{session_});
}

void MediaOps::Reopen(Outbox& out) {
  state_ = Idle{};
  described_ = false;
  out.Push(out::OpenPeer{session_});
}

void MediaOps::Acquire(Outbox& out) {
  OpId op = out.NextOp();
  state_ = Acquiring{op};
  out.Push(out::AcquireMedia{op, session_});
}

void MediaOps::Describe(SdpKind kind, bool ice_restart, Time now, Outbox& out) {
  OpId op = out.NextOp();
  state_ = Describing{op, kind};
  // A transport that stands keeps its candidates: only a new one is waited for.
  gathering_ = Gathering(config_, now);
  if (described_ && !ice_restart) gathering_.End();
  described_ = true;
  out.Push(out::SetLocalDescription{op, session_, kind, ice_restart});
}

void MediaOps::Apply(SdpKind kind, std::string sdp, Outbox& out) {
  if (!config_.reviews) return SetRemote(kind, std::move(sdp), out);
  OpId op = out.NextOp();
  state_ = Reviewing{op, kind, Originator::kRemote};
  out.Push(out::ReviewSdp{op, session_, Originator::kRemote, kind, std::move(sdp)});
}

void MediaOps::RollBack(Outbox& out) {
  OpId op = out.NextOp();
  state_ = RollingBack{op};
  out.Push(out::SetLocalDescription{op, session_, SdpKind::kRollback, false});
}

void MediaOps::Close(Outbox& out) {
  state_ = Idle{};
  if (!open_) return;
  open_ = false;
  out.Push(out::ClosePeer{session_});
}

OpId MediaOps::WaitingFor() const {
  return std::visit(Overloaded{
                        [](const Idle&) { return OpId(); },
                        [](const GatheringState&) { return OpId(); },
                        [](const auto& state) { return state.op; },
                    },
                    state_);
}

std::optional<MediaOps::Done> MediaOps::Handle(const in::PeerResult& result, Time now,
                                               Outbox& out) {
  bool reviewing = std::holds_alternative<Reviewing>(state_);
  if (!result.op || result.op != WaitingFor() || reviewing) return std::nullopt;
  if (!result.ok) return Failed(result);
  return Succeeded(result, now, out);
}

std::optional<MediaOps::Done> MediaOps::Succeeded(const in::PeerResult& result, Time now,
                                                  Outbox& out) {
  if (std::holds_alternative<Acquiring>(state_)) return Finish({.task = Task::kAcquire});
  if (std::holds_alternative<RollingBack>(state_)) {
    return Finish({.task = Task::kRollBack, .kind = SdpKind::kRollback});
  }
  if (auto* applying = std::get_if<Applying>(&state_)) {
    return Finish({.task = Task::kApply, .kind = applying->kind});
  }
  if (auto* describing = std::get_if<Describing>(&state_)) {
    state_ = GatheringState{describing->kind};
    return Advance(now, out);
  }
  if (auto* reading = std::get_if<Reading>(&state_)) {
    SdpKind kind = reading->kind;
    if (!config_.reviews) {
      return Finish({.task = Task::kDescribe, .kind = kind, .sdp = result.sdp});
    }
    OpId op = out.NextOp();
    state_ = Reviewing{op, kind, Originator::kLocal};
    out.Push(out::ReviewSdp{op, session_, Originator::kLocal, kind, result.sdp});
  }
  return std::nullopt;
}

MediaOps::Done MediaOps::Failed(const in::PeerResult& result) {
  Done done{.task = Task::kAcquire,
            .ok = false,
            .stage = result.stage,
            .op = result.op,
            .message = result.message};
  // clang-format off
  std::visit(Overloaded{
      [&](const Describing& s)  { done.task = Task::kDescribe; done.kind = s.kind; },
      [&](const Reading& s)     { done.task = Task::kDescribe; done.kind = s.kind; },
      [&](const Applying& s)    { done.task = Task::kApply; done.kind = s.kind; },
      [&](const RollingBack&)   { done.task = Task::kRollBack; },
      [](const auto&)           {},
  }, state_);
  // clang-format on
  return Finish(std::move(done));
}

std::optional<MediaOps::Done> MediaOps::Handle(const in::SdpReviewed& review, Outbox& out) {
  auto* reviewing = std::get_if<Reviewing>(&state_);
  if (reviewing == nullptr || reviewing->op != review.op) return std::nullopt;
  SdpKind kind = reviewing->kind;
  if (reviewing->originator == Originator::kRemote) {
    SetRemote(kind, review.sdp, out);
    return std::nullopt;
  }
  return Finish({.task = Task::kDescribe, .kind = kind, .sdp = review.sdp});
}

std::optional<MediaOps::Done> MediaOps::Handle(const in::CandidateGathered& candidate, Time now,
                                               Outbox& out) {
  gathering_.Candidate(candidate.kind, candidate.has_servers, now);
  return Advance(now, out);
}

std::optional<MediaOps::Done> MediaOps::Handle(const in::GatheringEnded&, Time now, Outbox& out) {
  gathering_.End();
  return Advance(now, out);
}

std::optional<MediaOps::Done> MediaOps::Handle(const in::SendNow&, Time now, Outbox& out) {
  gathering_.End();
  return Advance(now, out);
}

std::optional<MediaOps::Done> MediaOps::Advance(Time now, Outbox& out) {
  auto* state = std::get_if<GatheringState>(&state_);
  if (state != nullptr && gathering_.Done(now)) Read(state->kind, out);
  return std::nullopt;
}

Time MediaOps::Deadline() const {
  return std::holds_alternative<GatheringState>(state_) ? gathering_.Deadline() : kNever;
}

void MediaOps::Read(SdpKind kind, Outbox& out) {
  OpId op = out.NextOp();
  state_ = Reading{op, kind};
  out.Push(out::ReadLocalDescription{op, session_});
}

void MediaOps::SetRemote(SdpKind kind, std::string sdp, Outbox& out) {
  OpId op = out.NextOp();
  state_ = Applying{op, kind};
  out.Push(out::SetRemoteDescription{op, session_, kind, std::move(sdp)});
}

MediaOps::Done MediaOps::Finish(Done done) {
  state_ = Idle{};
  return done;
}

}  // namespace ringline
