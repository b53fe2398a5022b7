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
// How long the application, and who sits before it, may think about an upgrade of theirs: the
// shortest session timer is due for its refresh after 45 seconds, which has to wait as long.
constexpr Duration kUpgradePatience = 40s;

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

// ── theirs ──────────────────────────────────────────────────────────────────────────────────────

bool OfferAnswer::OfferIsOurs() const {
  return std::holds_alternative<Describing>(state_) || std::holds_alternative<Offered>(state_) ||
         std::holds_alternative<Completing>(state_) || std::holds_alternative<RollingBack>(state_);
}

void OfferAnswer::Receive(TransactionId server, const Message& request, Time now) {
  bool invite = request.method() == Method::kInvite;
  Theirs theirs{.server = server, .invite = invite, .offers = invite || CarriesSdp(request)};
  // 14.2 and RFC 3311 5.2: two offers never cross.
  if (theirs.offers && OfferIsOurs()) {
    Refuse(theirs, 491, "", now);
    return;
  }
  // A newer INVITE of theirs stands for the ACK of the one before: they have our answer, or lost it
  // with their connection and ask anew.
  bool settled = std::holds_alternative<Idle>(state_);
  if (invite && settled) unacknowledged_.reset();
  bool busy = !settled || unacknowledged_.has_value();
  if (theirs.offers && busy) {
    std::string wait = std::to_string(call_.ground.random.Below(11));
    call_.Respond(server, 500, "", {{"Retry-After", wait}}, "", now);
    return;
  }
  if (SessionTimer::TooSmall(request)) {
    call_.Respond(server, 422, "", {{"Min-SE", "90"}}, "", now);
    return;
  }
  call_.dialog->RefreshTarget(request);
  // A refresh that meets a negotiation of ours is no reason to ask anybody.
  if (busy) {
    SendRefreshed(theirs, now);
    return;
  }
  OpId op = call_.out().NextOp();
  // An application knows re-INVITE and UPDATE; a PRACK is no question to it.
  bool review = call_.ground.config.reviews && request.method() != Method::kPrack;
  if (!review) {
    state_ = TakeUp(theirs, {}, op, now);
    return;
  }
  state_ = Asking{theirs, op};
  call_.out().Push(
      out::ReviewReoffer{op, call_.id, std::string(request.method_text()), request.text()});
}

void OfferAnswer::Handle(const in::ReofferReviewed& review, Time now) {
  auto* asking = std::get_if<Asking>(&state_);
  if (asking == nullptr || asking->op != review.op) return;
  Theirs theirs = asking->theirs;
  state_ = review.accept ? TakeUp(theirs, review.extra_headers, review.op, now)
                         : Refuse(theirs, review.status_code, review.reason_phrase, now);
  Continue(now);
}

OfferAnswer::State OfferAnswer::TakeUp(Theirs theirs, std::vector<std::string> headers, OpId op,
                                       Time now) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  if (request == nullptr) return Idle{};
  if (!theirs.offers) {
    SendRefreshed(theirs, now);
    if (call_.ground.config.reviews) call_.out().Push(out::ReofferAnswered{op, call_.id});
    return Idle{};
  }
  if (!CarriesSdp(*request)) {
    // RFC 6337 5.1: a fresh and full offer, as if the call began.
    call_.media.Describe(SdpKind::kOffer, false, now, call_.out());
    return OfferingInAnswer{theirs, std::move(headers), op};
  }
  if (!call_.mode) return Apply(std::move(theirs), std::move(headers), op);
  bool live = PictureOf(SdpOf(*request)).live;
  if (!live && *call_.mode == MediaMode::kVideo) theirs.change = MediaMode::kAudio;
  bool upgrade = live && *call_.mode == MediaMode::kAudio;
  if (!upgrade) return Apply(std::move(theirs), std::move(headers), op);
  call_.timer.Restart(now);
  OpId question = call_.out().NextOp();
  call_.out().Push(out::UpgradeOffered{question, call_.id, request->text()});
  return AskingUpgrade{std::move(theirs), std::move(headers), op, question, now + kUpgradePatience};
}

bool OfferAnswer::Handle(const in::UpgradeReviewed& review, Time now) {
  auto* asking = std::get_if<AskingUpgrade>(&state_);
  if (asking == nullptr || asking->question != review.op) return false;
  state_ = Decide(std::move(*asking), review.accept);
  bool taken = !std::holds_alternative<Idle>(state_);
  Continue(now);
  return taken;
}

// Refused, its sections get port zero and the rest of their offer stands. A camera is for those who
// would look.
OfferAnswer::State OfferAnswer::Decide(AskingUpgrade asking, bool accept) {
  const Message* request = call_.ground.transactions.Request(asking.theirs.server);
  if (request == nullptr) return Idle{};
  if (!accept) {
    asking.theirs.change = MediaMode::kAudio;
  } else if (PictureOf(SdpOf(*request)).wanted) {
    asking.theirs.change = MediaMode::kVideo;
  }
  return Apply(std::move(asking.theirs), std::move(asking.headers), asking.op);
}

OfferAnswer::State OfferAnswer::Apply(Theirs theirs, std::vector<std::string> headers, OpId op) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  std::string fragment(IceFragment(SdpOf(*request)));
  theirs.restarts_ice = !their_fragment_.empty() && fragment != their_fragment_;
  their_fragment_ = std::move(fragment);
  call_.media.Apply(SdpKind::kOffer, std::string(SdpOf(*request)), call_.out());
  return ApplyingTheirs{theirs, std::move(headers), op};
}

// The 2xx to an UPDATE without SDP (RFC 4028 9).
void OfferAnswer::SendRefreshed(const Theirs& theirs, Time now) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  if (request == nullptr) return;
  std::vector<HeaderLine> headers = {{"Contact", call_.ground.account.Contact(call_.anonymous)}};
  std::string timer = call_.timer.AnswerTo(*request, now);
  if (!timer.empty()) headers.push_back({"Session-Expires", timer});
  call_.Respond(theirs.server, 200, "", std::move(headers), "", now);
}

OfferAnswer::State OfferAnswer::SendAnswer(const Theirs& theirs, std::vector<std::string> headers,
                                           OpId op, const std::string& sdp, Time now) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  if (request == nullptr) return Idle{};
  std::vector<HeaderLine> lines = SdpHeaders(call_.ground.account, call_.anonymous);
  std::string timer = call_.timer.AnswerTo(*request, now);
  if (!timer.empty()) lines.push_back({"Session-Expires", timer});
  for (const std::string& text : headers) {
    if (auto line = ParseHeaderLine(text)) lines.push_back(*std::move(line));
  }
  for (HeaderLine& line : call_.ground.account.ResponseHeaders(Method::kInvite)) {
    lines.push_back(std::move(line));
  }
  std::string response =
      WriteResponse(*request, 200, "", call_.dialog->key().local_tag, lines, sdp);
  uint32_t cseq = request->cseq();
  call_.ground.transactions.Respond(theirs.server, 200, response, now);
  if (theirs.invite) unacknowledged_.emplace(theirs.server, cseq, 200, std::move(response), now);
  if (CarriesSdp(*request)) call_.Agreed(sdp, Originator::kRemote);
  if (call_.ground.config.reviews) call_.out().Push(out::ReofferAnswered{op, call_.id});
  return Idle{};
}

OfferAnswer::State OfferAnswer::Refuse(const Theirs& theirs, int status, std::string_view reason,
                                       Time now) {
  call_.Respond(theirs.server, status, reason, {}, "", now);
  return Idle{};
}

void OfferAnswer::Acknowledged(const Message& ack, Time now) {
  if (!unacknowledged_ || !unacknowledged_->AcknowledgedBy(ack)) return;
  unacknowledged_.reset();
  if (std::holds_alternative<AwaitingAnswer>(state_)) {
    if (!CarriesSdp(ack)) {
      verdict_ = Verdict{Cause::kMissingSdp, 400, ""};
      state_ = Idle{};
    } else {
      Remember(SdpOf(ack));
      NoteTheirHold(HoldsUs(SdpOf(ack)));
      call_.Agreed(SdpOf(ack), Originator::kRemote);
      call_.media.Apply(SdpKind::kAnswer, std::string(SdpOf(ack)), call_.out());
      state_ = Completing{Job{}, ""};
    }
  }
  Continue(now);
}

void OfferAnswer::Remember(std::string_view their_sdp) { their_fragment_ = IceFragment(their_sdp); }

// RFC 3264 8.4: who offers sendonly or inactive does not listen.
void OfferAnswer::NoteTheirHold(bool held) {
  if (held == call_.remote_held) return;
  call_.remote_held = held;
  call_.SetHold();
  call_.out().Push(out::CallHeld{call_.id, Originator::kRemote, held});
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
        return AnsweringTheirs{s.theirs, std::move(s.headers), s.op, held_before};
      },
      [&](AnsweringTheirs& s) -> State {
        if (!done.ok) {
          // Their offer is still applied: without it, none of ours could be.
          Refuse(s.theirs, 500, "", now);
          NoteTheirHold(s.held_before);
          call_.media.RollBack(out);
          return RollingBack{Job{}, false};
        }
        return SendAnswer(s.theirs, std::move(s.headers), s.op, done.sdp, now);
      },
      [&](OfferingInAnswer& s) -> State {
        if (!done.ok) return Refuse(s.theirs, 500, "", now);
        Theirs theirs = s.theirs;
        SendAnswer(theirs, std::move(s.headers), s.op, done.sdp, now);
        return AwaitingAnswer{theirs};
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
  if (asking != nullptr && now >= asking->until) state_ = Decide(std::move(*asking), false);
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

void OfferAnswer::Close() {
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
