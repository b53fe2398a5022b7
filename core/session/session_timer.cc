#include "core/session/session_timer.h"

#include <algorithm>
#include <optional>

#include "core/sip/parameterized.h"

namespace ringline {
namespace {

constexpr Duration kMinSE = 90s;  // RFC 4028 5.

// The agreed or wished interval of a message; zero when there is none or it cannot be read.
Duration IntervalOf(const std::optional<SessionExpires>& said) {
  return said ? std::chrono::seconds(said->seconds) : Duration::zero();
}

std::optional<SessionExpires> Read(const Message& message) {
  return SessionExpires::Parse(message.Header(HeaderName::kSessionExpires));
}

std::string Seconds(Duration interval) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(interval).count());
}

}  // namespace

void SessionTimer::Ask(OutgoingRequest& request, Duration expires) const {
  if (!config_.session_timers) return;
  std::string value = Seconds(std::max(expires, kMinSE));
  if (interval_ > Duration::zero()) {
    // A refresh keeps the roles that were agreed on (7.4).
    value = Seconds(interval_) + (we_refresh_ ? ";refresher=uac" : ";refresher=uas");
  } else if (config_.session_timers_force_refresher) {
    value += ";refresher=uac";
  }
  request.Set("Session-Expires", value);
}

void SessionTimer::AgreedBy(const Message& response, Time now) {
  if (!config_.session_timers) return;
  auto agreed = Read(response);
  interval_ = IntervalOf(agreed);
  // 7.2: without the parameter we refresh.
  we_refresh_ = !agreed || agreed->refresher != SessionExpires::Refresher::kUas;
  Restart(now);
}

std::string SessionTimer::AnswerTo(const Message& request, Time now) {
  if (!config_.session_timers) return "";
  auto asked = Read(request);
  if (IntervalOf(asked) == Duration::zero()) return "";
  interval_ = std::max(IntervalOf(asked), kMinSE);
  // 9: they refresh if they can at all; else we must.
  bool they_can = request.Lists(HeaderName::kSupported, "timer");
  we_refresh_ = asked->refresher == SessionExpires::Refresher::kUas || !they_can;
  Restart(now);
  return Seconds(interval_) + (we_refresh_ ? ";refresher=uas" : ";refresher=uac");
}

bool SessionTimer::TooSmall(const Message& request) {
  Duration asked = IntervalOf(Read(request));
  return asked > Duration::zero() && asked < kMinSE;
}

void SessionTimer::Restart(Time now) {
  started_ = now;
  refreshing_ = false;
}

Time SessionTimer::Deadline() const {
  if (interval_ == Duration::zero()) return kNever;
  if (we_refresh_ && !refreshing_) return started_ + interval_ / 2;
  // 10: hang up min(32 s, a third) before the end.
  return started_ + interval_ - std::min<Duration>(32s, interval_ / 3);
}

SessionTimer::Due SessionTimer::Advance(Time now) {
  if (now < Deadline()) return Due::kNothing;
  if (we_refresh_ && !refreshing_) {
    refreshing_ = true;
    return Due::kRefresh;
  }
  interval_ = Duration::zero();
  return Due::kExpired;
}

}  // namespace ringline
