#include "core/subscription/notifier.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"
#include "core/sip/contact.h"
#include "core/transaction/timers.h"
#include "core/uac/cause.h"

namespace ringline {
namespace {

// How long an application may think about what its NOTIFY shall say.
constexpr Duration kPatience = kT1;

template <class S>
concept Standing = std::same_as<S, Notifier::Pending> || std::same_as<S, Notifier::Active>;
template <class S>
concept Unsaid = Standing<S> || std::same_as<S, Notifier::Parting>;

std::string_view WordOf(const Notifier::Pending&) { return "pending"; }
std::string_view WordOf(const Notifier::Active&) { return "active"; }

template <class S>
S Owing(S state, Time owed) {
  state.owed = owed;
  return state;
}

}  // namespace

// ── what the application wants ──────────────────────────────────────────────────────────────────

std::string_view Notifier::Begin(const in::AcceptSubscribe& wish, TransactionId server, Time now) {
  const Message* subscribe = ground_.transactions.Request(server);
  if (subscribe == nullptr) return "too late";
  event_text_ = subscribe->Header(HeaderName::kEvent);
  auto event = Event::Parse(event_text_);
  if (!event) return "it names no event package";
  for (const std::string& text : wish.extra_headers) {
    auto line = ParseHeaderLine(text);
    if (!line) return line.reason();
    headers_.push_back(*std::move(line));
  }
  auto dialog = Dialog::FromRequest(*subscribe, ground_.random.Token(10));
  if (!dialog) return dialog.reason();
  dialog_ = *std::move(dialog);
  event_ = *std::move(event);
  default_expires_ = wish.default_expires;
  shortest_ = wish.shortest;
  if (!wish.pending) state_ = Active{kNever, kNever};
  if (auto expires = Accept(server, *subscribe, now)) {
    if (*expires > Duration::zero()) return Take(Refreshed{*expires}, now), "";
    return Take(Unsubscribed{}, now), "";
  }
  state_ = End({SubscriptionEnd::kRefused, Cause::kNone, ""});
  return "";
}

std::string_view Notifier::Handle(const in::ActivateSubscription&, Time now) {
  Take(Activated{}, now);
  return "";
}

std::string_view Notifier::Handle(const in::Notify& input, Time now) {
  Content content{input.content_type, input.body};
  if (!content.sound()) return "bad content type";
  if (std::holds_alternative<Closing>(state_)) return "it has ended";
  content_ = std::move(content);
  Take(Told{}, now);
  return "";
}

std::string_view Notifier::Handle(const in::EndSubscription& input, Time now) {
  Content content{input.content_type, input.body};
  if (!content.sound() || !ParseHeaderLine("x: " + input.reason))
    return "bad content type or reason";
  if (std::holds_alternative<Closing>(state_)) return "it has ended";
  content_ = std::move(content);
  Take(Ended{input.reason, input.retry_after}, now);
  return "";
}

void Notifier::EndNow(Time now) {
  // RFC 6665 4.1.3: who may try again elsewhere or later.
  Take(Ended{"deactivated", -1}, now);
}

void Notifier::Abandon() {
  bool told = std::holds_alternative<Closing>(state_) || over();
  if (!told) Report(SubscriptionEnd::kConnectionLost);
  state_ = Terminated{};
}

// ── SUBSCRIBE ───────────────────────────────────────────────────────────────────────────────────

std::string Notifier::Contact() const {
  for (const HeaderLine& line : headers_) {
    if (HeaderNameOf(line.name) == HeaderName::kContact) return line.value;
  }
  return ground_.account.Contact();
}

void Notifier::Respond(TransactionId server, int status, std::vector<HeaderLine> headers,
                       Time now) {
  const Message* request = ground_.transactions.Request(server);
  if (request == nullptr) return;
  for (HeaderLine& line : ground_.account.ResponseHeaders(request->method())) {
    headers.push_back(std::move(line));
  }
  ground_.transactions.Respond(
      server, status, WriteResponse(*request, status, "", dialog_->key().local_tag, headers, ""),
      now);
}

std::optional<Duration> Notifier::Accept(TransactionId server, const Message& subscribe, Time now) {
  Duration expires = default_expires_;
  if (subscribe.Has(HeaderName::kExpires)) {
    auto said = ParseSeconds(subscribe.Header(HeaderName::kExpires));
    if (!said) return Respond(server, 400, {}, now), std::nullopt;
    expires = std::chrono::seconds(*said);
  }
  auto seconds = [](Duration duration) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
  };
  // 4.2.1.1: too brief; what fetches or ends is never.
  if (expires > Duration::zero() && expires < shortest_) {
    return Respond(server, 423, {{"Min-Expires", seconds(shortest_)}}, now), std::nullopt;
  }
  std::vector<HeaderLine> headers = {{"Expires", seconds(expires)}, {"Contact", Contact()}};
  Respond(server, 200, std::move(headers), now);
  ground_.out.Push(out::SubscribeReceived{id_, expires == Duration::zero(), subscribe.text(),
                                          dialog_->key().local_tag});
  return expires;
}

void Notifier::Receive(TransactionId server, const Message& request, Time now) {
  if (request.method() != Method::kSubscribe) return Respond(server, 405, {}, now);
  if (!dialog_->AcceptSequence(request)) return Respond(server, 500, {}, now);
  auto event = Event::Parse(request.Header(HeaderName::kEvent));
  bool same = event && event->package == event_.package && event->id == event_.id;
  if (!same) return Respond(server, event ? 489 : 400, {}, now);
  bool gone = std::holds_alternative<Closing>(state_) || std::holds_alternative<Parting>(state_);
  if (gone) return Respond(server, 481, {}, now);
  auto expires = Accept(server, request, now);
  if (!expires) return;
  dialog_->RefreshTarget(request);
  if (*expires > Duration::zero()) return Take(Refreshed{*expires}, now);
  Take(Unsubscribed{}, now);
}

// ── NOTIFY ──────────────────────────────────────────────────────────────────────────────────────

void Notifier::Send(std::string subscription_state, Time now) {
  OutgoingRequest notify = dialog_->MakeRequest(Method::kNotify);
  for (const HeaderLine& line : headers_) notify.Set(line.name, line.value);
  notify.Set("Event", event_text_);
  if (notify.Find("Contact") == nullptr) notify.Add("Contact", ground_.account.Contact());
  notify.Set("Subscription-State", std::move(subscription_state));
  if (!content_.body.empty()) content_.PutInto(notify);
  notifies_.push_back(ground_.uac.Send(std::move(notify), {Owner::Kind::kSubscription, id_.value()},
                                       /*in_dialog=*/true, now));
}

void Notifier::Say(std::string_view state, Time expiry, Time now) {
  auto left = std::chrono::duration_cast<std::chrono::seconds>(expiry - now);
  Send(std::string(state) + ";expires=" + std::to_string(left.count()), now);
}

void Notifier::Handle(const ClientEvent& event, Time now) {
  using Kind = ClientEvent::Kind;
  auto known = std::find(notifies_.begin(), notifies_.end(), event.ticket);
  if (known == notifies_.end() || event.kind == Kind::kProvisional) return;
  if (event.kind == Kind::kNeedsCSeq) {
    return ground_.uac.Resend(event.ticket, dialog_->NextSequence(), now);
  }
  notifies_.erase(known);
  int status = event.kind == Kind::kFinal ? event.response.status_code() : 0;
  if (event.kind == Kind::kTimedOut) {
    return Take(Refused{SubscriptionEnd::kTimedOut, Cause::kRequestTimeout, ""}, now);
  }
  // A connection that is lost loses nothing: how things stand is said again when it is back.
  if (event.kind == Kind::kLost || status < 300) return Take(Answered{}, now);
  bool challenged = status == 401 || status == 407;
  Take(Refused{challenged ? SubscriptionEnd::kUnauthorized : SubscriptionEnd::kRefused,
               CauseOf(status), event.response.text()},
       now);
}

// ── the machine ─────────────────────────────────────────────────────────────────────────────────

void Notifier::Take(const Happening& happening, Time now) {
  auto say = [&](const auto& s) {
    Say(WordOf(s), s.expiry, now);
    return Owing(s, kNever);
  };
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state             on happening               does, and becomes
      [&](Standing auto s,    const Refreshed& e)        { s.expiry = now + e.expires; return State(Owing(s, now + kPatience)); },
      [&](Standing auto,      const Unsubscribed&)       { return State(Parting{now + kPatience, SubscriptionEnd::kUnsubscribed}); },
      [&](Pending s,          const Activated&)          { return State(Active{s.expiry, now + kPatience}); },
      [&](Standing auto s,    const Told&)               { return State(say(s)); },
      [&](Parting s,          const Told&)               { return Close("timeout", -1, s.why, now); },
      [&](Standing auto,      const Ended& e)            { return Close(e.reason, e.retry_after, SubscriptionEnd::kFinalNotify, now); },
      [&](Parting s,          const Ended& e)            { return Close(e.reason, e.retry_after, s.why, now); },
      [&](Closing s,          const Answered&)           { return notifies_.empty() ? State(Terminated{}) : State(s); },
      [&](Closing,            const Refused&)            { return State(Terminated{}); },
      [&](Unsaid auto,        const Refused& e)          { return End(e); },
      // Whoever routed to the old connection cannot any more: the NOTIFY says where we are.
      [&](Standing auto s,    const ConnectionBack&)     { return State(say(s)); },
      [&](Standing auto s,    const TimerFired&)         { return Tick(s, s.expiry, WordOf(s), now); },
      [&](Parting s,          const TimerFired&)         { return Close("timeout", -1, s.why, now); },
      [](auto same,           const auto&)               { return State(same); },
  }, state_, happening);
  // clang-format on
}

Notifier::State Notifier::Tick(State same, Time expiry, std::string_view word, Time now) {
  if (now >= expiry) {
    ground_.out.Push(out::SubscriptionExpired{id_});
    return Parting{now + kPatience, SubscriptionEnd::kExpired};
  }
  Say(word, expiry, now);
  return std::visit(Overloaded{
                        [](Standing auto s) { return State(Owing(s, kNever)); },
                        [](auto s) { return State(s); },
                    },
                    same);
}

Notifier::State Notifier::Close(std::string_view reason, int retry_after, SubscriptionEnd why,
                                Time now) {
  std::string state = "terminated";
  if (!reason.empty()) state.append(";reason=").append(reason);
  if (retry_after >= 0) state += ";retry-after=" + std::to_string(retry_after);
  Send(std::move(state), now);
  Report(why);
  return Closing{};
}

Notifier::State Notifier::End(const Refused& e) {
  Report(e.why, e.cause, e.response);
  return Terminated{};
}

void Notifier::Report(SubscriptionEnd why, Cause cause, std::string response) {
  ground_.out.Push(out::SubscriptionEnded{id_, why, cause, std::move(response), "", -1});
}

Time Notifier::Deadline() const {
  return std::visit(Overloaded{
                        [](const Standing auto& s) { return std::min(s.expiry, s.owed); },
                        [](const Parting& s) { return s.owed; },
                        [](const auto&) { return kNever; },
                    },
                    state_);
}

}  // namespace ringline
