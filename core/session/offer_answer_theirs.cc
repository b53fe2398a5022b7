// The half of an offer and its answer that is theirs to begin.
#include <utility>

#include "core/base/overloaded.h"
#include "core/sdp/description.h"
#include "core/session/offer_answer.h"
#include "core/uas/content.h"

namespace ringline {
namespace {

// How long the application, and who sits before it, may think about an upgrade of theirs: the
// shortest session timer is due for its refresh after 45 seconds, which has to wait as long.
constexpr Duration kUpgradePatience = 40s;

}  // namespace

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
  // An application knows re-INVITE and UPDATE; a PRACK is no question to it.
  bool review = call_.ground.config.reviews && request.method() != Method::kPrack;
  if (!review) {
    state_ = TakeUp(std::move(theirs), now);
    return;
  }
  OpId op = theirs.op = call_.out().NextOp();
  state_ = Asking{std::move(theirs)};
  call_.out().Push(
      out::ReviewReoffer{op, call_.id, std::string(request.method_text()), request.text()});
}

void OfferAnswer::Handle(const in::ReofferReviewed& review, Time now) {
  auto* asking = std::get_if<Asking>(&state_);
  if (asking == nullptr || asking->theirs.op != review.op) return;
  Theirs theirs = std::move(asking->theirs);
  if (review.accept) {
    theirs.headers = review.extra_headers;
    state_ = TakeUp(std::move(theirs), now);
  } else {
    theirs.op = OpId();
    state_ = Refuse(theirs, review.status_code, review.reason_phrase, now);
  }
  Continue(now);
}

OfferAnswer::State OfferAnswer::TakeUp(Theirs theirs, Time now) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  if (request == nullptr) return Idle{};
  if (!theirs.offers) {
    SendRefreshed(theirs, now);
    if (theirs.op) call_.out().Push(out::ReofferAnswered{theirs.op, call_.id});
    return Idle{};
  }
  if (!CarriesSdp(*request)) {
    // RFC 6337 5.1: a fresh and full offer, as if the call began.
    call_.media.Describe(SdpKind::kOffer, false, now, call_.out());
    return OfferingInAnswer{std::move(theirs)};
  }
  if (!call_.mode) return Apply(std::move(theirs));
  bool live = PictureOf(SdpOf(*request)).live;
  if (!live && *call_.mode == MediaMode::kVideo) theirs.change = MediaMode::kAudio;
  bool upgrade = live && *call_.mode == MediaMode::kAudio;
  if (!upgrade) return Apply(std::move(theirs));
  call_.timer.Restart(now);
  OpId question = call_.out().NextOp();
  call_.out().Push(out::UpgradeOffered{question, call_.id, request->text()});
  return AskingUpgrade{std::move(theirs), question, now + kUpgradePatience};
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
  return Apply(std::move(asking.theirs));
}

OfferAnswer::State OfferAnswer::Apply(Theirs theirs) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  theirs.restarts_ice = !their_fragment_.empty() && IceFragment(SdpOf(*request)) != their_fragment_;
  call_.media.Apply(SdpKind::kOffer, std::string(SdpOf(*request)), call_.out());
  return ApplyingTheirs{std::move(theirs)};
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

OfferAnswer::State OfferAnswer::SendAnswer(const Theirs& theirs, const std::string& sdp, Time now) {
  const Message* request = call_.ground.transactions.Request(theirs.server);
  if (request == nullptr) return Idle{};
  std::vector<HeaderLine> lines = SdpHeaders(call_.ground.account, call_.anonymous);
  std::string timer = call_.timer.AnswerTo(*request, now);
  if (!timer.empty()) lines.push_back({"Session-Expires", timer});
  for (const std::string& text : theirs.headers) {
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
  if (CarriesSdp(*request)) {
    Remember(SdpOf(*request));
    call_.Agreed(sdp, Originator::kRemote);
  }
  if (theirs.op) call_.out().Push(out::ReofferAnswered{theirs.op, call_.id});
  return Idle{};
}

OfferAnswer::State OfferAnswer::Refuse(const Theirs& theirs, int status, std::string_view reason,
                                       Time now) {
  call_.Respond(theirs.server, status, reason, {}, "", now);
  TellWithdrawn(theirs.op);
  return Idle{};
}

void OfferAnswer::TellWithdrawn(OpId op) {
  if (op) call_.out().Push(out::OfferWithdrawn{op, call_.id});
}

const OfferAnswer::Theirs* OfferAnswer::Pending() const {
  return std::visit(Overloaded{
                        [](const Asking& s) { return &s.theirs; },
                        [](const AskingUpgrade& s) { return &s.theirs; },
                        [](const ApplyingTheirs& s) { return &s.theirs; },
                        [](const AnsweringTheirs& s) { return &s.theirs; },
                        [](const OfferingInAnswer& s) { return &s.theirs; },
                        [](const auto&) -> const Theirs* { return nullptr; },
                    },
                    state_);
}

// RFC 3261 9.2. Nothing takes back an answer that the browser is making, since it may be applied:
// the 2xx goes out as if the two had crossed.
void OfferAnswer::Canceled(TransactionId invite, Time now) {
  const Theirs* theirs = Pending();
  bool late = std::holds_alternative<AnsweringTheirs>(state_);
  if (theirs == nullptr || theirs->server != invite || late) return;
  Refuse(*theirs, 487, "", now);
  if (auto* asking = std::get_if<AskingUpgrade>(&state_)) TellWithdrawn(asking->question);
  bool begun = std::holds_alternative<ApplyingTheirs>(state_) ||
               std::holds_alternative<OfferingInAnswer>(state_);
  bool camera = theirs->change == MediaMode::kVideo;
  state_ = begun ? State(Withdrawing{camera}) : State(Idle{});
  Continue(now);
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

}  // namespace ringline
