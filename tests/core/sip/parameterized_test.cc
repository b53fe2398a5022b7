#include "core/sip/parameterized.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("a value has its parameters") {
  const auto type = Parameterized::Parse(" multipart/mixed ; Boundary=\"a;b\" ;x");
  REQUIRE(type.ok());
  CHECK(type->value == "multipart/mixed");
  CHECK(ValueOf(type->parameters, "boundary") == "a;b");
  CHECK(type->ToString() == "multipart/mixed;boundary=\"a;b\";x");
  CHECK_FALSE(Parameterized::Parse("").ok());
  CHECK_FALSE(Parameterized::Parse(" ;x").ok());
}

TEST_CASE("Session-Expires names who refreshes") {
  const auto expires = SessionExpires::Parse("1800;Refresher=UAC");
  REQUIRE(expires);
  CHECK(expires->seconds == 1800);
  CHECK(expires->refresher == SessionExpires::Refresher::kUac);
  CHECK(SessionExpires::Parse("90;refresher=uas")->refresher == SessionExpires::Refresher::kUas);
  CHECK(SessionExpires::Parse("90;refresher=me")->refresher == SessionExpires::Refresher::kNone);
  CHECK_FALSE(SessionExpires::Parse("soon"));
}

TEST_CASE("Retry-After may hold a comment and a duration") {
  const auto retry = RetryAfter::Parse("18000 (back (at) five\\)) ;duration=3600");
  REQUIRE(retry);
  CHECK(retry->seconds == 18000);
  CHECK(retry->comment == "back (at) five)");
  CHECK(retry->duration == 3600);
  CHECK(RetryAfter::Parse("949302838503028349304023988")->seconds == UINT32_MAX);
  CHECK_FALSE(RetryAfter::Parse("120;duration=x")->duration);
  CHECK(RetryAfter::Parse("5 (open")->comment.empty());
  CHECK_FALSE(RetryAfter::Parse("(five)"));
}

TEST_CASE("Replaces needs both tags") {
  const auto replaces =
      Replaces::Parse("425928@bobster.example.org;to-tag=7743;from-tag=6472;early-only");
  REQUIRE(replaces);
  CHECK(replaces->call_id == "425928@bobster.example.org");
  CHECK(replaces->to_tag == "7743");
  CHECK(replaces->from_tag == "6472");
  CHECK(replaces->early_only);
  CHECK(replaces->ToString() == "425928@bobster.example.org;to-tag=7743;from-tag=6472;early-only");
  CHECK_FALSE(Replaces::Parse("a;to-tag=1"));
  CHECK_FALSE(Replaces::Parse(";to-tag=1;from-tag=2"));
}

TEST_CASE("Event and Subscription-State") {
  const auto event = Event::Parse("Refer;id=93809824");
  REQUIRE(event);
  CHECK(event->package == "refer");
  CHECK(event->id == "93809824");
  CHECK_FALSE(Event::Parse("a b"));

  const auto state = SubscriptionState::Parse("Terminated;reason=Timeout;expires=7;retry-after=8");
  REQUIRE(state);
  CHECK(state->state == "terminated");
  CHECK(state->reason == "timeout");
  CHECK(state->expires == 7);
  CHECK(state->retry_after == 8);
  CHECK_FALSE(SubscriptionState::Parse("active")->expires);
  CHECK_FALSE(SubscriptionState::Parse(""));
}

TEST_CASE("Reason says why") {
  const auto reason = Reason::Parse("SIP ;cause=200 ;text=\"Call completed elsewhere\"");
  REQUIRE(reason);
  CHECK(reason->protocol == "SIP");
  CHECK(reason->cause == 200);
  CHECK(reason->text == "Call completed elsewhere");
  CHECK(reason->ToString() == "SIP;cause=200;text=\"Call completed elsewhere\"");
  CHECK(Reason{"Q.850", 16, "x\r\ny"}.ToString() == "Q.850;cause=16;text=\"x  y\"");
  CHECK(Reason::Parse("Q.850")->ToString() == "Q.850");
  CHECK_FALSE(Reason::Parse("a/b"));
}

TEST_CASE("RAck names a response") {
  const auto rack = RAck::Parse("776656 1 INVITE");
  REQUIRE(rack);
  CHECK(rack->rseq == 776656);
  CHECK(rack->cseq == 1);
  CHECK(rack->method == "INVITE");
  CHECK_FALSE(RAck::Parse("1 INVITE"));
  CHECK_FALSE(RAck::Parse("1 2 INVITE x"));
  CHECK_FALSE(RAck::Parse("99999999999 2 INVITE"));
}

}  // namespace
}  // namespace ringline
