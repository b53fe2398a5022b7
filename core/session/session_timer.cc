#include "core/session/session_timer.h"

#include <algorithm>
#include <optional>

#include "core/sip/parameterized.h"
#include "core/text/ascii.h"

namespace ringline {
namespace {

constexpr Duration kMinSE = 90s;  // RFC 4028 5.
constexpr int kMostRaises = 3;
constexpr uint32_t kLongest = 86'400;  // Seconds: nobody needs a longer interval to be honoured.

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
  std::string value = Seconds(std::max(expires, min_se_));
  if (interval_ > Duration::zero()) {
    // A refresh keeps the roles that were agreed on (7.4).
    value =
        Seconds(std::max(interval_, min_se_)) + (we_refresh_ ? ";refresher=uac" : ";refresher=uas");
  } else if (config_.session_timers_force_refresher) {
    value += ";refresher=uac";
  }
  request.Set("Session-Expires", value);
  if (min_se_ > kMinSE) request.Set("Min-SE", Seconds(min_se_));
}

bool SessionTimer::Raise(const Message& response) {
  // Its parameters, should there be any, are of no use.
  std::string_view text = response.Header(HeaderName::kMinSE);
  auto seconds = ParseNumber(Trimmed(text.substr(0, text.find(';'))), kLongest);
  if (!seconds || std::chrono::seconds(*seconds) <= min_se_ || raises_ == kMostRaises) {
    return false;
  }
  raises_++;
  min_se_ = std::chrono::seconds(*seconds);
  return true;
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
