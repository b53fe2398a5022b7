#include "core/sip/contact.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

Contacts Of(std::string_view lines) {
  return Contacts::Of(*Message::Parse("SIP/2.0 200 OK\r\n" + std::string(lines) + "\r\n"));
}

TEST_CASE("a contact has its preference and its expiry") {
  const auto contact = Contact::Parse("\"Me\" <sip:a@b;ob>;q=0.7;expires=3600;reg-id=1");
  REQUIRE(contact.ok());
  CHECK(contact->q == 700);
  CHECK(contact->expires == 3600);
  CHECK(contact->address.uri.user == "a");
  CHECK(ValueOf(contact->address.parameters, "reg-id") == "1");
}

TEST_CASE("q is between 0 and 1, and 1 where it is not readable") {
  struct Row {
    std::string_view text;
    int q;
  };
  for (const Row& row : {Row{"0", 0},
                         {"1", 1000},
                         {"0.", 0},
                         {"0.5", 500},
                         {"0.333", 333},
                         {"1.000", 1000},
                         {"1.001", 1000},
                         {"2", 1000},
                         {"x", 1000},
                         {"", 1000},
                         {"0.1234", 1000},
                         {"0x5", 1000}}) {
    CAPTURE(row.text);
    CHECK(Contact::Parse("<sip:a@b>;q=" + std::string(row.text))->q == row.q);
  }
}

TEST_CASE("an expiry that is no number is none, one too big is the biggest") {
  CHECK_FALSE(Contact::Parse("<sip:a@b>")->expires);
  CHECK_FALSE(Contact::Parse("<sip:a@b>;expires=soon")->expires);
  CHECK_FALSE(Contact::Parse("<sip:a@b>;expires=-1")->expires);
  CHECK(Contact::Parse("<sip:a@b>;expires=280297596632815")->expires == UINT32_MAX);
  CHECK(ParseSeconds(" 60 ") == 60);
  CHECK_FALSE(ParseSeconds(""));
}

TEST_CASE("the contacts of a message come in its order, the odd one counted") {
  const Contacts contacts =
      Of("Contact: <sip:1@a>, <sip:2@a\r\nm: <sip:3@a>;q=0.1\r\nm: sip:x@y?Route=z\r\n");
  CHECK(contacts.values.size() == 2);
  CHECK(contacts.values[0].address.uri.user == "1");
  CHECK(contacts.values[1].q == 100);
  CHECK(contacts.unreadable == 2);
  CHECK_FALSE(contacts.everything);
}

TEST_CASE("a star is everything") {
  CHECK(Of("Contact: *\r\n").everything);
  CHECK_FALSE(Contact::Parse("*").ok());
}

}  // namespace
}  // namespace ringline
