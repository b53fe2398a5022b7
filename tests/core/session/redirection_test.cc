#include "core/session/redirection.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

Message Moved(std::string_view contacts) {
  return *Message::Parse("SIP/2.0 302 Moved Temporarily\r\n" + std::string(contacts) + "\r\n");
}

TEST_CASE("the most wanted first, equals in their order") {
  Redirection redirection;
  redirection.Note(Moved("Contact: <sip:c@x>;q=0.2, <sip:a@x>\r\nContact: <sip:b@x>;q=1.0\r\n"),
                   "sip:bob@x");
  CHECK(redirection.Next() == "sip:a@x");
  CHECK(redirection.Next() == "sip:b@x");
  CHECK(redirection.Next() == "sip:c@x");
  CHECK_FALSE(redirection.Next());
}

TEST_CASE("none twice, none that is no SIP, and no headers of theirs") {
  Redirection redirection;
  redirection.Note(Moved("Contact: <sip:bob@x>, <tel:110>, <sip:a@x?Subject=evil>, bad>\r\n"),
                   "sip:bob@x");
  CHECK(redirection.Next() == "sip:a@x");
  redirection.Note(Moved("Contact: <sip:bob@x>, <sip:a@x>\r\n"), "sip:a@x");
  CHECK_FALSE(redirection.Next());
}

TEST_CASE("nobody is sent round for ever") {
  Redirection redirection;
  std::string uri = "sip:0@x";
  int hops = 0;
  for (; hops < 100; hops++) {
    redirection.Note(Moved("Contact: <sip:" + std::to_string(hops + 1) + "@x>\r\n"), uri);
    auto next = redirection.Next();
    if (!next) break;
    uri = *next;
  }
  CHECK(hops == 10);
}

}  // namespace
}  // namespace ringline
