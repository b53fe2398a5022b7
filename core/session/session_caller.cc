// The half of a call that is ours to make: INVITE, its forks, its early answers, its 2xx.
#include <utility>

#include "core/session/session.h"
#include "core/uac/cause.h"
#include "core/uas/content.h"

namespace ringline {
namespace {

bool IsReliable(const Message& response) {
  return response.Lists(HeaderName::kRequire, "100rel") && response.Has(HeaderName::kRSeq);
}

}  // namespace

Result<bool> Session::Invite(const in::MakeCall& wish, Time) {
  const Ground& ground = call_.ground;
  auto target = ground.account.Target(wish.target);
  if (!target) return Failed{target.reason()};
  Uri to = *target;
  to.headers.clear();
  auto request = ground.account.MakeRequest(
      Method::kInvite, to, to, {wish.from_user_name, wish.from_display_name, wish.anonymous},
      wish.extra_headers, ground.random);
  if (!request) return Failed{request.reason()};
  call_.caller = true;
  call_.anonymous = wish.anonymous;
  offerless_ = wish.offerless;
  session_expires_ = wish.session_expires;
  invite_ = *std::move(request);
  if (invite_.Find("Contact") == nullptr) {
    invite_.Add("Contact", ground.account.Contact(wish.anonymous));
  }
  if (ground.config.reliable_provisionals == ReliableProvisional::kRequired) {
    invite_.Set("Require", "100rel");
  }
  call_.timer.Ask(invite_, session_expires_);
  ground.account.Complete(invite_);
  state_ = Preparing{};
  call_.out().Push(out::CallCreated{call_.id, invite_.Write()});
  call_.media.Open(call_.out());
  call_.media.Acquire(call_.out());
  return true;
}

void Session::ReviewInvite(Time now) {
  if (!offerless_) {
    invite_.Set("Content-Type", "application/sdp");
    invite_.body = offer_;
  }
  if (!call_.ground.config.reviews) {
    state_ = SendInvite(now);
    return;
  }
  review_ = call_.out().NextOp();
  call_.out().Push(out::ReviewRequest{review_, call_.id, invite_.Write()});
}

void Session::Handle(const in::RequestReviewed& input, Time now) {
  if (!Is<Preparing>() || !review_ || input.op != review_) return;
  review_ = OpId();
  if (!input.text.empty()) {
    auto edited = OutgoingRequest::Parse(input.text);
    if (!edited) {
      call_.out().Push(out::Rejected{"requestReviewed", std::string(edited.reason())});
    } else {
      invite_ = *std::move(edited);
      invite_.Remove("Content-Length");
    }
  }
  state_ = SendInvite(now);
}

Session::State Session::SendInvite(Time now) {
  invite_ticket_ = call_.ground.uac.Send(invite_, {Owner::Kind::kSession, call_.id.value()},
                                         /*in_dialog=*/false, now);
  return Inviting{};
}

// The same call once more, with something changed (RFC 3261 8.1.3.4, 8.1.3.5).
Session::State Session::InviteAgain(const Message& response, Time now) {
  TellWaiting();
  invite_.Set("CSeq", std::to_string(response.cseq() + 1) + " INVITE");
  forks_.Clear();
  call_.dialog.reset();
  return SendInvite(now);
}

// ── dialogs ─────────────────────────────────────────────────────────────────────────────────────

Dialog* Session::DialogOf(const DialogKey& key) {
  bool current = call_.dialog && call_.dialog->key() == key;
  return current ? &*call_.dialog : forks_.Find(key);
}

// The dialog that a response belongs to; made by it when there was none (12.1.2).
Dialog* Session::NoteDialog(const Message& response) {
  DialogKey key = KeyOfResponse(response);
  if (Dialog* known = DialogOf(key)) return known;
  auto made = Dialog::FromResponse(*call_.ground.uac.Sent(invite_ticket_), response);
  if (!made) return nullptr;
  new_dialogs_.push_back(std::move(key));
  if (call_.dialog) return &forks_.Add(*std::move(made));
  call_.dialog = *std::move(made);
  return &*call_.dialog;
}

// Another fork of a call that already stands: it is told so (13.2.2.4).
void Session::HangUpFork(const Message& response, Time now) {
  Dialog* fork = DialogOf(KeyOfResponse(response));
  OutgoingRequest ack = fork->MakeAck(response.cseq());
  call_.ground.account.Complete(ack);
  call_.ground.transactions.SendAck(std::move(ack));
  if (!forks_.HangUp(fork->key())) return;
  call_.ground.uac.Send(fork->MakeRequest(Method::kBye), {}, /*in_dialog=*/false, now);
}

// ── before the 2xx ──────────────────────────────────────────────────────────────────────────────

void Session::Provisional(const Message& response, Time now) {
  if (!Is<Inviting>() || response.status_code() == 100) return;
  Dialog* dialog = response.to_tag().empty() ? nullptr : NoteDialog(response);
  bool sdp = CarriesSdp(response);
  if (IsReliable(response)) {
    auto rseq = ParseNumber(response.Header(HeaderName::kRSeq));
    if (dialog == nullptr || !rseq || !dialog->AcceptReliable(*rseq)) return;
    // At once (RFC 3262 4), unless it is to carry our answer.
    if (!offerless_ || !sdp) SendPrack(response, "", now);
  }
  report_ = response.status_code();
  if (!sdp) return TellProgress(response);
  waiting_.Push(response);
  GoOn(now);
}

void Session::TellProgress(const Message& response) {
  call_.out().Push(out::CallProgress{call_.id, Originator::kRemote, response.text()});
}

// What has not been applied yet will not be any more.
void Session::TellWaiting() {
  while (auto early = waiting_.Pop()) TellProgress(*early);
}

void Session::SendPrack(const Message& response, const std::string& sdp, Time now) {
  DialogKey key = KeyOfResponse(response);
  Dialog* dialog = DialogOf(key);
  if (dialog == nullptr) return;
  OutgoingRequest prack = dialog->MakeRequest(Method::kPrack);
  prack.Add("RAck", std::string(response.Header(HeaderName::kRSeq)) + " " +
                        std::to_string(response.cseq()) + " INVITE");
  if (!sdp.empty()) prack.Add("Content-Type", "application/sdp");
  prack.body = sdp;
  pracks_[call_.Send(std::move(prack), now)] = std::move(key);
}

// The SDP of a 1xx. A reliable one is the answer, or the offer where the INVITE had none; an
// unreliable one says what the answer will be (13.2.1). The early media of one fork is heard: what
// a browser has connected once it connects to nobody else.
void Session::ApplyEarly(const Message& response) {
  bool reliable = IsReliable(response);
  bool useful = !media_of_ && !agreed_ && (reliable || !offerless_);
  if (!useful) return TellProgress(response);
  media_of_ = KeyOfResponse(response);
  forks_.Choose(*media_of_, call_.dialog);
  early_ = response;
  if (!reliable) early_sdp_ = SdpOf(response);
  SdpKind kind = offerless_ ? SdpKind::kOffer : reliable ? SdpKind::kAnswer : SdpKind::kPranswer;
  call_.media.Apply(kind, std::string(SdpOf(response)), call_.out());
}

void Session::EarlyApplied(const MediaOps::Done& done, Time now) {
  if (!early_) return;
  if (done.task == MediaOps::Task::kApply && offerless_) {
    call_.media.Describe(SdpKind::kAnswer, false, now, call_.out());
    return;
  }
  Message response = *std::exchange(early_, std::nullopt);
  if (done.task == MediaOps::Task::kDescribe) SendPrack(response, done.sdp, now);
  if (IsReliable(response)) {
    agreed_ = true;
    negotiation_.Remember(SdpOf(response));
    call_.Agreed(offerless_ ? done.sdp : SdpOf(response), Originator::kLocal);
  }
  TellProgress(response);
}

// Costs no call: the final answer may be better, and it may be another fork's.
void Session::EarlyBroken() {
  media_of_.reset();
  early_sdp_.clear();
  if (early_) TellProgress(*std::exchange(early_, std::nullopt));
}

// ── the 2xx ─────────────────────────────────────────────────────────────────────────────────────

Session::State Session::Accepted(const Message& response, Time now) {
  bool awaited = Is<Inviting>() || Is<Canceling>();
  Dialog* dialog = NoteDialog(response);
  if (dialog == nullptr) {
    if (Is<Canceling>()) return Ended{};
    if (!awaited) return std::move(state_);
    return Fail(Originator::kRemote, Cause::kInternalError, response.text(), now,
                "2xx without Contact");
  }
  if (!awaited) {
    // Or the same one again, before our answer to it was made.
    bool other = dialog != &*call_.dialog;
    if (other) HangUpFork(response, now);
    return std::move(state_);
  }
  forks_.Choose(KeyOfResponse(response), call_.dialog);
  call_.dialog->Confirm(response);
  // It crossed our CANCEL (9.1): the call stands there, and is ended as one.
  if (Is<Canceling>()) {
    call_.Acknowledge(response.cseq());
    return SendBye({}, now);
  }
  TellWaiting();
  call_.peer_updates = response.Lists(HeaderName::kAllow, "UPDATE");
  call_.timer.AgreedBy(response, now);
  report_ = response.status_code();
  if (!offerless_ || agreed_) call_.Acknowledge(response.cseq());
  accepted_ = response;
  return Join(now);
}

// From their 2xx to media.
Session::State Session::Join(Time now) {
  using Step = Joining::Step;
  bool elsewhere = media_of_ && *media_of_ != call_.dialog->key();
  if (agreed_ && !elsewhere) return Stand();
  if (elsewhere) {
    // A peer connection that has met one fork never connects to another.
    negotiation_.Close(now);
    media_of_.reset();
    agreed_ = false;
    early_.reset();
    call_.media.Reopen(call_.out());
    call_.media.Acquire(call_.out());
    return Joining{Step::kReopening};
  }
  if (!call_.media.idle()) return Joining{Step::kWaiting};
  std::string sdp(SdpOf(accepted_));
  // What a provisional said holds when the final answer says nothing.
  if (sdp.empty()) sdp = std::move(early_sdp_);
  if (sdp.empty()) {
    Fail(Originator::kRemote, Cause::kBadMediaDescription, accepted_.text(), now);
    return SendBye({.status_code = 400, .reason_phrase = "Missing session description"}, now);
  }
  negotiation_.Remember(sdp);
  if (!offerless_) call_.Agreed(sdp, Originator::kLocal);
  call_.media.Apply(offerless_ ? SdpKind::kOffer : SdpKind::kAnswer, std::move(sdp), call_.out());
  return Joining{offerless_ ? Step::kOffer : Step::kAnswer};
}

Session::State Session::JoinOn(Joining joining, const MediaOps::Done& done, Time now) {
  using Step = Joining::Step;
  switch (joining.step) {
    case Step::kWaiting:
      if (early_) EarlyApplied(done, now);
      return joining;
    case Step::kAnswer:
      return Stand();
    case Step::kOffer:
      call_.media.Describe(SdpKind::kAnswer, false, now, call_.out());
      joining.step = Step::kOurAnswer;
      return joining;
    case Step::kOurAnswer:
      call_.Acknowledge(accepted_.cseq(), done.sdp);
      call_.Agreed(done.sdp, Originator::kRemote);
      return Stand();
    case Step::kReopening:
      if (offerless_) return Join(now);
      State standing = Stand();
      negotiation_.Want({.vital = true}, now);
      return standing;
  }
  return joining;
}

Session::State Session::JoinFailed(Joining joining, const MediaOps::Done& done, Time now) {
  if (joining.step == Joining::Step::kWaiting) {
    EarlyBroken();
    return joining;
  }
  if (!call_.ack) call_.Acknowledge(accepted_.cseq());
  Fail(Originator::kRemote, Cause::kBadMediaDescription, accepted_.text(), now, done.message);
  return SendBye({.status_code = 488}, now);
}

Session::State Session::Stand() {
  call_.out().Push(
      out::CallAccepted{call_.id, Originator::kRemote, std::exchange(accepted_, {}).text()});
  return Confirm(Originator::kLocal, "");
}

Session::State Session::Refused(const Message& response, Time now) {
  if (!Is<Inviting>()) return Is<Canceling>() ? State(Ended{}) : std::move(state_);
  int status = response.status_code();
  // RFC 4028 7.3.
  if (status == 422 && call_.timer.Raise(response)) {
    call_.timer.Ask(invite_, session_expires_);
    return InviteAgain(response, now);
  }
  bool redirected = status < 400 && call_.ground.config.follow_redirects;
  if (redirected) redirection_.Note(response, invite_.uri);
  // 8.1.3.4: the next one, unless nobody anywhere wants the call (21.6).
  if (auto next = status < 600 ? redirection_.Next() : std::nullopt) {
    invite_.uri = *std::move(next);
    return InviteAgain(response, now);
  }
  report_ = status;
  return Fail(Originator::kRemote, CauseOf(status), response.text(), now);
}

}  // namespace ringline
