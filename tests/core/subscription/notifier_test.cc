#include "core/subscription/notifier.h"

#include "core/transaction/timers.h"
#include "doctest/doctest.h"
#include "tests/core/subscription/matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""s;

std::string Subscribe(int cseq, std::string_view to, std::string_view more) {
  return "SUBSCRIBE sip:alice@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS p;branch=z9hG4bKs" +
         std::to_string(cseq) + "\r\nMax-Forwards: 70\r\nTo: " + std::string(to) +
         "\r\nFrom: <sip:bob@example.com>;tag=theirs\r\nCall-ID: c\r\nCSeq: " +
         std::to_string(cseq) + " SUBSCRIBE\r\n" + std::string(more) + "Content-Length: 0\r\n\r\n";
}
constexpr std::string_view kContact = "Contact: <sip:bob@there>\r\n";

TransactionId Arrive(test::Rig& rig, std::string text) {
  TransactionId server;
  rig.transactions.Receive(std::move(text), rig.now);
  while (auto event = rig.transactions.PollUp()) {
    if (auto* e = std::get_if<RequestReceived>(&*event)) server = e->server;
  }
  REQUIRE(server);
  return server;
}

struct Phone : test::Rig {
  Notifier notifier{SubscriptionId(1), ground};
  Message notify, answer;  // The newest of ours.
  int their_cseq = 1;

  std::string_view Begin(in::AcceptSubscribe wish = {}, std::string_view expires = "600",
                         std::string_view event = "presence;id=4") {
    std::string more(kContact);
    if (!event.empty()) more += "Event: " + std::string(event) + "\r\n";
    if (!expires.empty()) more += "Expires: " + std::string(expires) + "\r\n";
    auto reason =
        notifier.Begin(wish, Arrive(*this, Subscribe(1, "<sip:alice@example.com>", more)), now);
    Look();
    return reason;
  }
  void Again(std::string_view expires, std::string_view event = "presence;id=4") {
    std::string more = std::string(kContact) + "Event: " + std::string(event) +
                       "\r\nExpires: " + std::string(expires) + "\r\n";
    TransactionId server =
        Arrive(*this, Subscribe(++their_cseq, notifier.dialog()->local_uri(), more));
    notifier.Receive(server, *transactions.Request(server), now);
    Look();
  }
  void Look() {
    for (Message& frame : Frames()) {
      (frame.is_request() ? notify : answer) = std::move(frame);
    }
  }
  void Carry() {
    Layers::Carry();
    while (auto event = uac.PollUp()) notifier.Handle(*event, now);
    Look();
  }
  void Answer(int status, std::vector<HeaderLine> headers = {}) {
    Layers::Answer(notify, status, headers);
    Carry();
  }
  void Tell(std::string body) {
    CHECK(notifier.Handle(in::Notify{.content_type = "text/plain", .body = std::move(body)}, now) ==
          "");
    Look();
  }
  std::string_view State() const { return notify.Header(HeaderName::kSubscriptionState); }
  const out::SubscriptionEnded* Ended() { return Last<out::SubscriptionEnded>(); }
  void Wait(Duration duration) {
    now += duration;
    transactions.Advance(now);
    Carry();
    if (notifier.Deadline() <= now) notifier.Advance(now);
    Carry();
  }
};

TEST_CASE("the notifier does in every state what its golden file says") {
  auto make = +[](test::Rig& rig, size_t state) {
    Notifier notifier(SubscriptionId(1), rig.ground);
    std::string more = std::string(kContact) + "Event: presence\r\nExpires: 600\r\n";
    TransactionId server = Arrive(rig, Subscribe(1, "<sip:alice@example.com>", more));
    CHECK(notifier.Begin({.pending = state == 0}, server, rig.now) == "");
    CHECK(notifier.Handle(in::Notify{.content_type = "a/b", .body = "hi"}, rig.now) == "");
    if (state == 2) notifier.Take(Notifier::Unsubscribed{}, rig.now);
    if (state == 3) notifier.Take(Notifier::Ended{"giveup", -1}, rig.now);
    if (state == 4) notifier.Take(Notifier::Refused{}, rig.now);
    return notifier;
  };
  const std::vector<std::pair<std::string, Notifier::Happening>> all = {
      {"refreshed", Notifier::Refreshed{Duration(100'000)}},
      {"unsubscribed", Notifier::Unsubscribed{}},
      {"activated", Notifier::Activated{}},
      {"told", Notifier::Told{}},
      {"ended", Notifier::Ended{"probation", 30}},
      {"answered", Notifier::Answered{}},
      {"refused", Notifier::Refused{SubscriptionEnd::kRefused, Cause::kNone, ""}},
      {"connection back", Notifier::ConnectionBack{}},
      {"timer", Notifier::TimerFired{}},
  };
  CHECK(golden::Difference("notifier.txt", test::Matrix<Notifier>({"Pending", "Active", "Parting",
                                                                   "Closing", "Terminated"},
                                                                  all, make)) == "");
}

TEST_CASE("a SUBSCRIBE is answered 200 with what it gets, and its NOTIFY follows") {
  Phone phone;
  CHECK(phone.Begin({.extra_headers = {"X-Odd: 1"}}) == "");
  CHECK(phone.answer.status_code() == 200);
  CHECK(phone.answer.Header(HeaderName::kExpires) == "600");
  CHECK(phone.answer.Header(HeaderName::kContact) == phone.account.Contact());
  CHECK_FALSE(phone.Last<out::SubscribeReceived>()->unsubscribes);
  phone.Tell("here");
  CHECK(phone.notify.method() == Method::kNotify);
  CHECK(phone.notify.request_uri() == "sip:bob@there");
  CHECK(phone.notify.Header(HeaderName::kEvent) == "presence;id=4");
  CHECK(phone.notify.Header("X-Odd") == "1");
  CHECK(phone.State() == "active;expires=600");
  CHECK(phone.notify.Header(HeaderName::kContentType) == "text/plain");
  CHECK(phone.notify.body() == "here");
  CHECK(phone.notify.to_tag() == "theirs");
  CHECK(phone.notify.from_tag() == phone.answer.to_tag());
  phone.Answer(200);
  CHECK(phone.Ended() == nullptr);
}

TEST_CASE("a NOTIFY goes out though the application says nothing") {
  Phone phone;
  phone.Begin({.pending = true});
  CHECK(phone.notifier.Deadline() == phone.now + kT1);
  phone.Wait(kT1);
  CHECK(phone.State() == "pending;expires=599");
  CHECK(phone.notify.body().empty());
  CHECK_FALSE(phone.notify.Has(HeaderName::kContentType));
}

TEST_CASE("pending becomes active, and that is told") {
  Phone phone;
  phone.Begin({.pending = true});
  phone.Tell("");
  CHECK(phone.State() == "pending;expires=600");
  CHECK(phone.notifier.Handle(in::ActivateSubscription{}, phone.now) == "");
  phone.Wait(kT1);
  CHECK(phone.State() == "active;expires=599");
}

TEST_CASE("a refresh prolongs it and is told how things are") {
  Phone phone;
  phone.Begin();
  phone.Tell("here");
  phone.Answer(200);
  phone.Wait(300s);
  phone.Again("600");
  CHECK(phone.answer.status_code() == 200);
  CHECK(phone.notifier.Deadline() == phone.now + kT1);
  phone.notify = Message();
  phone.Wait(kT1);
  CHECK(phone.notify.body() == "here");
  CHECK(phone.State() == "active;expires=599");
}

TEST_CASE("without Expires it stands for the default") {
  Phone phone;
  phone.Begin({.default_expires = 120s}, "");
  CHECK(phone.answer.Header(HeaderName::kExpires) == "120");
}

TEST_CASE("too brief is 423, at first and at a refresh") {
  Phone phone;
  phone.Begin({.shortest = 60s}, "30");
  CHECK(phone.answer.status_code() == 423);
  CHECK(phone.answer.Header(HeaderName::kMinExpires) == "60");
  CHECK(phone.notifier.over());
  Phone other;
  other.Begin({.shortest = 60s});
  other.Again("30");
  CHECK(other.answer.status_code() == 423);
  CHECK(other.Ended() == nullptr);
  other.Again("0");
  CHECK(other.answer.status_code() == 200);
}

TEST_CASE("what is no subscription is not taken up") {
  Phone phone;
  CHECK_FALSE(phone.Begin({}, "600", "").empty());
  Phone bad_header;
  CHECK_FALSE(bad_header.Begin({.extra_headers = {"none"}}).empty());
  Phone soon;
  soon.Begin({}, "soon");
  CHECK(soon.answer.status_code() == 400);
  CHECK(soon.notifier.over());
}

TEST_CASE("an expired subscription gets a final NOTIFY with the application's last word or none") {
  for (bool speaks : {true, false}) {
    Phone phone;
    phone.Begin();
    phone.Tell("here");
    phone.Answer(200);
    phone.Wait(600s);
    REQUIRE(phone.Last<out::SubscriptionExpired>() != nullptr);
    if (speaks) {
      phone.notifier.Handle(
          in::EndSubscription{.reason = "timeout", .content_type = "a/b", .body = "bye"},
          phone.now);
      phone.Look();
    } else {
      phone.Wait(kT1);
    }
    CHECK(phone.State() == "terminated;reason=timeout");
    CHECK(phone.notify.body() == (speaks ? "bye" : "here"));
    CHECK(phone.Ended()->why == SubscriptionEnd::kExpired);
    CHECK_FALSE(phone.notifier.over());
    phone.Answer(200);
    CHECK(phone.notifier.over());
  }
}

TEST_CASE("who unsubscribes gets a final NOTIFY") {
  Phone phone;
  phone.Begin();
  phone.Tell("here");
  phone.Answer(200);
  phone.Again("0");
  CHECK(phone.answer.status_code() == 200);
  CHECK(phone.answer.Header(HeaderName::kExpires) == "0");
  CHECK(phone.Last<out::SubscribeReceived>()->unsubscribes);
  phone.Tell("bye");
  CHECK(phone.State() == "terminated;reason=timeout");
  CHECK(phone.notify.body() == "bye");
  CHECK(phone.Ended()->why == SubscriptionEnd::kUnsubscribed);
  phone.Again("600");
  CHECK(phone.answer.status_code() == 481);
}

TEST_CASE("a fetch gets one NOTIFY, the final one") {
  Phone phone;
  phone.Begin({}, "0");
  CHECK(phone.answer.status_code() == 200);
  phone.Tell("here");
  CHECK(phone.State() == "terminated;reason=timeout");
  CHECK(phone.notify.body() == "here");
}

TEST_CASE("the application ends it with a reason and when to come again") {
  Phone phone;
  phone.Begin();
  CHECK_FALSE(phone.notifier.Handle(in::EndSubscription{.reason = "a\r\nb"}, phone.now).empty());
  CHECK(phone.notifier.Handle(in::EndSubscription{.reason = "probation", .retry_after = 30},
                              phone.now) == "");
  phone.Look();
  CHECK(phone.State() == "terminated;reason=probation;retry-after=30");
  CHECK(phone.Ended()->why == SubscriptionEnd::kFinalNotify);
  CHECK_FALSE(phone.notifier.Handle(in::Notify{}, phone.now).empty());
}

TEST_CASE("a NOTIFY that is refused or not answered ends it") {
  Phone phone;
  phone.Begin();
  phone.Tell("here");
  phone.Answer(481);
  CHECK(phone.Ended()->why == SubscriptionEnd::kRefused);
  CHECK(phone.notifier.over());
  Phone silent;
  silent.Begin();
  silent.Tell("here");
  silent.Wait(kTimerF);
  CHECK(silent.Ended()->why == SubscriptionEnd::kTimedOut);
  Phone shut;
  shut.Begin();
  shut.Tell("here");
  shut.Answer(403);
  CHECK(shut.Ended()->why == SubscriptionEnd::kRefused);
  Phone locked;
  locked.Begin();
  locked.Tell("here");
  locked.Answer(407);
  CHECK(locked.Ended()->why == SubscriptionEnd::kUnauthorized);
}

TEST_CASE("a challenged NOTIFY is sent again with the dialog's next number") {
  Phone phone;
  phone.Begin();
  phone.Tell("here");
  CHECK(phone.notify.cseq() == 1);
  phone.Answer(407, {{"Proxy-Authenticate", "Digest realm=\"r\", nonce=\"n\""}});
  CHECK(phone.notify.cseq() == 2);
  CHECK(phone.notify.Has(HeaderName::kProxyAuthorization));
  CHECK(phone.notify.body() == "here");
  phone.Answer(200);
  CHECK(phone.Ended() == nullptr);
}

TEST_CASE("what a lost connection swallowed is said when it is back") {
  Phone phone;
  phone.Begin();
  phone.Tell("one");
  phone.transactions.TransportChanged(false, phone.now);
  phone.Carry();
  phone.Tell("two");
  phone.Carry();
  CHECK(phone.Ended() == nullptr);
  phone.transactions.TransportChanged(true, phone.now);
  phone.notify = Message();
  phone.notifier.Connected(phone.now);
  phone.Look();
  CHECK(phone.notify.body() == "two");
}

TEST_CASE("a SUBSCRIBE that is not of this subscription is refused and changes nothing") {
  Phone phone;
  phone.Begin();
  phone.Again("600", "dialog");
  CHECK(phone.answer.status_code() == 489);
  phone.Again("soon");
  CHECK(phone.answer.status_code() == 400);
  phone.their_cseq = -1;
  phone.Again("600");
  CHECK(phone.answer.status_code() == 500);
  CHECK(phone.Ended() == nullptr);
}

}  // namespace
}  // namespace ringline
