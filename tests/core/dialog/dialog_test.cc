#include "core/dialog/dialog.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

Message Parsed(std::string text) {
  Result<Message> message = Message::Parse(std::move(text));
  REQUIRE(message.ok());
  return *std::move(message);
}

// Our INVITE as it went out.
OutgoingRequest Invite() {
  OutgoingRequest invite;
  invite.method = Method::kInvite;
  invite.uri = "sip:bob@example.com";
  invite.Add("Via", "SIP/2.0/WS x.invalid;branch=z9hG4bK1");
  invite.Add("Max-Forwards", "70");
  invite.Add("To", "\"Bob; <the> builder\" <sip:bob@example.com;user=phone>;odd=1");
  invite.Add("From", "\"Älice\" <sip:alice@example.com>;tag=alice1;x=\"y;z\"");
  invite.Add("Call-ID", "call-1");
  invite.Add("CSeq", "4711 INVITE");
  invite.Add("Contact", "<sip:alice@x.invalid;transport=ws>");
  return invite;
}

std::string Response(int status, std::string_view to_tag, std::string_view more,
                     std::string_view contact = "<sip:bob@phone.example.com>") {
  std::vector<HeaderLine> headers;
  if (!contact.empty()) headers.push_back({"Contact", std::string(contact)});
  std::string text = WriteResponse(Parsed(Invite().Write()), status, "", to_tag, headers, "");
  text.insert(text.find("\r\n") + 2, more);
  return text;
}
Message Ringing(std::string_view more = "", std::string_view contact = "<sip:bob@desk.invalid>") {
  return Parsed(Response(180, "bob1", more, contact));
}
Message Accepting(std::string_view more = "",
                  std::string_view contact = "<sip:bob@phone.example.com>") {
  return Parsed(Response(200, "bob1", more, contact));
}

// Their INVITE.
Message TheirInvite(std::string_view more = "", std::string_view to = "<sip:alice@example.com>",
                    std::string_view contact = "Contact: <sip:bob@phone.example.com;ob>\r\n",
                    std::string_view method = "INVITE", int cseq = 100) {
  std::string text(method);
  text += " sip:alice@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS p;branch=z9hG4bKp\r\n";
  text += "From: Bob <sip:bob@example.com>;tag=bob1\r\nTo: ";
  text += to;
  text += "\r\nCall-ID: call-2\r\nCSeq: " + std::to_string(cseq) + " ";
  text += method;
  text += "\r\n";
  text += contact;
  text += more;
  text += "\r\n";
  return Parsed(text);
}

std::vector<std::string> Routes(const OutgoingRequest& request) {
  std::vector<std::string> routes;
  for (const HeaderLine& line : request.headers) {
    if (line.name == "Route") routes.push_back(line.value);
  }
  return routes;
}

Dialog Ours(std::string_view record_route, std::string_view contact = "<sip:bob@phone>") {
  Result<Dialog> dialog = Dialog::FromResponse(Invite(), Accepting(record_route, contact));
  REQUIRE(dialog.ok());
  return *std::move(dialog);
}

TEST_CASE("a NOTIFY makes the dialog of our SUBSCRIBE, as their request and under our numbers") {
  const Message notify = TheirInvite("Record-Route: <sip:near;lr>, <sip:far;lr>\r\n",
                                     "<sip:alice@example.com>;tag=alice1",
                                     "Contact: <sip:bob@phone.example.com>\r\n", "NOTIFY", 7);
  Result<Dialog> dialog = Dialog::FromNotify(notify, 4711);
  REQUIRE(dialog.ok());
  CHECK(dialog->state() == Dialog::State::kConfirmed);
  CHECK(dialog->caller());
  CHECK(dialog->key() == DialogKey{"call-2", "alice1", "bob1"});
  const OutgoingRequest refresh = dialog->MakeRequest(Method::kSubscribe);
  CHECK(refresh.Header("CSeq") == "4712 SUBSCRIBE");
  CHECK(refresh.Header("From") == "<sip:alice@example.com>;tag=alice1");
  CHECK(Routes(refresh) == std::vector<std::string>{"<sip:near;lr>", "<sip:far;lr>"});
  CHECK_FALSE(dialog->AcceptSequence(TheirInvite("", "<sip:a@x>", "", "NOTIFY", 6)));
  CHECK_FALSE(Dialog::FromNotify(TheirInvite("", "<sip:a@x>;tag=t", "", "NOTIFY"), 1).ok());
}

TEST_CASE("a caller's dialog begins with the first answer that has a tag") {
  Result<Dialog> dialog = Dialog::FromResponse(Invite(), Ringing());
  REQUIRE(dialog.ok());
  CHECK(dialog->state() == Dialog::State::kEarly);
  CHECK(dialog->caller());
  CHECK(dialog->key() == DialogKey{"call-1", "alice1", "bob1"});
  CHECK(dialog->local_sequence() == 4711);
  CHECK(dialog->remote_target() == "sip:bob@desk.invalid");
  CHECK(dialog->route_set().empty());
  CHECK(Dialog::FromResponse(Invite(), Accepting())->state() == Dialog::State::kConfirmed);
}

TEST_CASE("an answer without tag or without a Contact one could call makes no dialog") {
  CHECK(Dialog::FromResponse(Invite(), Parsed(Response(180, "", ""))).reason() ==
        "No To tag in response");
  for (const char* contact : {"", "*", "<>", "<bob>", "\"Bob <sip:bob@example.com>", "<sip:a b@c>",
                              "<sip:bob@example.com"}) {
    CAPTURE(contact);
    CHECK(Dialog::FromResponse(Invite(), Parsed(Response(180, "bob1", "", contact))).reason() ==
          "No readable Contact in response");
  }
  CHECK(Dialog::FromRequest(TheirInvite("", "<sip:alice@example.com>", ""), "t").reason() ==
        "No readable Contact in request");
}

TEST_CASE("a callee's dialog has the numbers, tags and routes the other way round") {
  const Message invite = TheirInvite("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n");
  Result<Dialog> dialog = Dialog::FromRequest(invite, "alice9");
  REQUIRE(dialog.ok());
  CHECK(dialog->state() == Dialog::State::kEarly);
  CHECK(!dialog->caller());
  CHECK(dialog->key() == DialogKey{"call-2", "alice9", "bob1"});
  CHECK(dialog->local_sequence() == 0);
  CHECK(dialog->remote_target() == "sip:bob@phone.example.com;ob");
  CHECK(dialog->route_set() == std::vector<std::string>{"<sip:p1;lr>", "<sip:p2;lr>"});
  CHECK(dialog->local_uri() == "<sip:alice@example.com>;tag=alice9");
  CHECK(dialog->remote_uri() == "Bob <sip:bob@example.com>;tag=bob1");
  dialog->Confirm();
  CHECK(dialog->state() == Dialog::State::kConfirmed);
  CHECK(dialog->MakeRequest(Method::kBye).Write() ==
        "BYE sip:bob@phone.example.com;ob SIP/2.0\r\n"
        "Route: <sip:p1;lr>\r\n"
        "Route: <sip:p2;lr>\r\n"
        "Max-Forwards: 70\r\n"
        "To: Bob <sip:bob@example.com>;tag=bob1\r\n"
        "From: <sip:alice@example.com>;tag=alice9\r\n"
        "Call-ID: call-2\r\n"
        "CSeq: 1 BYE\r\n"
        "Content-Length: 0\r\n\r\n");
}

TEST_CASE("an address without brackets takes our tag as its own parameter") {
  Result<Dialog> dialog = Dialog::FromRequest(TheirInvite("", "sip:alice@example.com"), "t");
  CHECK(dialog->local_uri() == "sip:alice@example.com;tag=t");
}

TEST_CASE("a request that has our tag already is answered in its dialog after a restart") {
  const Message invite = TheirInvite("", "<sip:alice@example.com>;tag=known");
  Result<Dialog> dialog = Dialog::FromRequest(invite, "known");
  CHECK(dialog->local_uri() == "<sip:alice@example.com>;tag=known");
  CHECK(dialog->key() == KeyOfRequest(invite));
}

TEST_CASE("From and To are written as the establishing messages had them") {
  Dialog dialog = Ours("");
  const OutgoingRequest bye = dialog.MakeRequest(Method::kBye);
  CHECK(bye.Header("From") == "\"Älice\" <sip:alice@example.com>;tag=alice1;x=\"y;z\"");
  CHECK(bye.Header("To") ==
        "\"Bob; <the> builder\" <sip:bob@example.com;user=phone>;odd=1;tag=bob1");
}

TEST_CASE("a caller's route set is Record-Route from its end") {
  Dialog dialog = Ours(
      "Record-Route: <sip:p3;lr>\r\n"
      "Record-Route: <sip:p2;lr;x=\"a,b\">;y=1 , \"P, one\" <sip:p1;lr=on>\r\n");
  const OutgoingRequest info = dialog.MakeRequest(Method::kInfo);
  CHECK(info.uri == "sip:bob@phone");
  CHECK(Routes(info) == std::vector<std::string>{"\"P, one\" <sip:p1;lr=on>",
                                                 "<sip:p2;lr;x=\"a,b\">;y=1", "<sip:p3;lr>"});
}

TEST_CASE("a strict router becomes the Request-URI and the target goes behind the routes") {
  Dialog dialog = Ours(
      "Record-Route: <sip:p2;lr>\r\n"
      "Record-Route: <sip:p1.example.com:5070;transport=ws;method=INVITE;x?Subject=hi>\r\n",
      "<sip:bob@phone;ob>");
  const OutgoingRequest info = dialog.MakeRequest(Method::kInfo);
  CHECK(info.uri == "sip:p1.example.com:5070;transport=ws;x");
  CHECK(Routes(info) == std::vector<std::string>{"<sip:p2;lr>", "<sip:bob@phone;ob>"});
  // A refreshed target moves along.
  dialog.RefreshTarget(Accepting("", "<sip:bob@elsewhere>"));
  CHECK(Routes(dialog.MakeRequest(Method::kInfo)).back() == "<sip:bob@elsewhere>");
}

TEST_CASE("one strict router alone leaves the target as the only route") {
  Dialog dialog = Ours("Record-Route: <sip:strict.example.com>\r\n");
  const OutgoingRequest bye = dialog.MakeRequest(Method::kBye);
  CHECK(bye.uri == "sip:strict.example.com");
  CHECK(Routes(bye) == std::vector<std::string>{"<sip:bob@phone>"});
}

TEST_CASE("lr counts in any case, with a value, and behind the bracket") {
  for (const char* route :
       {"<sip:p;LR>", "<sip:p;lr=true>", "<sip:p;a=lr;lr>", "<sip:p>;lr", "sip:p;lr"}) {
    CAPTURE(route);
    Dialog dialog = Ours("Record-Route: " + std::string(route) + "\r\n");
    CHECK(dialog.MakeRequest(Method::kBye).uri == "sip:bob@phone");
  }
  for (const char* route : {"<sip:lr@p>", "<sip:p;a=lr>", "<sip:p;lrx>", "\";lr\" <sip:p>"}) {
    CAPTURE(route);
    Dialog dialog = Ours("Record-Route: " + std::string(route) + "\r\n");
    CHECK(dialog.MakeRequest(Method::kBye).uri != "sip:bob@phone");
  }
}

TEST_CASE("a target is kept to the letter, odd parameters and all") {
  for (const char* uri :
       {"sip:b%6Fb;x=%20@Phone.Example.COM:5062;Transport=WS;alias=1.2.3.4~5~6;+g.x=\"1\"",
        "sips:bob@[2001:DB8::1]:5061;maddr=[::1]", "tel:+1-212-555;phone-context=example.com",
        "sip:a;b?c@h;ob;lr;gr=urn:uuid:F81D4FAE", "im:bob@example.com"}) {
    CAPTURE(uri);
    Result<Dialog> dialog = Dialog::FromResponse(
        Invite(), Accepting("", "\"B, <b>\" <" + std::string(uri) + ">;q=0.1;expires=3"));
    if (std::string_view(uri).find('"') != std::string_view::npos) {
      CHECK(!dialog.ok());  // A quote would end somebody's string.
      continue;
    }
    REQUIRE(dialog.ok());
    CHECK(dialog->remote_target() == uri);
    CHECK(dialog->MakeRequest(Method::kBye).uri == uri);
  }
}

TEST_CASE("without brackets the parameters are the Contact's, and the first Contact counts") {
  CHECK(Ours("", "sip:bob@phone;expires=60").remote_target() == "sip:bob@phone");
  CHECK(Ours("", "<sip:one@phone>, <sip:two@phone>").remote_target() == "sip:one@phone");
}

TEST_CASE("the 2xx replaces what the provisional answer had set") {
  Result<Dialog> dialog =
      Dialog::FromResponse(Invite(), Ringing("Record-Route: <sip:p2;lr>, <sip:p1;lr>\r\n"));
  CHECK(dialog->route_set().size() == 2);
  dialog->Confirm(Accepting("Record-Route: <sip:p9;lr>\r\n", "<sip:bob@answered>"));
  CHECK(dialog->state() == Dialog::State::kConfirmed);
  CHECK(dialog->route_set() == std::vector<std::string>{"<sip:p9;lr>"});
  CHECK(dialog->remote_target() == "sip:bob@answered");
}

TEST_CASE("once confirmed, a 2xx moves the target and never the routes") {
  Dialog dialog = Ours("Record-Route: <sip:p1;lr>\r\n");
  dialog.Confirm(Accepting("Record-Route: <sip:evil;lr>\r\n", "<sip:bob@moved>"));
  CHECK(dialog.route_set() == std::vector<std::string>{"<sip:p1;lr>"});
  CHECK(dialog.remote_target() == "sip:bob@moved");
}

TEST_CASE("a target refresh takes a readable Contact of a request or a 2xx, nothing else") {
  Dialog dialog = Ours("");
  dialog.RefreshTarget(TheirInvite());
  CHECK(dialog.remote_target() == "sip:bob@phone.example.com;ob");
  dialog.RefreshTarget(Ringing("", "<sip:bob@ringing>"));
  dialog.RefreshTarget(Parsed(Response(302, "bob1", "", "<sip:bob@redirected>")));
  dialog.RefreshTarget(Accepting("", ""));
  dialog.RefreshTarget(Accepting("", "*"));
  dialog.RefreshTarget(Accepting("", "<sip:b\rX: y@z>"));
  CHECK(dialog.remote_target() == "sip:bob@phone.example.com;ob");
  dialog.RefreshTarget(Accepting("", "<sip:bob@last>"));
  CHECK(dialog.remote_target() == "sip:bob@last");
}

TEST_CASE("each request is numbered one up, and an ACK as its INVITE") {
  Dialog dialog = Ours("Record-Route: <sip:p1;lr>\r\n");
  CHECK(dialog.MakeRequest(Method::kInfo).Header("CSeq") == "4712 INFO");
  CHECK(dialog.MakeRequest(Method::kInvite).Header("CSeq") == "4713 INVITE");
  CHECK(dialog.NextSequence() == 4714);
  CHECK(dialog.MakeRequest(Method::kUnknown, "X-ODD").Header("CSeq") == "4715 X-ODD");
  CHECK(dialog.MakeRequest(Method::kAck).Header("CSeq") == "4715 ACK");
  const OutgoingRequest ack = dialog.MakeAck(4711);
  CHECK(ack.Write() ==
        "ACK sip:bob@phone SIP/2.0\r\n"
        "Route: <sip:p1;lr>\r\n"
        "Max-Forwards: 70\r\n"
        "To: \"Bob; <the> builder\" <sip:bob@example.com;user=phone>;odd=1;tag=bob1\r\n"
        "From: \"Älice\" <sip:alice@example.com>;tag=alice1;x=\"y;z\"\r\n"
        "Call-ID: call-1\r\n"
        "CSeq: 4711 ACK\r\n"
        "Content-Length: 0\r\n\r\n");
  CHECK(dialog.local_sequence() == 4715);
}

TEST_CASE("an unknown method keeps its name") {
  Dialog dialog = Ours("");
  CHECK(dialog.MakeRequest(Method::kUnknown, "X-ODD").Write().starts_with("X-ODD sip:bob@phone "));
}

TEST_CASE("their numbers may leave gaps and stand still, and never fall") {
  Result<Dialog> dialog = Dialog::FromRequest(TheirInvite(), "t");  // 100.
  auto accepts = [&](int cseq, std::string_view method) {
    return dialog->AcceptSequence(
        TheirInvite("", "<sip:alice@example.com>;tag=t", "", method, cseq));
  };
  CHECK(accepts(101, "INFO"));
  CHECK(accepts(250, "INFO"));
  CHECK(accepts(250, "INFO"));
  CHECK(!accepts(249, "INFO"));
  CHECK(!accepts(1, "BYE"));
  CHECK(accepts(100, "ACK"));  // Of the INVITE, which others have passed.
  CHECK(accepts(100, "CANCEL"));
  CHECK(!accepts(249, "BYE"));  // Neither lowered what is expected.
  CHECK(accepts(2147483647, "BYE"));
}

TEST_CASE("a callee's first number is whatever it is") {
  Dialog dialog = Ours("");
  CHECK(dialog.AcceptSequence(TheirInvite("", "<sip:a@b>;tag=alice1", "", "INFO", 3)));
  CHECK(!dialog.AcceptSequence(TheirInvite("", "<sip:a@b>;tag=alice1", "", "INFO", 2)));
}

TEST_CASE("messages of either direction find the same dialog") {
  Dialog dialog = Ours("");
  CHECK(KeyOfResponse(Accepting()) == dialog.key());
  const Message bye = Parsed(
      "BYE sip:alice@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS p;branch=z9hG4bKp\r\n"
      "From: <sip:bob@example.com>;tag=bob1\r\nTo: <sip:alice@example.com>;tag=alice1\r\n"
      "Call-ID: call-1\r\nCSeq: 1 BYE\r\n\r\n");
  CHECK(KeyOfRequest(bye) == dialog.key());
  CHECK(DialogKeyView(bye) == DialogKeyView(dialog.key()));
  CHECK(DialogKeyView(Accepting()) == DialogKeyView(dialog.key()));
}

TEST_CASE("a peer of RFC 2543 without tags has a dialog with an empty one") {
  const Message invite = Parsed(
      "INVITE sip:alice@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS p\r\n"
      "From: <sip:bob@example.com>\r\nTo: <sip:alice@example.com>\r\n"
      "Call-ID: call-2\r\nCSeq: 1 INVITE\r\nContact: <sip:bob@p>\r\n\r\n");
  Result<Dialog> dialog = Dialog::FromRequest(invite, "t");
  REQUIRE(dialog.ok());
  CHECK(dialog->key() == DialogKey{"call-2", "t", ""});
  CHECK(dialog->MakeRequest(Method::kBye).Header("To") == "<sip:bob@example.com>");
}

TEST_CASE("a CR in what a peer calls itself ends no line of ours") {
  const Message invite = Parsed(
      "INVITE sip:alice@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS p;branch=z9hG4bKp\r\n"
      "From: \"B\rX-Evil: 1\" <sip:bob@example.com>;tag=b\r\nTo: <sip:alice@example.com>\r\n"
      "Record-Route: <sip:p;lr;a=\rb>\r\n"
      "Call-ID: call-2\r\nCSeq: 1 INVITE\r\nContact: <sip:bob@p>\r\n\r\n");
  Result<Dialog> dialog = Dialog::FromRequest(invite, "t");
  REQUIRE(dialog.ok());
  const std::string bye = dialog->MakeRequest(Method::kBye).Write();
  for (size_t i = 0; i < bye.size(); ++i) {
    if (bye[i] == '\r') CHECK(bye[i + 1] == '\n');
  }
}

}  // namespace
}  // namespace ringline
