#include "core/subscription/publications.h"

#include "doctest/doctest.h"
#include "tests/core/subscription/matrix.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""s;

const in::Publish kWish{.event = "presence", .expires = std::chrono::seconds(600), .body = "open"};

struct Phone : test::Rig {
  Publications publications{ground};

  void Answer(int status) {
    for (const Message& frame : Frames()) {
      Layers::Answer(frame, status, {{"SIP-ETag", "e"}, {"Expires", "600"}});
    }
    while (auto event = uac.PollUp()) publications.Handle(*event, now);
  }
};

TEST_CASE("each publication is found by its id, and forgotten when it is over") {
  Phone phone;
  PublicationId one = phone.publications.Publish(kWish, phone.now);
  PublicationId two = phone.publications.Publish(kWish, phone.now);
  REQUIRE(one);
  CHECK(one != two);
  phone.Answer(200);
  CHECK(phone.Last<out::Published>()->publication == two);
  phone.publications.Handle(in::Unpublish{.publication = one}, phone.now);
  phone.Answer(200);
  CHECK(phone.Last<out::PublicationEnded>()->publication == one);
  phone.publications.Handle(in::Republish{.publication = one}, phone.now);
  CHECK(phone.Last<out::Rejected>()->reason == "no such publication");
  CHECK_FALSE(phone.publications.Publish({}, phone.now));
  CHECK(phone.Last<out::Rejected>()->input == "publish");
}

TEST_CASE("each is woken at its time, and all end together") {
  Phone phone;
  CHECK(phone.publications.Deadline() == kNever);
  phone.publications.Publish(kWish, phone.now);
  phone.publications.Publish(kWish, phone.now);
  phone.Answer(200);
  Time first = phone.publications.Deadline();
  CHECK(first >= phone.now + 300s);
  phone.now = first;
  phone.publications.Advance(phone.now);
  CHECK(phone.Frames().size() == 1);
  CHECK(phone.publications.Deadline() > first);
  phone.publications.EndAll(phone.now);
  phone.publications.Abandon();
  CHECK(phone.publications.empty());
}

}  // namespace
}  // namespace ringline
