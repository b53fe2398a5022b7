#include "core/subscription/subscriber.h"

#include <utility>

#include "core/base/overloaded.h"
#include "core/sip/contact.h"
#include "core/sip/name_addr.h"
#include "core/text/ascii.h"
#include "core/transaction/timers.h"
#include "core/uac/cause.h"

namespace ringline {
namespace {

// RFC 6665 4.1.2.1: how long a NOTIFY is waited for.
constexpr Duration kTimerN = 64 * kT1;
// What a NOTIFY says of the rest differs from our own count by its way; only more is news.
constexpr Duration kDrift{2'000};

template <class S>
concept Standing = std::same_as<S, Subscriber::Pending> || std::same_as<S, Subscriber::Active>;
template <class S>
concept Waiting = std::same_as<S, Subscriber::NotifyWait> || Standing<S>;
template <class S>
concept Alive = Waiting<S> || std::same_as<S, Subscriber::Leaving>;

// RFC 6665 4.1.2.2: answers to a refresh after which there is no subscription. Any other is a bad
// moment: what was granted stands until it expires.
bool EndsSubscription(int status) {
  return status == 401 || status == 407 || status == 404 || status == 405 || status == 410 ||
         status == 416 || (status >= 480 && status <= 485) || status == 489 || status == 501 ||
         status == 604;
}

Duration Seconds(std::optional<uint32_t> seconds) {
  return std::chrono::seconds(seconds.value_or(0));
}

std::optional<Substate> ReadState(std::string_view text) {
  for (Substate state : {Substate::kPending, Substate::kActive, Substate::kTerminated}) {
    if (WordsOf(state)[static_cast<size_t>(state)] == text) return state;
  }
  return std::nullopt;
}

uint32_t SequenceOf(const OutgoingRequest& request) {
  std::string_view cseq = request.Header("CSeq");
  return ParseNumber(cseq.substr(0, cseq.find(' '))).value_or(0);
}

}  // namespace

// ── what the application wants ──────────────────────────────────────────────────────────────────

std::string_view Subscriber::Begin(const in::Subscribe& wish, Time now) {
  auto target = ground_.account.Target(wish.target);
  if (!target) return target.reason();
  auto event = Event::Parse(wish.event);
  if (!event) return "no event package";
  Wish first{{wish.content_type, wish.body}, wish.expires <= Duration::zero()};
  if (!first.content.sound()) return "bad content type";

  auto request =
      ground_.account.MakeRequest(Method::kSubscribe, *target, *target, {}, {}, ground_.random);
  if (!request) return request.reason();
  local_tag_ = ground_.random.Token(10);
  std::string_view from = wish.from.empty() ? request->Header("From") : wish.from;
  auto from_address = NameAddr::Parse(from);
  auto to_address = NameAddr::Parse(wish.to.empty() ? request->Header("To") : wish.to);
  if (!from_address || !to_address) return "from or to is no address";
  from_address->parameters.clear(), to_address->parameters.clear();
  request->Set("From", from_address->ToString() + ";tag=" + local_tag_);
  request->Set("To", to_address->ToString());
  request->Set("CSeq", std::to_string(wish.cseq) + " SUBSCRIBE");

  std::vector<std::string> lines = wish.extra_headers;
  lines.push_back("Event: " + wish.event);
  if (!wish.accept.empty()) lines.push_back("Accept: " + wish.accept);
  for (const std::string& text : lines) {
    auto line = ParseHeaderLine(text);
    if (!line) return line.reason();
    headers_.push_back(*std::move(line));
  }
  event_ = *std::move(event);
  expires_ = wish.expires;
  initial_ = *std::move(request);
  state_ = first.leaves ? State(Leaving{now + kTimerN}) : State(NotifyWait{now + kTimerN});
  Ask(std::move(first), now);
  return "";
}

std::string_view Subscriber::Handle(const in::RefreshSubscription& input, Time now) {
  Wish wish{{input.content_type, input.body}};
  if (!wish.content.sound()) return "bad content type";
  if (std::holds_alternative<Leaving>(state_)) return "it is being ended";
  wishes_.push_back(std::move(wish));
  DoNext(now);
  return "";
}

std::string_view Subscriber::Handle(const in::Unsubscribe& input, Time now) {
  Wish wish{{input.content_type, input.body}, /*leaves=*/true};
  if (!wish.content.sound()) return "bad content type";
  if (std::holds_alternative<Leaving>(state_)) return "";
  wishes_.push_back(std::move(wish));
  Take(LeaveWanted{}, now);
  DoNext(now);
  return "";
}

void Subscriber::Abandon() {
  if (!over()) state_ = End({.why = SubscriptionEnd::kConnectionLost});
}

// ── SUBSCRIBE ───────────────────────────────────────────────────────────────────────────────────

void Subscriber::Ask(Wish wish, Time now) {
  OutgoingRequest request = dialog_ ? dialog_->MakeRequest(Method::kSubscribe) : initial_;
  for (const HeaderLine& line : headers_) request.Set(line.name, line.value);
  Duration expires = wish.leaves ? Duration::zero() : expires_;
  request.Set("Expires",
              std::to_string(std::chrono::duration_cast<std::chrono::seconds>(expires).count()));
  if (request.Find("Contact") == nullptr) request.Add("Contact", ground_.account.Contact());
  wish.content.PutInto(request);
  asked_ = std::move(wish);
  // Until it is answered nothing else is due but the end.
  lease_.refresh = kNever;
  ticket_ = ground_.uac.Send(std::move(request), {Owner::Kind::kSubscription, id_.value()},
                             /*in_dialog=*/dialog_.has_value(), now);
}

void Subscriber::DoNext(Time now) {
  if (over() || ticket_ || wishes_.empty()) return;
  Wish wish = std::move(wishes_.front());
  wishes_.erase(wishes_.begin());
  Ask(std::move(wish), now);
}

void Subscriber::Handle(const ClientEvent& event, Time now) {
  using Kind = ClientEvent::Kind;
  if (over() || event.ticket != ticket_ || event.kind == Kind::kProvisional) return;
  if (event.kind == Kind::kNeedsCSeq) {
    return ground_.uac.Resend(ticket_, dialog_->NextSequence(), now);
  }
  ticket_ = TicketId();
  int status = event.kind == Kind::kFinal ? event.response.status_code() : 0;
  if (event.kind == Kind::kLost) {
    // Asked again, body and all, when the connection is back.
    wishes_.insert(wishes_.begin(), std::exchange(asked_, {}));
    return Take(ConnectionLost{}, now);
  }
  if (event.kind == Kind::kTimedOut) {
    Ending ending{.why = SubscriptionEnd::kTimedOut, .cause = Cause::kRequestTimeout};
    Take(Refused{ending, /*ends=*/true, Duration::zero()}, now);
  } else if (status < 300) {
    Accepted(event.ticket, event.response, now);
  } else if (status != 423 || !Longer(event.ticket, event.response, now)) {
    bool challenged = status == 401 || status == 407;
    Ending ending{.why = challenged ? SubscriptionEnd::kUnauthorized : SubscriptionEnd::kRefused,
                  .cause = CauseOf(status),
                  .response = event.response.text()};
    auto later = RetryAfter::Parse(event.response.Header(HeaderName::kRetryAfter));
    Take(Refused{std::move(ending), EndsSubscription(status),
                 later ? Seconds(later->seconds) : Duration::zero()},
         now);
  }
  DoNext(now);
}

void Subscriber::Accepted(TicketId ticket, const Message& response, Time now) {
  if (!dialog_) {
    auto dialog = Dialog::FromResponse(*ground_.uac.Sent(ticket), response);
    if (!dialog) {
      return Take(Over{{.why = SubscriptionEnd::kBadAnswer, .response = response.text()}}, now);
    }
    dialog_ = *std::move(dialog);
  } else if (response.to_tag() == dialog_->key().remote_tag) {
    dialog_->RefreshTarget(response);
  }
  if (!std::exchange(accepted_, true)) {
    ground_.out.Push(out::SubscriptionAccepted{id_, response.text()});
  }
  // 4.1.2.1: the answer says what was granted. Who leaves it out grants what was asked for.
  auto said = ParseSeconds(response.Header(HeaderName::kExpires));
  Take(Granted{said && *said > 0 ? Seconds(said) : expires_}, now);
}

bool Subscriber::Longer(TicketId ticket, const Message& response, Time now) {
  auto shortest = ParseSeconds(response.Header(HeaderName::kMinExpires));
  if (!shortest || Seconds(shortest) <= expires_ || asked_.leaves) return false;
  expires_ = Seconds(shortest);
  if (!dialog_) {
    // A new request of the same call: one number up (RFC 3261 8.1.3.5).
    initial_.Set("CSeq", std::to_string(SequenceOf(*ground_.uac.Sent(ticket)) + 1) + " SUBSCRIBE");
  }
  Ask(std::exchange(asked_, {}), now);
  return true;
}

// ── NOTIFY ──────────────────────────────────────────────────────────────────────────────────────

uint32_t Subscriber::LocalSequence() const {
  if (dialog_) return dialog_->local_sequence();
  const OutgoingRequest* sent = ground_.uac.Sent(ticket_);
  return SequenceOf(sent ? *sent : initial_);
}

void Subscriber::Respond(TransactionId server, int status, std::string_view reason, Time now) {
  const Message* request = ground_.transactions.Request(server);
  if (request == nullptr) return;
  ground_.transactions.Respond(
      server, status,
      WriteResponse(*request, status, reason, local_tag_,
                    ground_.account.ResponseHeaders(request->method()), ""),
      now);
}

void Subscriber::Refuse(TransactionId server, int status, Time now) {
  Respond(server, status, "", now);
  Take(Over{{.why = SubscriptionEnd::kBadNotify}}, now);
}

void Subscriber::Receive(TransactionId server, const Message& request, Time now) {
  if (request.method() != Method::kNotify) return Respond(server, 405, "", now);
  if (!std::exchange(notified_, true) || !dialog_) {
    // 4.4.1: the NOTIFY's route set counts, also after a 2xx.
    auto dialog = Dialog::FromNotify(request, LocalSequence());
    if (dialog) dialog_ = *std::move(dialog);
    if (!dialog_) return Respond(server, 400, "Missing Contact", now);
  }
  if (!dialog_->AcceptSequence(request)) return Respond(server, 500, "", now);
  auto event = Event::Parse(request.Header(HeaderName::kEvent));
  if (!event) return Refuse(server, 400, now);
  if (event->package != event_.package || event->id != event_.id) return Refuse(server, 489, now);
  auto said = SubscriptionState::Parse(request.Header(HeaderName::kSubscriptionState));
  auto state = said ? ReadState(said->state) : std::nullopt;
  if (!state) return Refuse(server, 400, now);

  Respond(server, 200, "", now);
  dialog_->RefreshTarget(request);
  ground_.out.Push(out::NotifyReceived{id_, *state, request.text()});
  if (*state == Substate::kTerminated) {
    Ending ending{.reason = said->reason};
    if (said->retry_after) ending.retry_after = static_cast<int>(*said->retry_after);
    return Take(Over{std::move(ending)}, now);
  }
  std::optional<Duration> expires;
  if (said->expires) expires = Seconds(said->expires);
  Take(Notified{*state, expires}, now);
}

// ── the machine ─────────────────────────────────────────────────────────────────────────────────

void Subscriber::Take(const Happening& happening, Time now) {
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state             on happening               does, and becomes
      [&](Waiting auto s,     const Granted& e)          { return Hold(e.expires, now), State(s); },
      [&](NotifyWait,         const Refused& e)          { return End(e.ending); },
      [&](Leaving,            const Refused& e)          { return End(e.ending); },
      [&](Standing auto s,    const Refused& e)          {
          return e.ends ? End(e.ending) : (lease_.TryLater(e.retry_after, now), State(s)); },
      [&](Waiting auto,       const Notified& e)         { return Stand(e, now); },
      [&](Alive auto,         const Over& e)             { return End(e.ending); },
      [&](Waiting auto,       const LeaveWanted&)        { return Leave(now); },
      [&](Alive auto s,       const ConnectionLost&)     {
          return dialog_ ? State(s) : End({.why = SubscriptionEnd::kConnectionLost,
                                           .cause = Cause::kConnectionError}); },
      // Whoever routed to the old connection cannot any more: the refresh says where we are.
      [&](Waiting auto s,     const ConnectionBack&)     { return AskAgain(s, {}, now); },
      [&](Leaving s,          const ConnectionBack&)     { return AskAgain(s, {{}, /*leaves=*/true}, now); },
      [&](NotifyWait,         const TimerFired&)         { return End({.why = SubscriptionEnd::kNoNotify}); },
      [&](Leaving,            const TimerFired&)         { return End({.why = SubscriptionEnd::kNoFinalNotify}); },
      [&](Standing auto s,    const TimerFired&)         { return Tick(s, now); },
      [](auto same,           const auto&)               { return State(same); },
  }, state_, happening);
  // clang-format on
}

void Subscriber::Hold(Duration expires, Time now) {
  lease_ = Lease::Of(expires, now, ground_.random);
}

Subscriber::State Subscriber::Stand(const Notified& e, Time now) {
  // 4.1.3: what a NOTIFY says of the rest is the notifier's last word.
  Duration rest = e.expires.value_or(expires_);
  bool unknown = lease_.expiry == kNever;
  bool shorter = e.expires && now + rest + kDrift < lease_.expiry;
  if (unknown || shorter) Hold(rest, now);
  if (e.state == Substate::kPending) return Pending{};
  return Active{};
}

Subscriber::State Subscriber::Tick(State standing, Time now) {
  if (now >= lease_.expiry)
    return End({.why = SubscriptionEnd::kExpired, .cause = Cause::kExpires});
  lease_.refresh = kNever;
  if (!ticket_) Ask({}, now);
  return standing;
}

Subscriber::State Subscriber::AskAgain(State same, Wish wish, Time now) {
  if (!dialog_ || ticket_) return same;
  if (wishes_.empty()) wishes_.push_back(std::move(wish));
  DoNext(now);
  return same;
}

Subscriber::State Subscriber::Leave(Time now) { return Leaving{now + kTimerN}; }

Subscriber::State Subscriber::End(const Ending& ending) {
  ground_.out.Push(out::SubscriptionEnded{id_, ending.why, ending.cause, ending.response,
                                          ending.reason, ending.retry_after});
  return Terminated{};
}

Time Subscriber::Deadline() const {
  return std::visit(Overloaded{
                        [](const NotifyWait& s) { return s.until; },
                        [](const Leaving& s) { return s.until; },
                        [](const Terminated&) { return kNever; },
                        [this](const auto&) { return lease_.Deadline(); },
                    },
                    state_);
}

}  // namespace ringline
