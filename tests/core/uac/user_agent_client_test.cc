#include "core/uac/user_agent_client.h"

#include "doctest/doctest.h"
#include "tests/core/ground.h"

namespace ringline {
namespace {

using Kind = ClientEvent::Kind;

OutgoingRequest Message(test::Layers& layers, Method method = Method::kMessage) {
  Uri bob = *layers.account.Target("bob");
  return *layers.account.MakeRequest(method, bob, bob, {}, {}, layers.random);
}

const HeaderLine kChallenge{"Proxy-Authenticate",
                            "Digest realm=\"example.com\", nonce=\"abc\", qop=\"auth\""};

TEST_CASE("a challenge is answered with one more in the same Call-ID") {
  test::Layers layers;
  TicketId ticket = layers.uac.Send(Message(layers), {Owner::Kind::kPage, 3}, false, layers.now);
  auto first = layers.Frames();
  REQUIRE(first.size() == 1);
  layers.Answer(first[0], 407, {kChallenge});
  CHECK_FALSE(layers.uac.PollUp().has_value());
  auto second = layers.Frames();
  REQUIRE(second.size() == 1);
  CHECK(second[0].cseq() == 2);
  CHECK(second[0].call_id() == first[0].call_id());
  CHECK(second[0].branch() != first[0].branch());
  CHECK(second[0].Header(HeaderName::kProxyAuthorization).find("username=\"alice\"") !=
        std::string_view::npos);
  layers.Answer(second[0], 200);
  auto event = layers.uac.PollUp();
  REQUIRE(event.has_value());
  CHECK(event->ticket == ticket);
  CHECK(event->owner.id == 3);
  CHECK(event->kind == Kind::kFinal);
}

TEST_CASE("the same challenge again means that the password is wrong") {
  test::Layers layers;
  layers.uac.Send(Message(layers), {}, false, layers.now);
  layers.Answer(layers.Frames()[0], 407, {kChallenge});
  layers.Answer(layers.Frames()[0], 407, {kChallenge});
  auto event = layers.uac.PollUp();
  REQUIRE(event.has_value());
  CHECK(event->response.status_code() == 407);
  CHECK(layers.Frames().empty());
}

TEST_CASE("a later request takes its credentials along unasked") {
  test::Layers layers;
  layers.uac.Send(Message(layers), {}, false, layers.now);
  layers.Answer(layers.Frames()[0], 407, {kChallenge});
  layers.Answer(layers.Frames()[0], 200);
  layers.uac.Send(Message(layers), {}, false, layers.now);
  auto frames = layers.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].Header(HeaderName::kProxyAuthorization).find("nc=00000002") !=
        std::string_view::npos);
}

TEST_CASE("inside a dialog the owner gives the next number") {
  test::Layers layers;
  TicketId ticket = layers.uac.Send(Message(layers, Method::kInfo), {}, true, layers.now);
  layers.Answer(layers.Frames()[0], 407, {kChallenge});
  auto event = layers.uac.PollUp();
  REQUIRE(event.has_value());
  CHECK(event->kind == Kind::kNeedsCSeq);
  layers.uac.Resend(ticket, 9, layers.now);
  auto frames = layers.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].cseq() == 9);
}

TEST_CASE("silence and a lost connection are told once") {
  test::Layers layers;
  layers.uac.Send(Message(layers), {}, false, layers.now);
  layers.transactions.Advance(layers.now + std::chrono::seconds(33));
  layers.Carry();
  CHECK(layers.uac.PollUp()->kind == Kind::kTimedOut);
  layers.uac.Send(Message(layers), {}, false, layers.now);
  layers.transactions.TransportChanged(false, layers.now);
  layers.Carry();
  CHECK(layers.uac.PollUp()->kind == Kind::kLost);
  CHECK_FALSE(layers.uac.PollUp().has_value());
}

TEST_CASE("what was answered is forgotten") {
  test::Layers layers;
  for (int i = 0; i < 100; i++) {
    layers.uac.Send(Message(layers), {}, false, layers.now);
    layers.Answer(layers.Frames()[0], 200);
    layers.uac.PollUp();
  }
  CHECK(layers.uac.size() <= 2);
}

}  // namespace
}  // namespace ringline
