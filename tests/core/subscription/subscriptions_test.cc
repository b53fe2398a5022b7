#include "core/subscription/subscriptions.h"

#include "doctest/doctest.h"
#include "tests/core/subscription/matrix.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""s;

struct Phone : test::Rig {
  Subscriptions subscriptions{ground};
  int branch = 0;

  // A request of theirs; whether a subscription knew it, and what it was answered.
  std::pair<bool, int> Receive(std::string_view method, const Message& subscribe,
                               std::string_view from_tag, std::string_view more) {
    ++branch;
    std::string text =
        std::string(method) + " sip:alice@x.invalid SIP/2.0\r\n" +
        "Via: SIP/2.0/WS p;branch=z9hG4bKn" + std::to_string(branch) +
        "\r\nMax-Forwards: 70\r\nTo: " + std::string(subscribe.Header(HeaderName::kFrom)) +
        "\r\nFrom: <sip:bob@example.com>;tag=" + std::string(from_tag) +
        "\r\nCall-ID: " + std::string(subscribe.call_id()) +
        "\r\nContact: <sip:bob@there>\r\nCSeq: " + std::to_string(branch) + " " +
        std::string(method) + "\r\n" + std::string(more) + "Content-Length: 0\r\n\r\n";
    transactions.Receive(std::move(text), now);
    bool known = false;
    while (auto event = transactions.PollUp()) {
      auto* e = std::get_if<RequestReceived>(&*event);
      known = e && subscriptions.Receive(e->server, e->request, now);
    }
    int status = 0;
    for (const Message& frame : Frames()) status = frame.status_code();
    return {known, status};
  }
  std::pair<bool, int> Notify(const Message& subscribe, std::string_view from_tag,
                              std::string_view state = "active") {
    return Receive("NOTIFY", subscribe, from_tag,
                   "Event: presence\r\nSubscription-State: " + std::string(state) + "\r\n");
  }
};

TEST_CASE("of a fork the first to notify is the subscription, nobody knows the others") {
  Phone phone;
  SubscriptionId id =
      phone.subscriptions.Subscribe({.target = "bob", .event = "presence"}, phone.now);
  REQUIRE(id);
  Message subscribe = phone.Frames()[0];
  CHECK(phone.Notify(subscribe, "first") == std::pair(true, 200));
  CHECK(phone.Notify(subscribe, "second") == std::pair(false, 0));
  CHECK(phone.Notify(subscribe, "first") == std::pair(true, 200));
  CHECK(phone.Last<out::NotifyReceived>()->subscription == id);
}

TEST_CASE("only a NOTIFY makes a dialog of ours") {
  Phone phone;
  phone.subscriptions.Subscribe({.target = "bob", .event = "presence"}, phone.now);
  Message subscribe = phone.Frames()[0];
  CHECK_FALSE(phone.Receive("SUBSCRIBE", subscribe, "first", "").first);
  CHECK(phone.Notify(subscribe, "first").first);
  CHECK(phone.Receive("INFO", subscribe, "first", "") == std::pair(true, 405));
}

TEST_CASE("what is over is forgotten") {
  Phone phone;
  phone.subscriptions.Subscribe({.target = "bob", .event = "presence"}, phone.now);
  Message subscribe = phone.Frames()[0];
  CHECK(phone.Notify(subscribe, "first", "terminated;reason=noresource") == std::pair(true, 200));
  CHECK(phone.Last<out::SubscriptionEnded>()->reason == "noresource");
  CHECK(phone.subscriptions.empty());
  CHECK(phone.subscriptions.Deadline() == kNever);
  CHECK_FALSE(phone.Notify(subscribe, "first").first);
}

TEST_CASE("an input finds its subscription and its side, or is rejected") {
  Phone phone;
  SubscriptionId id =
      phone.subscriptions.Subscribe({.target = "bob", .event = "presence"}, phone.now);
  phone.subscriptions.Handle(in::Notify{.subscription = id}, phone.now);
  CHECK(phone.Last<out::Rejected>()->reason == "it is not of this side");
  phone.subscriptions.Handle(in::Unsubscribe{.subscription = SubscriptionId(9)}, phone.now);
  CHECK(phone.Last<out::Rejected>()->reason == "no such subscription");
  CHECK_FALSE(phone.subscriptions.Subscribe({.target = "bob"}, phone.now));
  CHECK(phone.Last<out::Rejected>()->input == "subscribe");
  CHECK_FALSE(phone.subscriptions.Accept({}, TransactionId(), phone.now));
  CHECK(phone.Last<out::Rejected>()->input == "acceptSubscribe");
}

TEST_CASE("each is woken at its time, and all end together") {
  Phone phone;
  phone.subscriptions.Subscribe({.target = "bob", .event = "presence"}, phone.now);
  phone.now += 1s;
  phone.subscriptions.Subscribe({.target = "carol", .event = "presence"}, phone.now);
  CHECK(phone.subscriptions.Deadline() == phone.now + 31s);
  phone.now += 31s;
  phone.subscriptions.Advance(phone.now);
  CHECK(phone.Last<out::SubscriptionEnded>()->subscription == SubscriptionId(1));
  CHECK(phone.subscriptions.Deadline() == phone.now + 1s);
  phone.subscriptions.EndAll(phone.now);
  CHECK_FALSE(phone.subscriptions.empty());
  phone.subscriptions.Abandon();
  CHECK(phone.subscriptions.empty());
  CHECK(phone.Last<out::SubscriptionEnded>()->why == SubscriptionEnd::kConnectionLost);
}

}  // namespace
}  // namespace ringline
