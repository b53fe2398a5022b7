#include "core/session/offer_answer.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"
#include "core/sdp/description.h"
#include "core/sip/parameterized.h"
#include "core/uac/cause.h"
#include "core/uas/content.h"

namespace ringline {
namespace {

// How often one wish waits for them, and for how long at most (RFC 3261 14.2: up to ten seconds).
constexpr uint8_t kDeferrals = 4;
constexpr uint32_t kLongestWait = 10;  // Seconds.

}  // namespace

// ── ours ────────────────────────────────────────────────────────────────────────────────────────

void OfferAnswer::Want(Job job, Time now) {
  if (job.hold) {
    // Silence first, ask after: what they have not yet agreed to is no reason to be heard.
    call_.local_held = *job.hold;
    call_.SetHold();
    call_.out().Push(out::CallHeld{call_.id, Originator::kLocal, *job.hold});
  }
  queue_.push_back(std::move(job));
  Continue(now);
}

void OfferAnswer::Continue(Time now) {
  bool may_begin = std::holds_alternative<Idle>(state_) && !queue_.empty() && call_.connected &&
                   !unacknowledged_ && now >= not_before_;
  if (may_begin) state_ = Begin(now);
}

OfferAnswer::State OfferAnswer::Begin(Time now) {
  Job job = std::move(queue_.front());
  queue_.erase(queue_.begin());
  bool bare = job.refresh && call_.peer_updates;
  if (bare) return SendOffer(std::move(job), "", now);
  job.offered_hold = call_.local_held;
  if (job.mode) call_.SetMode(*job.mode);
  call_.media.Describe(SdpKind::kOffer, job.ice_restart, now, call_.out());
  return Describing{std::move(job)};
}

OfferAnswer::State OfferAnswer::SendOffer(Job job, std::string sdp, Time now) {
  bool update = sdp.empty() || (job.use_update && call_.peer_updates);
  OutgoingRequest request = call_.dialog->MakeRequest(update ? Method::kUpdate : Method::kInvite);
  request.Add("Contact", call_.ground.account.Contact(call_.anonymous));
  if (!sdp.empty()) request.Add("Content-Type", "application/sdp");
  call_.timer.Ask(request, Duration::zero());
  for (const std::string& text : job.headers) {
    if (auto line = ParseHeaderLine(text)) request.Set(line->name, line->value);
  }
  request.body = std::move(sdp);
  // They may think about it, and no refresh can go out meanwhile: they have just heard of us.
  if (job.mode == MediaMode::kVideo) call_.timer.Restart(now);
  return Offered{std::move(job), call_.Send(std::move(request), now)};
}

bool OfferAnswer::Owns(TicketId ticket) const {
  auto* offered = std::get_if<Offered>(&state_);
  return offered != nullptr && offered->ticket == ticket;
}

void OfferAnswer::Handle(const ClientEvent& event, Time now) {
  if (!Owns(event.ticket)) return;
  Offered offered = std::get<Offered>(std::move(state_));
  using Kind = ClientEvent::Kind;
  switch (event.kind) {
    case Kind::kProvisional:
    case Kind::kNeedsCSeq:
      state_ = std::move(offered);
      return;
    case Kind::kFinal:
      state_ = event.response.status_code() < 300
                   ? Accepted(std::move(offered), event.response, now)
                   : Refused(std::move(offered), event.response, now);
      break;
    case Kind::kTimedOut:
      state_ = TimedOut(std::move(offered));
      break;
    case Kind::kLost:
      state_ = Lost(std::move(offered.job));
      break;
  }
  Continue(now);
}

OfferAnswer::State OfferAnswer::Accepted(Offered offered, const Message& response, Time now) {
  call_.dialog->RefreshTarget(response);
  call_.timer.AgreedBy(response, now);
  if (response.method() == Method::kInvite) call_.Acknowledge(response.cseq());
  const OutgoingRequest* sent = call_.ground.uac.Sent(offered.ticket);
  bool bare = sent != nullptr && sent->body.empty();
  if (bare) return Finish(offered.job, Cause::kNone, response.text());
  if (!CarriesSdp(response)) {
    verdict_ = Verdict{Cause::kBadMediaDescription, 488, ""};
    return Finish(offered.job, Cause::kBadMediaDescription, response.text());
  }
  Remember(SdpOf(response));
  call_.Agreed(SdpOf(response), Originator::kLocal);
  call_.media.Apply(SdpKind::kAnswer, std::string(SdpOf(response)), call_.out());
  return Completing{std::move(offered.job), response.text()};
}

OfferAnswer::State OfferAnswer::Refused(Offered offered, const Message& response, Time now) {
  int status = response.status_code();
  // 12.2.1.2: these end the dialog, not only the request.
  if (status == 481 || status == 408) {
    verdict_ = Verdict{Cause::kDialogError, 0, response.text()};
    return Finish(offered.job, Cause::kDialogError, response.text());
  }
  auto retry = Retry(offered.job, response, now);
  bool again = retry.has_value();
  if (again) not_before_ = *retry;
  const OutgoingRequest* sent = call_.ground.uac.Sent(offered.ticket);
  bool bare = sent != nullptr && sent->body.empty();
  if (bare) {
    return again ? Later(std::move(offered.job), not_before_)
                 : Finish(offered.job, CauseOf(status), response.text());
  }
  call_.media.RollBack(call_.out());
  if (!again) Finish(offered.job, CauseOf(status), response.text());
  return RollingBack{std::move(offered.job), again};
}

std::optional<Time> OfferAnswer::Retry(Job& job, const Message& response, Time now) {
  if (response.status_code() == 491) return now + GlareDelay();
  bool patient = job.deferrals++ < kDeferrals;
  if (!patient) return std::nullopt;
  // RFC 4028 7.4: with an interval that suits them.
  if (response.status_code() == 422 && call_.timer.Raise(response)) return now;
  // 14.2: they are still about an INVITE before this one. A server that is merely broken has no
  // such header.
  auto wait = RetryAfter::Parse(response.Header(HeaderName::kRetryAfter));
  bool busy = response.status_code() == 500 && wait && wait->seconds <= kLongestWait;
  if (!busy) return std::nullopt;
  return now + std::chrono::seconds(wait->seconds) + GlareDelay();
}

// RFC 3261 12.2.1.2: as a 408, which ends the dialog. But the network that swallowed a request of
// the recovery is what that is for: it asks again until recovery.h gives up.
OfferAnswer::State OfferAnswer::TimedOut(Offered offered) {
  if (!offered.job.recovery) {
    verdict_ = Verdict{Cause::kRequestTimeout, 408, ""};
    return Finish(offered.job, Cause::kRequestTimeout);
  }
  call_.media.RollBack(call_.out());
  Finish(offered.job, Cause::kRequestTimeout);
  return RollingBack{std::move(offered.job), false};
}

// Back to the head of the queue, for a time when it may succeed.
OfferAnswer::State OfferAnswer::Later(Job job, Time when) {
  not_before_ = std::max(not_before_, when);
  queue_.insert(queue_.begin(), std::move(job));
  return Idle{};
}

// The connection went away under our request: it is made anew when there is one again.
OfferAnswer::State OfferAnswer::Lost(Job job) {
  call_.connected = false;  // As Connected will say; until it says otherwise nothing begins.
  bool described = !(job.refresh && call_.peer_updates);
  if (!described) return Later(std::move(job), Time{});
  call_.media.RollBack(call_.out());
  return RollingBack{std::move(job), true};
}

OfferAnswer::State OfferAnswer::Finish(const Job& job, Cause cause, std::string response) {
  bool ok = cause == Cause::kNone;
  if (ok) agreed_held_ = job.offered_hold.value_or(agreed_held_);
  if (job.hold && !ok) FallBack();
  bool unwanted = job.mode == MediaMode::kVideo && call_.mode != job.mode;
  if (unwanted) call_.SetMode(MediaMode::kAudio);
  if (ok && unwanted) cause = Cause::kRejected, ok = false;
  if (job.recovery) recovered_ = ok;
  if (job.vital && !ok && !verdict_) verdict_ = Verdict{Cause::kBadMediaDescription, 488, ""};
  if (job.request) {
    call_.out().Push(
        out::RenegotiationEnded{job.request, call_.id, ok, std::move(response), cause});
  }
  return Idle{};
}

// Back to the hold that they agreed to last; a newer wish stands.
void OfferAnswer::FallBack() {
  bool newer = std::any_of(queue_.begin(), queue_.end(),
                           [](const Job& job) { return job.hold.has_value(); });
  if (newer || call_.local_held == agreed_held_) return;
  call_.local_held = agreed_held_;
  call_.SetHold();
  call_.out().Push(out::CallHeld{call_.id, Originator::kLocal, agreed_held_});
}

// RFC 3261 14.1: whoever made the Call-ID waits longer, so that the two do not meet again.
Duration OfferAnswer::GlareDelay() {
  Random& random = call_.ground.random;
  if (call_.caller) return 2100ms + 10ms * random.Below(191);
  return 10ms * random.Below(201);
}

// ── the browser's answers ───────────────────────────────────────────────────────────────────────

void OfferAnswer::Handle(const MediaOps::Done& done, Time now) {
  Outbox& out = call_.out();
  if (!done.ok) out.Push(out::MediaFailed{call_.id, done.op, done.stage});
  auto fail = [&](const Job& job) {
    verdict_ = Verdict{Cause::kWebrtcError, 500, ""};
    return Finish(job, Cause::kWebrtcError);
  };
  // clang-format off
  State next = std::visit(Overloaded{
      [&](Describing& s) -> State {
        if (!done.ok) return fail(s.job);
        return SendOffer(std::move(s.job), done.sdp, now);
      },
      [&](Completing& s) -> State {
        if (!done.ok) return fail(s.job);
        return Finish(s.job, Cause::kNone, std::move(s.response));
      },
      [&](RollingBack& s) -> State {
        if (!s.again) return Idle{};
        return Later(std::move(s.job), not_before_);
      },
      [&](ApplyingTheirs& s) -> State {
        if (!done.ok) return Refuse(s.theirs, 488, "", now);
        bool held_before = call_.remote_held;
        const Message* request = call_.ground.transactions.Request(s.theirs.server);
        if (request != nullptr) NoteTheirHold(HoldsUs(SdpOf(*request)));
        if (s.theirs.change) call_.SetMode(*s.theirs.change);
        call_.media.Describe(SdpKind::kAnswer, s.theirs.restarts_ice, now, out);
        return AnsweringTheirs{std::move(s.theirs), held_before};
      },
      [&](AnsweringTheirs& s) -> State {
        if (!done.ok) {
          // Their offer is still applied: without it, none of ours could be.
          Refuse(s.theirs, 500, "", now);
          NoteTheirHold(s.held_before);
          call_.media.RollBack(out);
          return RollingBack{Job{}, false};
        }
        return SendAnswer(s.theirs, done.sdp, now);
      },
      [&](OfferingInAnswer& s) -> State {
        if (!done.ok) return Refuse(s.theirs, 500, "", now);
        SendAnswer(s.theirs, done.sdp, now);
        return AwaitingAnswer{std::move(s.theirs)};
      },
      [&](Withdrawing& s) -> State {
        if (done.ok) call_.media.RollBack(out);
        if (s.camera) call_.SetMode(MediaMode::kAudio);
        return done.ok ? State(RollingBack{Job{}, false}) : State(Idle{});
      },
      [](auto& same) -> State { return std::move(same); },
  }, state_);
  // clang-format on
  state_ = std::move(next);
  Continue(now);
}

void OfferAnswer::Advance(Time now) {
  if (unacknowledged_ && !unacknowledged_->Advance(now, call_.ground.transactions)) {
    unacknowledged_.reset();
    verdict_ = Verdict{Cause::kNoAck, 408, ""};
    return;
  }
  auto* asking = std::get_if<AskingUpgrade>(&state_);
  if (asking != nullptr && now >= asking->until) {
    TellWithdrawn(asking->question);
    state_ = Decide(std::move(*asking), false);
  }
  Continue(now);
}

Time OfferAnswer::Deadline() const {
  Time next = unacknowledged_ ? unacknowledged_->Deadline() : kNever;
  if (auto* asking = std::get_if<AskingUpgrade>(&state_)) next = std::min(next, asking->until);
  bool waiting = std::holds_alternative<Idle>(state_) && !queue_.empty() && call_.connected &&
                 !unacknowledged_;
  return waiting ? std::min(next, not_before_) : next;
}

void OfferAnswer::Connected(bool connected, Time now) {
  call_.connected = connected;
  Continue(now);
}

void OfferAnswer::Close(Time now) {
  // 15.1.2: who ends a dialog leaves no request in it without an answer.
  if (const Theirs* theirs = Pending()) Refuse(*theirs, 487, "", now);
  if (auto* asking = std::get_if<AskingUpgrade>(&state_)) TellWithdrawn(asking->question);
  auto abandon = [&](const Job& job) {
    if (!job.request) return;
    call_.out().Push(out::RenegotiationEnded{job.request, call_.id, false, "", Cause::kBye});
  };
  if (auto* s = std::get_if<Describing>(&state_)) abandon(s->job);
  if (auto* s = std::get_if<Offered>(&state_)) abandon(s->job);
  if (auto* s = std::get_if<Completing>(&state_)) abandon(s->job);
  if (auto* s = std::get_if<RollingBack>(&state_); s && s->again) abandon(s->job);
  for (const Job& job : queue_) abandon(job);
  queue_.clear();
  unacknowledged_.reset();
  state_ = Idle{};
}

}  // namespace ringline
