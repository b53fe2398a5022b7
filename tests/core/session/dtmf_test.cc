#include "core/session/dtmf.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""ms;

Tone Like(Duration duration = 100ms, Duration gap = 500ms) {
  return Tone{0, duration, gap, DtmfTransport::kInfo, {}};
}

TEST_CASE("tones follow each other after their time and the gap") {
  Dtmf dtmf;
  dtmf.Add("1a", Like());
  Time now{};
  CHECK(dtmf.Next(now)->key == '1');
  CHECK_FALSE(dtmf.Next(now + 599ms).has_value());
  CHECK(dtmf.Deadline() == now + 600ms);
  CHECK(dtmf.Next(now + 600ms)->key == 'A');
  CHECK(dtmf.Deadline() == kNever);
}

TEST_CASE("a comma is two seconds of nothing") {
  Dtmf dtmf;
  dtmf.Add(",1", Like());
  CHECK_FALSE(dtmf.Next(Time{}).has_value());
  CHECK(dtmf.Next(Time{} + 2000ms)->key == '1');
}

TEST_CASE("durations are kept within what a receiver understands") {
  Dtmf dtmf;
  dtmf.Add("1", Like(1ms, 1ms));
  Tone tone = *dtmf.Next(Time{});
  CHECK(tone.duration == 70ms);
  CHECK(tone.gap == 50ms);
}

TEST_CASE("both body types are read, nonsense is not") {
  CHECK(Dtmf::Read("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n")->key == '5');
  CHECK(Dtmf::Read("application/dtmf-relay", "Signal= #\nDuration= 160")->duration == 160ms);
  CHECK(Dtmf::Read("application/dtmf", "*")->key == '*');
  CHECK_FALSE(Dtmf::Read("application/dtmf-relay", "Signal=").has_value());
  CHECK_FALSE(Dtmf::Read("application/dtmf-relay", "Signal=12").has_value());
  CHECK_FALSE(Dtmf::Read("text/plain", "5").has_value());
  CHECK(Dtmf::Body(Tone{'1', 100ms, 0ms, DtmfTransport::kInfo, {}}) ==
        "Signal=1\r\nDuration=100\r\n");
}

TEST_CASE("only what a telephone has can be dialled") {
  CHECK(Dtmf::Valid("0123456789*#ABCDabcd,rR"));
  CHECK_FALSE(Dtmf::Valid(""));
  CHECK_FALSE(Dtmf::Valid("1\r\n"));
  CHECK_FALSE(Dtmf::Valid("E"));
}

}  // namespace
}  // namespace ringline
