#include "core/subscription/publication.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/overloaded.h"
#include "core/sip/contact.h"
#include "core/sip/parameterized.h"
#include "core/uac/cause.h"

namespace ringline {
namespace {

// A server that is in trouble is not asked again before.
constexpr Duration kPause{30'000};

template <class S>
concept Alive = !std::same_as<S, Publication::Ended>;

// The server's trouble, not ours: what it has stays valid, and it may be asked again.
bool IsBadMoment(int status) {
  return status == 408 || (status >= 500 && status != 501 && status < 600);
}

}  // namespace

// ── what the application wants ──────────────────────────────────────────────────────────────────

std::string_view Publication::Begin(const in::Publish& wish, Time now) {
  auto target = wish.target.empty() ? Result<Uri>(ground_.account.uri())
                                    : ground_.account.Target(wish.target);
  if (!target) return target.reason();
  if (!Event::Parse(wish.event)) return "no event package";
  if (wish.expires <= Duration::zero()) return "no time to stand";
  content_ = {wish.content_type, wish.body};
  if (!content_.sound()) return "bad content type";
  std::vector<std::string> lines = wish.extra_headers;
  lines.push_back("Event: " + wish.event);
  for (const std::string& text : lines) {
    auto line = ParseHeaderLine(text);
    if (!line) return line.reason();
    headers_.push_back(*std::move(line));
  }
  target_ = *std::move(target);
  expires_ = wish.expires;
  state_ = Ask(now);
  return "";
}

std::string_view Publication::Handle(const in::Republish& input, Time now) {
  Content content{input.content_type, input.body};
  if (!content.sound()) return "bad content type";
  if (leaves_) return "it is being removed";
  content_ = std::move(content);
  changed_ = true;
  Take(Changed{}, now);
  return "";
}

std::string_view Publication::Handle(const in::Unpublish&, Time now) {
  Take(RemovalWanted{}, now);
  return "";
}

void Publication::Abandon() {
  if (!over()) state_ = End({.cause = Cause::kConnectionError});
}

// ── PUBLISH ─────────────────────────────────────────────────────────────────────────────────────

void Publication::Send(Duration expires, bool with_content, Time now) {
  OutgoingRequest request =
      *ground_.account.MakeRequest(Method::kPublish, target_, target_, {}, {}, ground_.random);
  for (const HeaderLine& line : headers_) request.Set(line.name, line.value);
  request.Set("Expires",
              std::to_string(std::chrono::duration_cast<std::chrono::seconds>(expires).count()));
  if (!tag_.empty()) request.Set("SIP-If-Match", tag_);
  if (with_content) content_.PutInto(request);
  lease_.refresh = kNever;
  brings_ = with_content;
  ticket_ = ground_.uac.Send(std::move(request), {Owner::Kind::kPublication, id_.value()},
                             /*in_dialog=*/false, now);
}

void Publication::Handle(const ClientEvent& event, Time now) {
  using Kind = ClientEvent::Kind;
  bool ours = event.ticket == ticket_ && event.kind != Kind::kProvisional;
  if (!ours || event.kind == Kind::kNeedsCSeq) return;
  ticket_ = TicketId();
  const Message& response = event.response;
  int status = event.kind == Kind::kFinal ? response.status_code() : 0;
  // What did not arrive is still to be brought.
  if (status < 200 || status >= 300) changed_ = changed_ || brings_;
  if (event.kind == Kind::kLost) return Take(ConnectionLost{}, now);
  if (event.kind == Kind::kTimedOut) return Take(Missed{{.cause = Cause::kRequestTimeout}}, now);
  if (status < 300) {
    tag_ = response.Header(HeaderName::kSipETag);
    auto said = ParseSeconds(response.Header(HeaderName::kExpires));
    Duration expires = said ? Duration(std::chrono::seconds(*said)) : expires_;
    return Take(Granted{expires, response.text()}, now);
  }
  auto shortest = ParseSeconds(response.Header(HeaderName::kMinExpires));
  if (status == 423 && shortest && std::chrono::seconds(*shortest) > expires_) {
    return Take(TooBrief{std::chrono::seconds(*shortest)}, now);
  }
  if (status == 412 && !tag_.empty()) return Take(TagLost{}, now);
  Failure failure{.cause = CauseOf(status), .response = response.text()};
  if (auto later = RetryAfter::Parse(response.Header(HeaderName::kRetryAfter))) {
    failure.retry_after = std::chrono::seconds(later->seconds);
  }
  if (IsBadMoment(status)) return Take(Missed{std::move(failure)}, now);
  Take(Refused{std::move(failure)}, now);
}

// ── the machine ─────────────────────────────────────────────────────────────────────────────────

void Publication::Take(const Happening& happening, Time now) {
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state             on happening               does, and becomes
      [&](Asking,             const Granted& e)          { return Stand(e, now); },
      [&](Asking,             const TagLost&)            { return AskAnew(now); },
      [&](Asking,             const TooBrief& e)         { expires_ = e.shortest; return Ask(now); },
      [&](Asking,             const Missed& e)           { return Later(e.failure, now); },
      [&](Asking,             const ConnectionLost&)     { return first_ || leaves_ ? End({.cause = Cause::kConnectionError}) : State(Published{}); },
      [&](Asking s,           const RemovalWanted&)      { leaves_ = true; return State(s); },
      [&](Published,          const Changed&)            { return Ask(now); },
      // The server may have been away, and what it kept with it.
      [&](Published,          const ConnectionBack&)     { return Ask(now); },
      [&](Published,          const RemovalWanted&)      { return Remove(now); },
      [&](Published,          const TimerFired&)         { return now >= lease_.expiry ? AskAnew(now) : Ask(now); },
      // Whoever does not know it any more has removed it, too.
      [&](Removing,           const Granted&)            { return End(); },
      [&](Removing,           const TagLost&)            { return End(); },
      [&](Removing,           const TooBrief&)           { return End({.cause = Cause::kSipFailureCode}); },
      [&](Removing,           const Missed& e)           { return End(e.failure); },
      [&](Removing,           const ConnectionLost&)     { return End({.cause = Cause::kConnectionError}); },
      [&](Alive auto,         const Refused& e)          { return End(e.failure); },
      [](auto same,           const auto&)               { return State(same); },
  }, state_, happening);
  // clang-format on
}

Publication::State Publication::Ask(Time now) {
  Send(expires_, /*with_content=*/changed_ || tag_.empty(), now);
  changed_ = false;
  return Asking{};
}

// RFC 3903 4.4: without the tag it is a first publication again.
Publication::State Publication::AskAnew(Time now) {
  tag_.clear();
  return leaves_ ? End() : Ask(now);
}

Publication::State Publication::Stand(const Granted& e, Time now) {
  first_ = false;
  lease_ = Lease::Of(e.expires, now, ground_.random);
  if (leaves_) return Remove(now);
  if (changed_) return Ask(now);
  if (brings_) ground_.out.Push(out::Published{id_, e.response});
  return Published{};
}

Publication::State Publication::Later(const Failure& failure, Time now) {
  if (first_ || leaves_) return End(failure);
  lease_.TryLater(std::max(failure.retry_after, kPause), now);
  return Published{};
}

Publication::State Publication::Remove(Time now) {
  leaves_ = true;
  if (tag_.empty()) return End();
  Send(Duration::zero(), /*with_content=*/false, now);
  return Removing{};
}

Publication::State Publication::End(const Failure& failure) {
  ground_.out.Push(out::PublicationEnded{id_, failure.cause, failure.response});
  return Ended{};
}

Time Publication::Deadline() const {
  return std::holds_alternative<Published>(state_) ? lease_.refresh : kNever;
}

}  // namespace ringline
