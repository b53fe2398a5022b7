#include "core/registration/registration.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"
#include "core/sip/contact.h"
#include "core/uac/cause.h"

namespace ringline {
namespace {

constexpr Duration kShortest = 10s;

std::optional<Duration> ReadSeconds(std::string_view text) {
  auto seconds = ParseSeconds(text);
  if (!seconds) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

}  // namespace

Registration::Registration(const Config& config, Account& account, UserAgentClient& uac,
                           Random& random, Outbox& out)
    : config_(config),
      account_(account),
      uac_(uac),
      random_(random),
      out_(out),
      // RFC 3261 10.2: one Call-ID for all registrations of a user agent.
      call_id_(random.Token(22)),
      from_tag_(random.Token(10)),
      expires_(config.register_expires) {}

OutgoingRequest Registration::MakeRequest(std::string contact, Duration expires) {
  Uri registrar = *Uri::Parse(account_.registrar());
  Uri to = account_.uri();
  to.parameters.clear(), to.headers.clear();
  OutgoingRequest request =
      *account_.MakeRequest(Method::kRegister, registrar, to, Identity{}, headers_, random_);
  request.Set("From", NameAddr{account_.display_name(), to, {}}.ToString() + ";tag=" + from_tag_ +
                          config_.register_from_tag_trail);
  request.Set("Call-ID", call_id_);
  request.Set("CSeq", std::to_string(++cseq_) + " REGISTER");
  std::string seconds =
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(expires).count());
  bool says = expires > Duration::zero() || config_.register_expires > Duration::zero();
  if (contact == "*") {
    request.Add("Contact", contact);
  } else {
    request.Add("Contact", says ? contact + ";expires=" + seconds : contact);
  }
  if (says) request.Add("Expires", seconds);
  return request;
}

TicketId Registration::Send(OutgoingRequest request, Time now) {
  // 10.2: all share a Call-ID, so the number of a second try comes from here as in a dialog.
  return uac_.Send(std::move(request), {Owner::Kind::kRegistration, 0}, /*in_dialog=*/true, now);
}

void Registration::Register(Time now) {
  bool busy = std::holds_alternative<Asking>(state_) || std::holds_alternative<Leaving>(state_);
  if (busy) {
    next_ = Next::kRegister;
    return;
  }
  next_ = Next::kNothing;
  state_ = Asking{Send(MakeRequest(account_.RegisterContact(), expires_), now)};
}

void Registration::Unregister(bool all, Time now) {
  bool busy = std::holds_alternative<Asking>(state_) || std::holds_alternative<Leaving>(state_);
  if (busy) {
    next_ = all ? Next::kUnregisterAll : Next::kUnregister;
    return;
  }
  next_ = Next::kNothing;
  if (!registered_) return;
  // 10.2.2: zero seconds, whatever the configuration says of Expires.
  OutgoingRequest request = MakeRequest(all ? "*" : account_.RegisterContact(), Duration::zero());
  request.Set("Expires", "0");
  if (!all) request.Set("Contact", account_.RegisterContact() + ";expires=0");
  state_ = Leaving{Send(std::move(request), now)};
}

void Registration::Handle(const ClientEvent& event, Time now) {
  using Kind = ClientEvent::Kind;
  auto* asking = std::get_if<Asking>(&state_);
  auto* leaving = std::get_if<Leaving>(&state_);
  bool ours =
      (asking && asking->ticket == event.ticket) || (leaving && leaving->ticket == event.ticket);
  if (!ours || event.kind == Kind::kProvisional) return;
  if (event.kind == Kind::kNeedsCSeq) return uac_.Resend(event.ticket, ++cseq_, now);
  Cause cause = event.kind == Kind::kLost       ? Cause::kConnectionError
                : event.kind == Kind::kTimedOut ? Cause::kRequestTimeout
                                                : CauseOf(event.response.status_code());
  bool final = event.kind == Kind::kFinal;
  bool success = final && event.response.status_code() < 300;
  if (leaving) {
    state_ = Idle{};
    Left(final ? event.response.text() : "", success ? Cause::kNone : cause);
  } else if (final) {
    state_ = Answered(event.response, now);
  } else {
    state_ = Failed("", cause);
  }
  DoNext(now);
}

Registration::State Registration::Answered(const Message& response, Time now) {
  int status = response.status_code();
  if (status < 300) return Accepted(response, now);
  if (status == 423) {
    // 10.2.8: the registrar says how long is long enough.
    auto shortest = ReadSeconds(response.Header(HeaderName::kMinExpires));
    if (shortest && *shortest > expires_) {
      expires_ = *shortest;
      return Asking{Send(MakeRequest(account_.RegisterContact(), expires_), now)};
    }
  }
  return Failed(response.text(), CauseOf(status));
}

Registration::State Registration::Accepted(const Message& response, Time now) {
  const Contact* ours = nullptr;
  Contacts contacts = Contacts::Of(response);
  for (const Contact& contact : contacts.values) {
    if (contact.address.uri.user == account_.contact_uri().user &&
        contact.address.uri.host == account_.contact_uri().host) {
      ours = &contact;
    }
  }
  // 10.2.4: a 2xx lists what is bound. Without ours we are not reachable, whatever the code says.
  if (ours == nullptr) return Failed(response.text(), Cause::kSipFailureCode);
  Duration expires = expires_;
  if (ours->expires) {
    expires = std::chrono::seconds(*ours->expires);
  } else if (auto said = ReadSeconds(response.Header(HeaderName::kExpires))) {
    expires = *said;
  }
  expires = std::max<Duration>(expires, kShortest);
  account_.SetGruus(std::string(ValueOf(ours->address.parameters, "pub-gruu")),
                    std::string(ValueOf(ours->address.parameters, "temp-gruu")));
  std::vector<std::string> route;
  for (std::string_view value : response.Values(HeaderName::kServiceRoute))
    route.emplace_back(value);
  account_.SetServiceRoute(std::move(route));
  // Somewhere in the second half, so that a thousand phones do not come back at once.
  Duration early = expires > 64s ? random_.Between(expires / 2, expires - 32s) : expires - 5s;
  bool first = !registered_;
  registered_ = true;
  if (first) out_.Push(out::Registered{response.text()});
  return Held{now + early, now + expires, false};
}

Registration::State Registration::Failed(std::string response, Cause cause) {
  out_.Push(out::RegistrationFailed{response, cause});
  if (registered_) Left(std::move(response), cause);
  return Idle{};
}

void Registration::Left(std::string response, Cause cause) {
  registered_ = false;
  account_.SetGruus("", "");
  out_.Push(out::Unregistered{std::move(response), cause});
}

void Registration::DoNext(Time now) {
  bool busy = std::holds_alternative<Asking>(state_) || std::holds_alternative<Leaving>(state_);
  if (busy) return;
  switch (std::exchange(next_, Next::kNothing)) {
    case Next::kNothing:
      return;
    case Next::kRegister:
      return Register(now);
    case Next::kUnregister:
      return Unregister(false, now);
    case Next::kUnregisterAll:
      return Unregister(true, now);
  }
}

void Registration::TransportLost() {
  next_ = Next::kNothing;
  // A REGISTER under way fails by itself.
  if (std::holds_alternative<Held>(state_)) state_ = Idle{};
  if (registered_) Left("", Cause::kNone);
}

void Registration::Advance(Time now) {
  auto* held = std::get_if<Held>(&state_);
  if (held == nullptr) return;
  if (now >= held->expiry) {
    state_ = Idle{};
    Left("", Cause::kExpires);
    return;
  }
  if (now < held->refresh || held->told) return;
  held->told = true;
  out_.Push(out::RegistrationExpiring{});
}

Time Registration::Deadline() const {
  auto* held = std::get_if<Held>(&state_);
  if (held == nullptr) return kNever;
  return held->told ? held->expiry : held->refresh;
}

}  // namespace ringline
