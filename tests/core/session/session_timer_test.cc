#include "core/session/session_timer.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

Message With(std::string_view headers) {
  std::string text = "SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\nCSeq: 1 INVITE\r\n";
  text += headers;
  return *Message::Parse(text + "\r\n");
}

TEST_CASE("whoever refreshes does so at half the interval") {
  Config config;
  SessionTimer timer(config);
  Time now{};
  timer.AgreedBy(With("Session-Expires: 100;refresher=uac\r\n"), now);
  CHECK(timer.we_refresh());
  CHECK(timer.Deadline() == now + 50s);
  CHECK(timer.Advance(now + 50s) == SessionTimer::Due::kRefresh);
  // Nobody answered: the call is ended before the other end may think it dead.
  CHECK(timer.Deadline() == now + 68s);
  CHECK(timer.Advance(now + 68s) == SessionTimer::Due::kExpired);
  CHECK(timer.Deadline() == kNever);
}

TEST_CASE("whoever does not refresh ends what nobody refreshed") {
  Config config;
  SessionTimer timer(config);
  timer.AgreedBy(With("Session-Expires: 90;refresher=uas\r\n"), Time{});
  CHECK_FALSE(timer.we_refresh());
  CHECK(timer.Deadline() == Time{} + 60s);
  timer.Restart(Time{} + 40s);
  CHECK(timer.Deadline() == Time{} + 100s);
}

TEST_CASE("without an agreement there is no timer") {
  Config config;
  SessionTimer timer(config);
  timer.AgreedBy(With(""), Time{});
  CHECK(timer.Deadline() == kNever);
  timer.AgreedBy(With("Session-Expires: soon\r\n"), Time{});
  CHECK(timer.Deadline() == kNever);
}

TEST_CASE("an interval under 90 seconds is too small") {
  CHECK(SessionTimer::TooSmall(With("Session-Expires: 89\r\n")));
  CHECK_FALSE(SessionTimer::TooSmall(With("Session-Expires: 90\r\n")));
  CHECK_FALSE(SessionTimer::TooSmall(With("")));
}

TEST_CASE("their smallest interval is asked for from then on, and not raised without end") {
  Config config;
  SessionTimer timer(config);
  CHECK_FALSE(timer.Raise(With("")));
  CHECK_FALSE(timer.Raise(With("Min-SE: 90\r\n")));
  CHECK_FALSE(timer.Raise(With("Min-SE: 4294967295\r\n")));
  CHECK(timer.Raise(With("Min-SE: 120;x=y\r\n")));
  OutgoingRequest request;
  timer.Ask(request, 90s);
  CHECK(request.Header("Session-Expires") == "120");
  CHECK(request.Header("Min-SE") == "120");
  CHECK_FALSE(timer.Raise(With("Min-SE: 120\r\n")));
  CHECK(timer.Raise(With("Min-SE: 121\r\n")));
  CHECK(timer.Raise(With("Min-SE: 122\r\n")));
  CHECK_FALSE(timer.Raise(With("Min-SE: 123\r\n")));
}

TEST_CASE("switched off it asks for nothing and agrees to nothing") {
  Config config;
  config.session_timers = false;
  SessionTimer timer(config);
  OutgoingRequest request;
  timer.Ask(request, 90s);
  CHECK(request.Find("Session-Expires") == nullptr);
  CHECK(timer.AnswerTo(With("Session-Expires: 90\r\n"), Time{}).empty());
}

}  // namespace
}  // namespace ringline
