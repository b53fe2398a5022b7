#include "core/subscription/publication.h"

#include "core/transaction/timers.h"
#include "doctest/doctest.h"
#include "tests/core/subscription/matrix.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

using std::chrono_literals::operator""s;

const in::Publish kWish{.event = "presence",
                        .expires = std::chrono::seconds(600),
                        .content_type = "application/pidf+xml",
                        .body = "open"};

struct Phone : test::Rig {
  Publication publication{PublicationId(1), ground};
  Message publish;  // The newest of ours.
  int asked = 0;

  void Begin() {
    REQUIRE(publication.Begin(kWish, now) == "");
    Look();
  }
  void Look() {
    for (Message& frame : Frames()) publish = std::move(frame), asked++;
  }
  void Carry() {
    Layers::Carry();
    while (auto event = uac.PollUp()) publication.Handle(*event, now);
    Look();
  }
  void Answer(int status, const std::vector<HeaderLine>& headers = {}) {
    Layers::Answer(publish, status, headers);
    Carry();
  }
  void Accept(std::string tag) { Answer(200, {{"SIP-ETag", std::move(tag)}, {"Expires", "600"}}); }
  void Change(std::string body) {
    CHECK(publication.Handle(in::Republish{.content_type = "a/b", .body = std::move(body)}, now) ==
          "");
    Look();
  }
  void Remove() {
    CHECK(publication.Handle(in::Unpublish{}, now) == "");
    Look();
  }
  void Wait(Duration duration) {
    now += duration;
    transactions.Advance(now);
    Carry();
    if (publication.Deadline() <= now) publication.Advance(now);
    Carry();
  }
  std::string_view IfMatch() const { return publish.Header(HeaderName::kSipIfMatch); }
  const out::PublicationEnded* Ended() { return Last<out::PublicationEnded>(); }
};

TEST_CASE("the publication does in every state what its golden file says") {
  auto make = +[](test::Rig& rig, size_t state) {
    Publication publication(PublicationId(1), rig.ground);
    CHECK(publication.Begin(kWish, rig.now) == "");
    Message publish = rig.Frames()[0];
    rig.Answer(publish, 200, {{"SIP-ETag", "e1"}, {"Expires", "600"}});
    while (auto event = rig.uac.PollUp()) publication.Handle(*event, rig.now);
    if (state == 0) publication.Take(Publication::TimerFired{}, rig.now);
    if (state == 2) publication.Take(Publication::RemovalWanted{}, rig.now);
    if (state == 3) publication.Take(Publication::Refused{}, rig.now);
    return publication;
  };
  const std::vector<std::pair<std::string, Publication::Happening>> all = {
      {"granted", Publication::Granted{Duration(100'000), ""}},
      {"tag lost", Publication::TagLost{}},
      {"too brief", Publication::TooBrief{Duration(900'000)}},
      {"refused", Publication::Refused{}},
      {"bad moment", Publication::Missed{}},
      {"connection lost", Publication::ConnectionLost{}},
      {"connection back", Publication::ConnectionBack{}},
      {"changed", Publication::Changed{}},
      {"removal wanted", Publication::RemovalWanted{}},
      {"timer", Publication::TimerFired{}},
  };
  CHECK(golden::Difference("publication.txt",
                           test::Matrix<Publication>({"Asking", "Published", "Removing", "Ended"},
                                                     all, make)) == "");
}

TEST_CASE("state is published, kept, changed and taken away") {
  Phone phone;
  phone.Begin();
  CHECK(phone.publish.method() == Method::kPublish);
  CHECK(phone.publish.request_uri() == "sip:alice@example.com");
  CHECK(phone.publish.Header(HeaderName::kEvent) == "presence");
  CHECK(phone.publish.Header(HeaderName::kExpires) == "600");
  CHECK(phone.publish.Header(HeaderName::kContentType) == "application/pidf+xml");
  CHECK(phone.publish.body() == "open");
  CHECK(phone.IfMatch().empty());
  phone.Accept("e1");
  REQUIRE(phone.Last<out::Published>() != nullptr);

  phone.Wait(phone.publication.Deadline() - phone.now);
  CHECK(phone.IfMatch() == "e1");
  CHECK(phone.publish.body().empty());
  phone.Accept("e2");

  phone.Change("closed");
  CHECK(phone.IfMatch() == "e2");
  CHECK(phone.publish.body() == "closed");
  phone.Accept("e3");

  phone.Remove();
  CHECK(phone.IfMatch() == "e3");
  CHECK(phone.publish.Header(HeaderName::kExpires) == "0");
  CHECK(phone.publish.body().empty());
  phone.Answer(200);
  CHECK(phone.Ended()->cause == Cause::kNone);
  CHECK(phone.publication.over());
  int told = 0;
  for (const Output& one : phone.said) told += std::holds_alternative<out::Published>(one);
  CHECK(told == 2);
}

TEST_CASE("a server that lost the tag gets all of it anew") {
  Phone phone;
  phone.Begin();
  phone.Accept("e1");
  phone.Wait(phone.publication.Deadline() - phone.now);
  phone.Answer(412);
  CHECK(phone.IfMatch().empty());
  CHECK(phone.publish.body() == "open");
  // To a first publication 412 makes no sense, and is not asked again.
  phone.Answer(412);
  CHECK(phone.Ended() != nullptr);
}

TEST_CASE("too brief is asked for longer, a bad header for nothing") {
  Phone phone;
  phone.Begin();
  phone.Answer(423, {{"Min-Expires", "900"}});
  CHECK(phone.publish.Header(HeaderName::kExpires) == "900");
  phone.Answer(423, {{"Min-Expires", "5"}});
  CHECK(phone.Ended()->cause == Cause::kSipFailureCode);
  for (in::Publish wish : {in::Publish{.event = ""}, in::Publish{.event = "a\r\nb"},
                           in::Publish{.event = "presence", .expires = 0s},
                           in::Publish{.event = "presence", .extra_headers = {"none"}},
                           in::Publish{.event = "presence", .content_type = "a\r\nb"}}) {
    Phone other;
    CHECK_FALSE(other.publication.Begin(wish, other.now).empty());
    CHECK(other.Frames().empty());
  }
}

TEST_CASE("one PUBLISH at a time: what changed meanwhile follows") {
  Phone phone;
  phone.Begin();
  phone.Change("one");
  phone.Change("two");
  CHECK(phone.asked == 1);
  phone.Accept("e1");
  CHECK(phone.asked == 2);
  CHECK(phone.publish.body() == "two");
  phone.Remove();
  CHECK(phone.asked == 2);
  phone.Accept("e2");
  CHECK(phone.publish.Header(HeaderName::kExpires) == "0");
}

TEST_CASE("a challenge is met") {
  Phone phone;
  phone.Begin();
  phone.Answer(401, {{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\""}});
  CHECK(phone.publish.Has(HeaderName::kAuthorization));
  CHECK(phone.publish.body() == "open");
  phone.Accept("e1");
  CHECK(phone.Last<out::Published>() != nullptr);
}

TEST_CASE("a refusal ends the first one; later a bad moment passes") {
  Phone refused;
  refused.Begin();
  refused.Answer(503);
  CHECK(refused.Ended()->cause == Cause::kSipFailureCode);

  Phone phone;
  phone.Begin();
  phone.Accept("e1");
  phone.Change("closed");
  phone.Answer(503, {{"Retry-After", "100"}});
  CHECK(phone.Ended() == nullptr);
  CHECK(phone.publication.Deadline() >= phone.now + 100s);
  phone.Wait(phone.publication.Deadline() - phone.now);
  CHECK(phone.publish.body() == "closed");
  CHECK(phone.IfMatch() == "e1");
  // Too late for the tag: all of it anew.
  phone.Answer(503, {{"Retry-After", "1000"}});
  phone.Wait(1000s);
  CHECK(phone.IfMatch().empty());
  CHECK(phone.publish.body() == "closed");
  phone.Answer(403);
  CHECK(phone.Ended()->cause == Cause::kRejected);
}

TEST_CASE("what a lost connection swallowed is published when it is back") {
  Phone phone;
  phone.Begin();
  phone.Accept("e1");
  phone.Change("closed");
  phone.transactions.TransportChanged(false, phone.now);
  phone.Carry();
  phone.Change("open again");
  phone.Carry();
  CHECK(phone.Ended() == nullptr);
  phone.transactions.TransportChanged(true, phone.now);
  phone.publication.Connected(phone.now);
  phone.Look();
  CHECK(phone.publish.body() == "open again");
  CHECK(phone.IfMatch() == "e1");
}

}  // namespace
}  // namespace ringline
