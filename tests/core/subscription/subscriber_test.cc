#include "core/subscription/subscriber.h"

#include "core/transaction/timers.h"
#include "doctest/doctest.h"
#include "tests/core/subscription/matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""s;

constexpr Duration kTimerN = 64 * kT1;

struct Phone : test::Rig {
  Subscriber subscriber{SubscriptionId(1), ground};
  Message subscribe;  // The newest of ours.
  uint32_t their_cseq = 10;

  void Begin(in::Subscribe wish = {.target = "bob", .event = "presence", .expires = 600s}) {
    REQUIRE(subscriber.Begin(wish, now).empty());
    Look();
  }
  void Look() {
    for (Message& frame : Frames()) {
      if (frame.is_request()) subscribe = std::move(frame);
    }
  }
  void Carry() {
    Layers::Carry();
    while (auto event = uac.PollUp()) subscriber.Handle(*event, now);
    Look();
  }
  void Answer(int status, std::vector<HeaderLine> headers = {}) {
    if (status < 300) headers.push_back({"Contact", "<sip:bob@there>"});
    Layers::Answer(subscribe, status, headers);
    Carry();
  }
  // Their NOTIFY; what we answer it with.
  int Notify(std::string_view state, std::string_view event = "presence",
             std::string_view tag = "theirs",
             std::string_view more = "Contact: <sip:bob@there>\r\n") {
    ++their_cseq;
    std::string text = "NOTIFY sip:alice@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS p;branch=z9hG4bKn" +
                       std::to_string(their_cseq) + "\r\nMax-Forwards: 70\r\nTo: " +
                       std::string(subscribe.Header(HeaderName::kFrom)) +
                       "\r\nFrom: <sip:bob@example.com>;tag=" + std::string(tag) +
                       "\r\nCall-ID: " + std::string(subscribe.call_id()) +
                       "\r\nCSeq: " + std::to_string(their_cseq) + " NOTIFY\r\n";
    if (!event.empty()) text += "Event: " + std::string(event) + "\r\n";
    if (!state.empty()) text += "Subscription-State: " + std::string(state) + "\r\n";
    text += std::string(more) + "Content-Length: 0\r\n\r\n";
    transactions.Receive(std::move(text), now);
    while (auto event_up = transactions.PollUp()) {
      if (auto* e = std::get_if<RequestReceived>(&*event_up)) {
        subscriber.Receive(e->server, e->request, now);
      }
    }
    int status = 0;
    for (Message& frame : Frames()) {
      if (frame.is_response()) status = frame.status_code();
      if (frame.is_request()) subscribe = std::move(frame);
    }
    return status;
  }
  const out::SubscriptionEnded* Ended() { return Last<out::SubscriptionEnded>(); }
  template <class S>
  bool Is() const {
    return std::holds_alternative<S>(subscriber.state());
  }
  void Wait(Duration duration) {
    now += duration;
    transactions.Advance(now);
    Carry();
    if (subscriber.Deadline() <= now) subscriber.Advance(now);
    Carry();
  }
};

TEST_CASE("the subscriber does in every state what its golden file says") {
  auto make = +[](test::Rig& rig, size_t state) {
    Subscriber subscriber(SubscriptionId(1), rig.ground);
    CHECK(subscriber.Begin({.target = "bob", .event = "presence", .expires = 600s}, rig.now) == "");
    Message subscribe = rig.Frames()[0];
    rig.Answer(subscribe, 200, {{"Contact", "<sip:bob@there>"}, {"Expires", "600"}});
    while (auto event = rig.uac.PollUp()) subscriber.Handle(*event, rig.now);
    if (state == 1) subscriber.Take(Subscriber::Notified{Substate::kPending, {}}, rig.now);
    if (state == 2) subscriber.Take(Subscriber::Notified{Substate::kActive, {}}, rig.now);
    if (state == 3) subscriber.Take(Subscriber::LeaveWanted{}, rig.now);
    if (state == 4) subscriber.Take(Subscriber::Over{}, rig.now);
    return subscriber;
  };
  Subscriber::Ending refusal{.why = SubscriptionEnd::kRefused};
  const std::vector<std::pair<std::string, Subscriber::Happening>> all = {
      {"granted", Subscriber::Granted{Duration(100'000)}},
      {"refused", Subscriber::Refused{refusal, true, {}}},
      {"bad moment", Subscriber::Refused{refusal, false, Duration(7'000)}},
      {"notified pending", Subscriber::Notified{Substate::kPending, {}}},
      {"notified active", Subscriber::Notified{Substate::kActive, Duration(60'000)}},
      {"over", Subscriber::Over{}},
      {"leave wanted", Subscriber::LeaveWanted{}},
      {"connection lost", Subscriber::ConnectionLost{}},
      {"connection back", Subscriber::ConnectionBack{}},
      {"timer", Subscriber::TimerFired{}},
  };
  CHECK(golden::Difference(
            "subscriber.txt",
            test::Matrix<Subscriber>({"NotifyWait", "Pending", "Active", "Leaving", "Terminated"},
                                     all, make)) == "");
}

TEST_CASE("a SUBSCRIBE says what, for how long, and where the answer goes") {
  Phone phone;
  phone.Begin({.target = "bob",
               .event = "presence;id=7",
               .accept = "application/pidf+xml",
               .expires = 600s,
               .extra_headers = {"X-Odd: 1"},
               .content_type = "text/plain",
               .body = "filter"});
  CHECK(phone.subscribe.method() == Method::kSubscribe);
  CHECK(phone.subscribe.request_uri() == "sip:bob@example.com");
  CHECK(phone.subscribe.Header(HeaderName::kEvent) == "presence;id=7");
  CHECK(phone.subscribe.Header(HeaderName::kAccept) == "application/pidf+xml");
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "600");
  CHECK(phone.subscribe.Header("X-Odd") == "1");
  CHECK(phone.subscribe.Header(HeaderName::kContact) == phone.account.Contact());
  CHECK(phone.subscribe.body() == "filter");
}

TEST_CASE("whose subscription it is can be said") {
  Phone phone;
  phone.Begin({.target = "bob",
               .from = "\"A\" <sip:a@else>",
               .to = "\"B\" <sip:b@else>",
               .cseq = 77,
               .event = "dialog"});
  CHECK(phone.subscribe.Header(HeaderName::kFrom).starts_with("A <sip:a@else>;tag="));
  CHECK(phone.subscribe.Header(HeaderName::kTo) == "B <sip:b@else>");
  CHECK(phone.subscribe.cseq() == 77);
}

TEST_CASE("what cannot be sent says why and sends nothing") {
  for (const in::Subscribe& wish : {
           in::Subscribe{.target = "", .event = "presence"},
           in::Subscribe{.target = "bob", .event = ""},
           in::Subscribe{.target = "bob", .event = "a\r\nb"},
           in::Subscribe{.target = "bob", .from = "<", .event = "presence"},
           in::Subscribe{.target = "bob", .event = "presence", .accept = "a\nb"},
           in::Subscribe{.target = "bob", .event = "presence", .extra_headers = {"no colon"}},
           in::Subscribe{.target = "bob", .event = "presence", .content_type = "a\r\nb"},
       }) {
    Phone phone;
    CHECK_FALSE(phone.subscriber.Begin(wish, phone.now).empty());
    CHECK(phone.Frames().empty());
  }
}

TEST_CASE("a subscription is accepted, pending, active, and refreshed before it expires") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "300"}});
  REQUIRE(phone.Last<out::SubscriptionAccepted>() != nullptr);
  CHECK(phone.Notify("pending") == 200);
  CHECK(phone.Is<Subscriber::Pending>());
  CHECK(phone.Notify("active;expires=299") == 200);
  CHECK(phone.Is<Subscriber::Active>());
  CHECK(phone.Last<out::NotifyReceived>()->state == Substate::kActive);
  Time refresh = phone.subscriber.Deadline();
  CHECK(refresh >= phone.now + 150s);
  CHECK(refresh <= phone.now + 230s);
  uint32_t cseq = phone.subscribe.cseq();
  phone.Wait(refresh - phone.now);
  CHECK(phone.subscribe.cseq() == cseq + 1);
  CHECK(phone.subscribe.to_tag() == "theirs");
  CHECK(phone.subscribe.request_uri() == "sip:bob@there");
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "600");
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.subscriber.Deadline() >= phone.now + 300s);
  int accepted = 0;
  for (const Output& one : phone.said) {
    accepted += std::holds_alternative<out::SubscriptionAccepted>(one);
  }
  CHECK(accepted == 1);
}

TEST_CASE("what a NOTIFY says of the rest brings the refresh forward") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "600"}});
  phone.Notify("active;expires=20");
  CHECK(phone.subscriber.Deadline() == phone.now + 15s);
}

TEST_CASE("a NOTIFY that overtakes the 200 makes the dialog") {
  Phone phone;
  phone.Begin();
  CHECK(phone.Notify("active;expires=600") == 200);
  CHECK(phone.Is<Subscriber::Active>());
  REQUIRE(phone.subscriber.dialog());
  CHECK(phone.subscriber.dialog()->key().remote_tag == "theirs");
  CHECK(phone.subscriber.dialog()->local_sequence() == phone.subscribe.cseq());
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.Last<out::SubscriptionAccepted>() != nullptr);
  phone.Wait(phone.subscriber.Deadline() - phone.now);
  CHECK(phone.subscribe.to_tag() == "theirs");
  CHECK(phone.subscribe.cseq() == 2);
}

TEST_CASE("the route set is the first NOTIFY's, whatever the 200 says") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "600"}, {"Record-Route", "<sip:answer;lr>"}});
  const char* route = "Contact: <sip:bob@there>\r\nRecord-Route: <sip:notify;lr>\r\n";
  CHECK(phone.Notify("active", "presence", "theirs", route) == 200);
  CHECK(phone.Notify("active", "presence", "theirs",
                     "Contact: <sip:bob@there>\r\nRecord-Route: <sip:later;lr>\r\n") == 200);
  phone.Wait(phone.subscriber.Deadline() - phone.now);
  CHECK(phone.subscribe.Header(HeaderName::kRoute) == "<sip:notify;lr>");
  CHECK(phone.subscribe.cseq() == 2);
}

TEST_CASE("nothing but a NOTIFY within timer N makes a subscription") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.subscriber.Deadline() == phone.now + kTimerN);
  phone.Wait(kTimerN);
  CHECK(phone.Ended()->why == SubscriptionEnd::kNoNotify);
  CHECK(phone.subscriber.over());
}

TEST_CASE("refusals end the first SUBSCRIBE, and tell what they are") {
  struct Row {
    int status;
    SubscriptionEnd why;
    Cause cause;
  };
  for (const Row& row : {Row{404, SubscriptionEnd::kRefused, Cause::kNotFound},
                         Row{489, SubscriptionEnd::kRefused, Cause::kSipFailureCode},
                         Row{500, SubscriptionEnd::kRefused, Cause::kSipFailureCode},
                         Row{401, SubscriptionEnd::kUnauthorized, Cause::kAuthenticationError}}) {
    Phone phone;
    phone.Begin();
    phone.Answer(row.status);
    REQUIRE(phone.Ended() != nullptr);
    CHECK(phone.Ended()->why == row.why);
    CHECK(phone.Ended()->cause == row.cause);
    CHECK(phone.subscriber.over());
  }
}

TEST_CASE("a challenge is met, inside the dialog with its next number") {
  const HeaderLine challenge{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\""};
  Phone phone;
  phone.Begin();
  phone.Answer(401, {challenge});
  CHECK(phone.subscribe.cseq() == 2);
  CHECK(phone.subscribe.Has(HeaderName::kAuthorization));
  phone.Answer(200, {{"Expires", "600"}});
  phone.Notify("active");
  phone.Wait(phone.subscriber.Deadline() - phone.now);
  CHECK(phone.subscribe.cseq() == 3);
  phone.Answer(401, {{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"m\", stale=true"}});
  CHECK(phone.subscribe.cseq() == 4);
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.Ended() == nullptr);
}

TEST_CASE("423 is met with what the notifier wants, at first and at a refresh") {
  Phone phone;
  phone.Begin();
  phone.Answer(423, {{"Min-Expires", "900"}});
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "900");
  CHECK(phone.subscribe.cseq() == 2);
  phone.Answer(200, {{"Expires", "900"}});
  phone.Notify("active");
  phone.Wait(phone.subscriber.Deadline() - phone.now);
  phone.Answer(423, {{"Min-Expires", "1200"}});
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "1200");
  // Less than was asked for would go on for ever: a bad moment, and what was granted stands.
  phone.Answer(423, {{"Min-Expires", "5"}});
  CHECK(phone.Is<Subscriber::Active>());
  CHECK(phone.subscriber.Deadline() != kNever);
}

TEST_CASE("which answers to a refresh end a subscription, and which leave it") {
  for (int status : {404, 405, 410, 480, 481, 489, 501, 604}) {
    Phone phone;
    phone.Begin();
    phone.Answer(200, {{"Expires", "600"}});
    phone.Notify("active");
    phone.Wait(phone.subscriber.Deadline() - phone.now);
    phone.Answer(status);
    CAPTURE(status);
    CHECK(phone.subscriber.over());
  }
  for (int status : {403, 500, 503}) {
    Phone phone;
    phone.Begin();
    phone.Answer(200, {{"Expires", "600"}});
    Time expiry = phone.now + 600s;
    phone.Notify("active");
    phone.Wait(phone.subscriber.Deadline() - phone.now);
    phone.Answer(status);
    CAPTURE(status);
    CHECK_FALSE(phone.subscriber.over());
    CHECK(phone.subscriber.Deadline() < expiry);
    // Nobody ever says yes: over when it is over.
    while (!phone.subscriber.over()) {
      uint32_t cseq = phone.subscribe.cseq();
      phone.Wait(phone.subscriber.Deadline() - phone.now);
      if (phone.subscribe.cseq() != cseq) phone.Answer(status);
    }
    CHECK(phone.now >= expiry);
    CHECK(phone.Ended()->why == SubscriptionEnd::kExpired);
  }
}

TEST_CASE("a refresh that nobody answers ends it") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "600"}});
  phone.Notify("active");
  phone.Wait(phone.subscriber.Deadline() - phone.now);
  phone.Wait(kTimerF);
  CHECK(phone.Ended()->why == SubscriptionEnd::kTimedOut);
}

TEST_CASE("the first SUBSCRIBE is lost with its connection, a refresh is not") {
  Phone phone;
  phone.Begin();
  phone.transactions.TransportChanged(false, phone.now);
  phone.Carry();
  CHECK(phone.Ended()->why == SubscriptionEnd::kConnectionLost);

  Phone kept;
  kept.Begin();
  kept.Answer(200, {{"Expires", "600"}});
  kept.Notify("active");
  kept.transactions.TransportChanged(false, kept.now);
  kept.Wait(kept.subscriber.Deadline() - kept.now);
  CHECK(kept.Is<Subscriber::Active>());
  kept.transactions.TransportChanged(true, kept.now);
  uint32_t cseq = kept.subscribe.cseq();
  kept.subscriber.Connected(kept.now);
  kept.Look();
  CHECK(kept.subscribe.cseq() > cseq);
  kept.Answer(200, {{"Expires", "600"}});
  CHECK(kept.subscriber.Deadline() >= kept.now + 300s);
}

TEST_CASE("what a lost connection swallowed is asked again, body and all") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "600"}});
  phone.Notify("active");
  phone.subscriber.Handle(in::RefreshSubscription{.content_type = "a/b", .body = "filter"},
                          phone.now);
  phone.transactions.TransportChanged(false, phone.now);
  phone.Carry();
  phone.subscriber.Handle(in::Unsubscribe{}, phone.now);
  phone.Carry();
  phone.transactions.TransportChanged(true, phone.now);
  phone.subscriber.Connected(phone.now);
  phone.Look();
  // In the order in which they were wanted.
  CHECK(phone.subscribe.body() == "filter");
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "0");
}

TEST_CASE("unsubscribing waits for the final NOTIFY, and not for ever") {
  for (bool notifies : {true, false}) {
    Phone phone;
    phone.Begin();
    phone.Answer(200, {{"Expires", "600"}});
    phone.Notify("active");
    CHECK(phone.subscriber.Handle(in::Unsubscribe{}, phone.now).empty());
    phone.Look();
    CHECK(phone.subscribe.Header(HeaderName::kExpires) == "0");
    phone.Answer(200, {{"Expires", "0"}});
    CHECK(phone.Ended() == nullptr);
    if (notifies) {
      CHECK(phone.Notify("terminated;reason=timeout") == 200);
      CHECK(phone.Ended()->why == SubscriptionEnd::kFinalNotify);
    } else {
      phone.Wait(kTimerN);
      CHECK(phone.Ended()->why == SubscriptionEnd::kNoFinalNotify);
    }
  }
}

TEST_CASE("what is wanted during a SUBSCRIBE is done after it") {
  Phone phone;
  phone.Begin();
  uint32_t cseq = phone.subscribe.cseq();
  CHECK(phone.subscriber
            .Handle(in::RefreshSubscription{.content_type = "text/plain", .body = "now"}, phone.now)
            .empty());
  CHECK(phone.subscriber.Handle(in::Unsubscribe{}, phone.now).empty());
  phone.Look();
  CHECK(phone.subscribe.cseq() == cseq);
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.subscribe.body() == "now");
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "0");
}

TEST_CASE("Expires 0 fetches the state once") {
  Phone phone;
  phone.Begin({.target = "bob", .event = "presence", .expires = 0s});
  CHECK(phone.subscribe.Header(HeaderName::kExpires) == "0");
  phone.Answer(200, {{"Expires", "0"}});
  CHECK(phone.Notify("terminated;reason=timeout") == 200);
  CHECK(phone.Last<out::NotifyReceived>()->state == Substate::kTerminated);
  CHECK(phone.Ended()->why == SubscriptionEnd::kFinalNotify);
}

TEST_CASE("the final NOTIFY tells its reason, and when to come again") {
  Phone phone;
  phone.Begin();
  phone.Answer(200, {{"Expires", "600"}});
  CHECK(phone.Notify("terminated;reason=probation;retry-after=30") == 200);
  CHECK(phone.Ended()->reason == "probation");
  CHECK(phone.Ended()->retry_after == 30);
}

TEST_CASE("a NOTIFY that is none of this subscription is refused and ends it") {
  struct Row {
    std::string_view state, event;
    int status;
  };
  for (const Row& row :
       {Row{"active", "", 400}, Row{"active", "dialog", 489}, Row{"active", "presence;id=1", 489},
        Row{"", "presence", 400}, Row{"sleeping", "presence", 400}}) {
    Phone phone;
    phone.Begin();
    phone.Answer(200, {{"Expires", "600"}});
    CHECK(phone.Notify(row.state, row.event) == row.status);
    CHECK(phone.Ended()->why == SubscriptionEnd::kBadNotify);
  }
}

TEST_CASE("a NOTIFY out of order is answered 500, one that makes no dialog 400") {
  Phone phone;
  phone.Begin();
  CHECK(phone.Notify("active", "presence", "theirs", "") == 400);
  CHECK_FALSE(phone.subscriber.dialog());
  phone.Answer(200, {{"Expires", "600"}});
  phone.Notify("active");
  phone.their_cseq = 1;
  CHECK(phone.Notify("active") == 500);
  CHECK(phone.Ended() == nullptr);
}

TEST_CASE("a 2xx that makes no dialog ends it") {
  Phone phone;
  phone.Begin();
  phone.Layers::Answer(phone.subscribe, 200, {{"Expires", "600"}});
  phone.Carry();
  CHECK(phone.Ended()->why == SubscriptionEnd::kBadAnswer);
}

}  // namespace
}  // namespace ringline
