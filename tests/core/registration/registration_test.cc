#include "core/registration/registration.h"

#include <string>

#include "doctest/doctest.h"
#include "tests/core/ground.h"

namespace ringline {
namespace {

struct Phone : test::Layers {
  explicit Phone(Config wanted = test::MakeConfig()) : Layers(std::move(wanted)) {}
  Registration registration{config, account, uac, random, out};

  void Carry() {
    Layers::Carry();
    while (auto event = uac.PollUp()) registration.Handle(*event, now);
  }
  void Accept(const Message& request, std::string_view contact_parameters = ";expires=600") {
    std::string contact(request.Header(HeaderName::kContact));
    contact = contact.substr(0, contact.find('>') + 1);
    Layers::Answer(request, 200, {{"Contact", contact + std::string(contact_parameters)}});
    Carry();
  }
  void Refuse(const Message& request, int status, const std::vector<HeaderLine>& headers = {}) {
    Layers::Answer(request, status, headers);
    Carry();
  }
};

TEST_CASE("a registration says where we are, and is refreshed in its second half") {
  Phone phone;
  phone.registration.Register(phone.now);
  auto frames = phone.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].method() == Method::kRegister);
  CHECK(frames[0].request_uri() == "sip:example.com");
  CHECK(frames[0].Header(HeaderName::kContact).find("+sip.instance") != std::string_view::npos);
  CHECK(frames[0].Header(HeaderName::kExpires) == "600");
  phone.Accept(frames[0]);
  REQUIRE(phone.Last<out::Registered>() != nullptr);
  Time refresh = phone.registration.Deadline();
  CHECK(refresh >= phone.now + 300s);
  CHECK(refresh <= phone.now + 568s);
  phone.registration.Advance(refresh);
  CHECK(phone.Last<out::RegistrationExpiring>() != nullptr);
  // Nobody refreshed: it is over when it is over.
  phone.registration.Advance(phone.now + 600s);
  CHECK(phone.Last<out::Unregistered>()->cause == Cause::kExpires);
}

TEST_CASE("a 200 without our Contact is no registration") {
  Phone phone;
  phone.registration.Register(phone.now);
  phone.Layers::Answer(phone.Frames()[0], 200, {{"Contact", "<sip:someone@else>"}});
  phone.Carry();
  CHECK(phone.Last<out::Registered>() == nullptr);
  CHECK(phone.Last<out::RegistrationFailed>() != nullptr);
}

TEST_CASE("423 is tried again with what the registrar wants") {
  Phone phone;
  phone.registration.Register(phone.now);
  phone.Refuse(phone.Frames()[0], 423, {{"Min-Expires", "900"}});
  auto frames = phone.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].Header(HeaderName::kExpires) == "900");
  // Less than was asked for would go on for ever.
  phone.Refuse(frames[0], 423, {{"Min-Expires", "5"}});
  CHECK(phone.Frames().empty());
  CHECK(phone.Last<out::RegistrationFailed>() != nullptr);
}

TEST_CASE("what is wanted during a REGISTER is done after it") {
  Phone phone;
  phone.registration.Register(phone.now);
  phone.registration.Unregister(false, phone.now);
  auto frames = phone.Frames();
  REQUIRE(frames.size() == 1);
  phone.Accept(frames[0]);
  frames = phone.Frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].Header(HeaderName::kExpires) == "0");
  phone.Refuse(frames[0], 200);
  CHECK(phone.Last<out::Unregistered>()->cause == Cause::kNone);
  CHECK_FALSE(phone.registration.registered());
}

TEST_CASE("a refusal and a lost connection are told with their cause") {
  Phone phone;
  phone.registration.Register(phone.now);
  phone.Refuse(phone.Frames()[0], 403);
  CHECK(phone.Last<out::RegistrationFailed>()->cause == Cause::kRejected);
  phone.registration.Register(phone.now);
  phone.transactions.TransportChanged(false, phone.now);
  phone.Carry();
  CHECK(phone.Last<out::RegistrationFailed>()->cause == Cause::kConnectionError);
}

TEST_CASE("Service-Route goes before what we send out") {
  Phone phone;
  phone.registration.Register(phone.now);
  auto request = phone.Frames()[0];
  std::string contact(request.Header(HeaderName::kContact));
  phone.Layers::Answer(request, 200, {{"Contact", contact}, {"Service-Route", "<sip:edge;lr>"}});
  phone.Carry();
  Uri bob = *phone.account.Target("bob");
  auto message = phone.account.MakeRequest(Method::kMessage, bob, bob, {}, {}, phone.random);
  CHECK(message->Header("Route") == "<sip:edge;lr>");
}

}  // namespace
}  // namespace ringline
