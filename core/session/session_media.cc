// What the browser's answers mean for a call on its way; what they mean once it stands is
// offer_answer.h's.
#include <utility>

#include "core/base/overloaded.h"
#include "core/session/session.h"
#include "core/uas/content.h"

namespace ringline {

void Session::Handle(const in::PeerResult& input, Time now) {
  if (in_dialog_.Handle(input)) return;
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::SdpReviewed& input, Time now) {
  Media(call_.media.Handle(input, call_.out()), now);
}
void Session::Handle(const in::ReofferReviewed& input, Time now) {
  negotiation_.Handle(input, now);
  ObeyVerdict(now);
}
bool Session::Handle(const in::UpgradeReviewed& input, Time now) {
  bool taken = negotiation_.Handle(input, now);
  ObeyVerdict(now);
  return taken;
}
void Session::Handle(const in::CandidateGathered& input, Time now) {
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::GatheringEnded& input, Time now) {
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::SendNow& input, Time now) {
  Media(call_.media.Handle(input, now, call_.out()), now);
}
void Session::Handle(const in::StatsRead& input, Time now) {
  quality_.Handle(input, call_.local_held || call_.remote_held, now, call_.out());
}

void Session::Media(std::optional<MediaOps::Done> done, Time now) {
  if (!done) return;
  if (established() || negotiation_.working()) {
    negotiation_.Handle(*done, now);
  } else {
    state_ = done->ok ? MediaDone(*done, now) : MediaBroken(*done, now);
  }
  GoOn(now);
  ObeyVerdict(now);
}

// The browser is free: what waited for it.
void Session::GoOn(Time now) {
  AnswerWhenPossible(now);
  if (!call_.media.idle()) return;
  if (auto* joining = std::get_if<Joining>(&state_)) {
    bool waits = joining->step == Joining::Step::kWaiting;
    if (waits) state_ = Join(now);
  }
  while (Is<Inviting>() && call_.media.idle() && !waiting_.empty()) ApplyEarly(*waiting_.Pop());
}

Session::State Session::MediaDone(const MediaOps::Done& done, Time now) {
  using Task = MediaOps::Task;
  Outbox& out = call_.out();
  const Message* invite = call_.ground.transactions.Request(invite_server_);
  auto connecting = [&](std::string request) {
    out.Push(out::CallConnecting{call_.id, std::move(request)});
  };
  // clang-format off
  return std::visit(Overloaded{
      [&](Preparing& s) -> State {
        if (done.task == Task::kAcquire) {
          connecting(invite_.Write());
          if (!offerless_) return call_.media.Describe(SdpKind::kOffer, false, now, out), s;
        }
        offer_ = done.sdp;
        ReviewInvite(now);
        return std::move(state_);
      },
      [&](Inviting& s) -> State { return EarlyApplied(done, now), s; },
      [&](Joining& s) -> State  { return JoinOn(std::move(s), done, now); },
      [&](Answering& s) -> State {
        if (invite == nullptr) return Fail(Originator::kSystem, Cause::kInternalError, "", now, "no INVITE");
        bool offer_next = done.task == Task::kAcquire && !offerless_;
        if (offer_next) {
          call_.media.Apply(SdpKind::kOffer, std::string(SdpOf(*invite)), out);
          return s;
        }
        if (done.task != Task::kDescribe) {
          connecting(invite->text());
          call_.media.Describe(offerless_ ? SdpKind::kOffer : SdpKind::kAnswer, false, now, out);
          return s;
        }
        return s.early ? SendEarly(done.sdp, now) : SendFirstAnswer(done.sdp, now);
      },
      [](auto& same) -> State { return std::move(same); },
  }, state_);
  // clang-format on
}

// The call cannot be: whoever waits for it is told, and the application which step failed.
Session::State Session::MediaBroken(const MediaOps::Done& done, Time now) {
  using Task = MediaOps::Task;
  auto event = [&] { call_.out().Push(out::MediaFailed{call_.id, done.op, done.stage}); };
  bool denied = done.task == Task::kAcquire;
  Cause cause = denied ? Cause::kUserDeniedMediaAccess : Cause::kWebrtcError;
  // As JsSIP orders them: what we could not make before the call's end, what was refused after it.
  bool first = done.task == Task::kDescribe;
  if (first) event();
  State next = Ended{};
  if (Is<Preparing>()) {
    next = Fail(Originator::kLocal, cause, "", now, done.message);
  } else if (Is<Inviting>()) {
    EarlyBroken();
    next = std::move(state_);
  } else if (auto* joining = std::get_if<Joining>(&state_)) {
    next = JoinFailed(std::move(*joining), done, now);
  } else if (Is<Answering>()) {
    bool theirs = done.task == Task::kApply;
    int status = denied ? 480 : theirs ? 488 : 500;
    call_.Respond(invite_server_, status, "", {}, "", now);
    report_ = status;
    next = denied   ? Fail(Originator::kLocal, cause, "", now, done.message)
           : theirs ? Fail(Originator::kSystem, cause, "", now, done.message)
                    : Fail(Originator::kSystem, Cause::kInternalError, "", now, done.message);
  } else {
    next = std::move(state_);
  }
  if (!first) event();
  return next;
}

}  // namespace ringline
