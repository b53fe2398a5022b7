// Keeps both ends sure that the call still lives (RFC 4028): one end refreshes at half the
// interval, the other hangs up when nobody did.
//
// A refresh that falls into a busy moment is deferred by the offer/answer queue and never lost.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/sip/outgoing.h"
#include "core/vocabulary/config.h"

namespace ringline {

class SessionTimer {
 public:
  enum class Due { kNothing, kRefresh, kExpired };

  explicit SessionTimer(const Config& config) : config_(config) {}

  // What our request asks for: Session-Expires, and Min-SE once they have named theirs (4, 5).
  void Ask(OutgoingRequest& request, Duration expires) const;
  // Their 422: asks for no less than its Min-SE from now on (7.4). False when it names none, or one
  // that was asked for already, or when they have done so too often.
  bool Raise(const Message& response);
  // Agreed by a 2xx to our request (7.2). `we_asked`: we sent that request.
  void AgreedBy(const Message& response, Time now);
  // Agreed by answering their request (9): the header for our 2xx, or "" for none.
  std::string AnswerTo(const Message& request, Time now);
  // Their refresh, or a success of ours, starts the interval anew (10).
  void Restart(Time now);
  void Stop() { interval_ = Duration::zero(); }
  // The interval a 422 or our own wish says; never under 90 s.
  static bool TooSmall(const Message& request);

  bool we_refresh() const { return we_refresh_; }
  Duration interval() const { return interval_; }
  Time Deadline() const;
  Due Advance(Time now);

 private:
  const Config& config_;
  Duration interval_{};  // Zero: no timer.
  Duration min_se_{90'000};
  int raises_ = 0;
  bool we_refresh_ = false, refreshing_ = false;
  Time started_{};
};

}  // namespace ringline
