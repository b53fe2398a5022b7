#include "core/session/transfer.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

Message Notify(std::string_view event, std::string_view state, std::string_view body) {
  std::string text =
      "NOTIFY sip:a@x SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\nCSeq: 5 NOTIFY\r\nEvent: ";
  text += event;
  text += "\r\nSubscription-State: ";
  text += state;
  text += "\r\n\r\n";
  text += body;
  return *Message::Parse(text);
}

TEST_CASE("a NOTIFY tells how the REFER it names fares") {
  Transfer transfer;
  transfer.Began(RequestId(1), TicketId(10));
  transfer.Began(RequestId(2), TicketId(20));
  transfer.Accepted(TicketId(10), 3);
  transfer.Accepted(TicketId(20), 4);
  auto progress =
      transfer.Read(SessionId(1), Notify("refer;id=4", "active", "SIP/2.0 180 Ringing\r\n"));
  REQUIRE(progress.has_value());
  CHECK(progress->request == RequestId(2));
  CHECK(progress->status_code == 180);
  CHECK(progress->reason_phrase == "Ringing");
  CHECK_FALSE(progress->final);
  progress = transfer.Read(SessionId(1), Notify("refer;id=4", "terminated", "SIP/2.0 200 OK\r\n"));
  CHECK(progress->final);
  CHECK_FALSE(transfer.Read(SessionId(1), Notify("refer;id=4", "terminated", "SIP/2.0 200 OK"))
                  .has_value());
  CHECK(
      transfer.Read(SessionId(1), Notify("refer", "terminated", "SIP/2.0 603 Decline"))->request ==
      RequestId(1));
}

TEST_CASE("terminated with a 100 is not the end, unless it says why") {
  Transfer transfer;
  transfer.Began(RequestId(1), TicketId(10));
  transfer.Accepted(TicketId(10), 3);
  auto progress = transfer.Read(SessionId(1), Notify("refer", "terminated", "SIP/2.0 100 Trying"));
  REQUIRE(progress.has_value());
  CHECK_FALSE(progress->final);
  progress = transfer.Read(SessionId(1), Notify("refer", "terminated", "SIP/2.0 200 OK"));
  REQUIRE(progress.has_value());
  CHECK(progress->final);
  CHECK(progress->cause == Cause::kNone);

  transfer.Began(RequestId(2), TicketId(20));
  progress = transfer.Read(SessionId(1),
                           Notify("refer", "terminated;reason=timeout", "SIP/2.0 180 Ringing"));
  CHECK(progress->final);
  CHECK(progress->cause == Cause::kExpires);
  transfer.Began(RequestId(3), TicketId(30));
  CHECK(transfer.Read(SessionId(1), Notify("refer", "terminated", ""))->final);
}

TEST_CASE("what no REFER of ours asked for is not read") {
  Transfer transfer;
  CHECK_FALSE(transfer.Read(SessionId(1), Notify("refer", "active", "")).has_value());
  transfer.Began(RequestId(1), TicketId(1));
  CHECK_FALSE(transfer.Read(SessionId(1), Notify("presence", "active", "")).has_value());
  transfer.Refused(TicketId(1));
  CHECK(transfer.empty());
}

TEST_CASE("a fragment is a status line") {
  CHECK(SipFragment(180, "") == "SIP/2.0 180 Ringing\r\n");
  CHECK(SipFragment(603, "No") == "SIP/2.0 603 No\r\n");
}

}  // namespace
}  // namespace ringline
