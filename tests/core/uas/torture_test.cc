// The torture messages of RFC 4475 and RFC 5118 as our user agent server answers them, through the
// same layers as in a call: parser, checks, transactions, inspection.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/uas/inspection.h"
#include "doctest/doctest.h"
#include "tests/core/ground.h"
#include "tests/core/torture.h"

namespace ringline {
namespace {

constexpr std::string_view kUs = "sip:user@example.com";

// Goes on to the call or the page it is for.
constexpr int kTaken = 0;
constexpr int kDropped = -1;

// What became of one message.
struct Outcome {
  int status = kDropped;
  std::vector<HeaderLine> headers;  // Of a refusal.

  std::string Header(std::string_view name) const {
    for (const HeaderLine& line : headers) {
      if (line.name == name) return line.value;
    }
    return "";
  }
};

Outcome Receive(test::Layers& layers, std::string_view name) {
  layers.transactions.Receive(test::Torture(name), layers.now);
  Outcome outcome;
  for (const Message& frame : layers.Frames()) {
    if (frame.status_code() == 100) continue;  // Of the INVITE's transaction itself.
    // One message, one answer, by the way it came.
    CHECK(outcome.status == kDropped);
    CHECK(frame.Count("Via") == Message::Parse(test::Torture(name))->Count("Via"));
    outcome.status = frame.status_code();
  }
  while (auto event = layers.transactions.PollUp()) {
    auto* received = std::get_if<RequestReceived>(&*event);
    if (received == nullptr) continue;
    CHECK(outcome.status == kDropped);
    auto refusal = Inspect(received->request, layers.account);
    outcome = refusal ? Outcome{refusal->status, std::move(refusal->headers)} : Outcome{kTaken, {}};
  }
  return outcome;
}

// Of the account with that address.
Outcome Receive(std::string_view name, std::string_view us = kUs) {
  Config config = test::MakeConfig();
  config.uri = us;
  test::Layers layers(std::move(config));
  return Receive(layers, name);
}

struct Row {
  std::string_view section, name;
  int status;
};

TEST_CASE("RFC 4475 3.1.1: what is right is taken, if it is for a phone at all") {
  for (const Row& row : {
           Row{"1", "wsinv", 481},       // Its To tag names a dialog that we do not have.
           Row{"2", "intmeth", 405},     //
           Row{"3", "esc01", 404},       // For somebody else; see below.
           Row{"4", "escnull", 405},     // A phone registers and is no registrar.
           Row{"5", "esc02", 405},       // No REGISTER, and no other method of ours either.
           Row{"6", "lwsdisp", kTaken},  //
           Row{"7", "longreq", kTaken},  //
           Row{"8", "dblreq", 405},      // One answer: the INVITE behind it is nobody's.
           Row{"9", "semiuri", 404},     // For somebody else; see below.
           Row{"10", "transports", kTaken},
           Row{"11", "mpart01", kTaken},
           Row{"12", "unreason", kDropped},  // Responses to nothing of ours.
           Row{"13", "noreason", kDropped},
       }) {
    CAPTURE(row.section);
    CAPTURE(row.name);
    CHECK(Receive(row.name).status == row.status);
  }
  CHECK(Receive("esc01", "sip:sips%3Auser%40example.com@example.net").status == kTaken);
  CHECK(Receive("semiuri", "sip:user;par=u%40example.net@example.com").status == kTaken);
  CHECK(Receive("intmeth").Header("Allow").starts_with("INVITE,ACK,CANCEL,BYE,"));
}

TEST_CASE("RFC 4475 3.1.2: what is wrong is answered, or dropped when it is an answer itself") {
  for (const Row& row : {
           Row{"1", "badinv01", 400},      Row{"2", "clerr", 400},
           Row{"3", "ncl", 400},           Row{"4", "scalar02", 400},
           Row{"5", "scalarlg", kDropped}, Row{"6", "quotbal", 400},
           Row{"7", "ltgtruri", 400},      Row{"8", "lwsruri", 400},
           Row{"9", "lwsstart", kTaken},  // Both ways are allowed here and in 10, 12, 14, 15.
           Row{"10", "trws", kTaken},      Row{"11", "escruri", 400},
           Row{"12", "baddate", kTaken},   Row{"13", "regbadct", 405},
           Row{"14", "badaspec", kTaken},  Row{"15", "baddn", kTaken},
           Row{"16", "badvers", 505},      Row{"17", "mismatch01", 400},
           Row{"18", "mismatch02", 400},   Row{"19", "bigcode", kDropped},
       }) {
    CAPTURE(row.section);
    CAPTURE(row.name);
    CHECK(Receive(row.name).status == row.status);
  }
}

TEST_CASE("RFC 4475 3.2.1: requests with the bare cookie are told apart by the rest") {
  test::Layers layers;
  auto receive = [&](std::string text) {
    layers.transactions.Receive(std::move(text), layers.now);
    int received = 0;
    while (auto event = layers.transactions.PollUp()) {
      received += std::holds_alternative<RequestReceived>(*event);
    }
    CHECK(layers.Frames().empty());
    return received;
  };
  const std::string first = test::Torture("badbranch");
  CHECK(receive(first) == 1);
  CHECK(receive(first) == 0);  // A retransmission.
  std::string second = first;
  second.replace(second.find("Call-ID: badbranch"), 18, "Call-ID: another");
  CHECK(receive(second) == 1);
}

TEST_CASE("RFC 4475 3.3 and 3.4: each is answered by what it asks for") {
  for (const Row& row : {
           Row{"3.1", "insuf", 400},
           Row{"3.2", "unkscm", 416},
           Row{"3.3", "novelsc", 416},
           Row{"3.4", "unksm2", 405},
           Row{"3.5", "bext01", 420},
           Row{"3.6", "invut", 415},
           Row{"3.7", "regaut01", 405},
           Row{"3.8", "multi01", 400},
           Row{"3.9", "mcl01", 400},
           Row{"3.10", "bcast", kDropped},
           Row{"3.11", "zeromf", kTaken},
           Row{"3.12", "cparam01", 405},
           Row{"3.13", "cparam02", 405},
           Row{"3.14", "regescrt", 405},
           Row{"3.15", "sdp01", 406},
           Row{"4.1", "inv2543", kTaken},
       }) {
    CAPTURE(row.section);
    CAPTURE(row.name);
    CHECK(Receive(row.name).status == row.status);
  }
  // What a proxy is required to have is no concern of ours.
  CHECK(Receive("bext01").Header("Unsupported") == "nobodyHasThis, norThisOne");
  CHECK(Receive("invut").Header("Accept") == "application/sdp");
}

TEST_CASE("RFC 5118 4: addresses of IPv6 change no answer") {
  for (const Row& row : {
           Row{"1", "ipv6_good", 405},
           Row{"2", "ipv6_bad", 400},
           Row{"3", "port_ambiguous", 405},
           Row{"4", "port_unambiguous", 405},
           Row{"5", "via_received_with_delimiters", 481},
           Row{"5", "via_received_without_delimiters", 481},
           Row{"6", "ipv6_in_sdp", kTaken},
           Row{"7", "mult_ip_in_header", 481},
           Row{"8", "mult_ip_in_sdp", kTaken},
           Row{"9", "ipv4_mapped", kTaken},
           Row{"10", "three_colons", kTaken},
           Row{"10", "two_colons", kTaken},
       }) {
    CAPTURE(row.section);
    CAPTURE(row.name);
    CHECK(Receive(row.name, "sip:user@[2001:db8::10]").status == row.status);
  }
}

}  // namespace
}  // namespace ringline
