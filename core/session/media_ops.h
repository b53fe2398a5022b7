// What a call asks of its browser, one question at a time; an answer nobody waits for is dropped.
//
//   Acquire ─▶ Acquiring ─────────────────────────────────────────────────────▶ done
//   Describe ─▶ Describing ─▶ Gathering ─▶ Reading ─▶ (Reviewing) ────────────▶ done, with the SDP
//   Apply ────▶ (Reviewing) ─▶ Applying ──────────────────────────────────────▶ done
//   RollBack ─▶ RollingBack ──────────────────────────────────────────────────▶ done
//
// (Reviewing) only where the application asked to see descriptions (Config::reviews).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/time.h"
#include "core/session/gathering.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

class MediaOps {
 public:
  enum class Task { kAcquire, kDescribe, kApply, kRollBack };
  // How a task ended. `sdp` is the description of kDescribe; `op` names the exception of a failure.
  struct Done {
    Task task;
    SdpKind kind = SdpKind::kOffer;
    bool ok = true;
    std::string sdp;
    MediaStage stage = MediaStage::kGetUserMedia;
    OpId op;
    std::string message;
  };

  MediaOps(SessionId session, const Config& config) : session_(session), config_(config) {}

  // Each begins a task. The one before must be done, or is given up by this.
  void Open(Outbox& out);
  // A new peer connection in place of the one there is, which nothing of the old one reaches.
  void Reopen(Outbox& out);
  void Acquire(Outbox& out);
  // `ice_restart`: ours for an offer, theirs for an answer; new candidates are waited for.
  void Describe(SdpKind kind, bool ice_restart, Time now, Outbox& out);
  void Apply(SdpKind kind, std::string sdp, Outbox& out);
  void RollBack(Outbox& out);
  void Close(Outbox& out);
  bool open() const { return open_; }
  bool idle() const { return std::holds_alternative<Idle>(state_); }

  std::optional<Done> Handle(const in::PeerResult& result, Time now, Outbox& out);
  std::optional<Done> Handle(const in::SdpReviewed& review, Outbox& out);
  std::optional<Done> Handle(const in::CandidateGathered& candidate, Time now, Outbox& out);
  std::optional<Done> Handle(const in::GatheringEnded& ended, Time now, Outbox& out);
  std::optional<Done> Handle(const in::SendNow& please, Time now, Outbox& out);
  std::optional<Done> Advance(Time now, Outbox& out);
  Time Deadline() const;

 private:
  struct Idle {};
  struct Acquiring {
    OpId op;
  };
  struct Describing {
    OpId op;
    SdpKind kind;
  };
  struct GatheringState {
    SdpKind kind;
  };
  struct Reading {
    OpId op;
    SdpKind kind;
  };
  struct Reviewing {
    OpId op;
    SdpKind kind;
    Originator originator;
  };
  struct Applying {
    OpId op;
    SdpKind kind;
  };
  struct RollingBack {
    OpId op;
  };
  using State = std::variant<Idle, Acquiring, Describing, GatheringState, Reading, Reviewing,
                             Applying, RollingBack>;

  OpId WaitingFor() const;
  std::optional<Done> Succeeded(const in::PeerResult& result, Time now, Outbox& out);
  Done Failed(const in::PeerResult& result);
  void Read(SdpKind kind, Outbox& out);
  void SetRemote(SdpKind kind, std::string sdp, Outbox& out);
  Done Finish(Done done);

  SessionId session_;
  const Config& config_;
  bool open_ = false, described_ = false;
  Gathering gathering_;
  State state_;
};

}  // namespace ringline
