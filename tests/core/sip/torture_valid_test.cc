// RFC 4475 3.1.1: messages that look wrong and are right.
#include <string>

#include "core/sip/contact.h"
#include "core/sip/parameter_reader.h"
#include "core/sip/via.h"
#include "tests/core/sip/torture.h"

namespace ringline::torture {
namespace {

using std::string_view_literals::operator""sv;

TEST_CASE("RFC 4475 3.1.1.1: white space, folds and capitals wherever they are allowed") {
  const Message message = Parsed("wsinv");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kInvite);
  CHECK(message.request_uri() == "sip:user@example.com;unknownparam");
  CHECK(message.skipped_lines() == 0);
  CHECK(message.cseq() == 12);
  CHECK(message.cseq_method() == "INVITE");
  CHECK(message.Header(HeaderName::kMaxForwards) == "0042");
  CHECK(message.to_tag() == "48kd92");
  CHECK(message.from_tag() == "7hg41");
  CHECK(Address(message.Header(HeaderName::kFrom)).display_name == "D. Vries \\\"");
  CHECK(message.Has(HeaderName::kSubject));
  CHECK(message.Header(HeaderName::kSubject).empty());
  CHECK(message.Header("UnknownHeaderWithUnusualValue") == ";;,,;;,;");
  CHECK(message.Header("NewFangledHeader") == "newfangled value   carried on, on another line");

  const auto vias = message.Values(HeaderName::kVia);
  REQUIRE(vias.size() == 3);
  CHECK(Via::Parse(vias[0])->branch == "oldstyle47");
  CHECK(Via::Parse(vias[0])->transport == "UDP");
  CHECK(Via::Parse(vias[1])->host == "relay.example.org");
  CHECK(Via::Parse(vias[1])->branch == "z9hG4bK4kd2");
  CHECK(Via::Parse(vias[2])->branch == "z9hG4bK77s");

  const NameAddr route = Address(message.Header(HeaderName::kRoute));
  CHECK(route.uri.ToString() == "sip:edge.example.com;lr;unknownwith=value;unknown-no-value");
  const Contacts contacts = Contacts::Of(message);
  REQUIRE(contacts.values.size() == 1);
  CHECK(contacts.values[0].address.display_name == "Quoted string \"\"");
  CHECK(ValueOf(contacts.values[0].address.parameters, "newparam") == "newvalue");
  CHECK(Find(contacts.values[0].address.parameters, "secondparam") != nullptr);
  CHECK(contacts.values[0].q == 330);
  CHECK(message.body().size() == 149);
}

TEST_CASE("RFC 4475 3.1.1.2: every character a token, a user and a quoted string may hold") {
  const Message message = Parsed("intmeth");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kUnknown);
  CHECK(message.method_text() == "!odd-Method9_*+`.%indeed'~");
  CHECK(message.cseq_method() == message.method_text());
  CHECK(message.cseq() == 139122385);
  CHECK(message.branch() == "z9hG4bK-.!%42*_+`'~");
  CHECK(message.call_id() == "word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
  CHECK(message.from_tag() == "_one~1'+`*%!-.");
  CHECK(message.Header("EXTENSIONHEADER-!.%*+_`'~") == "\xEF\xBB\xBF大停電 — всё");

  const Result<Uri> uri = Uri::Parse(message.request_uri());
  REQUIRE(uri.ok());
  CHECK(uri->user == "2_odd.USER~(may-it!be)&is+so$/what?,/;;*");
  CHECK(uri->password == "&a=1,pass!*wo~d_(it's)");
  CHECK(uri->host == "example.com");

  const NameAddr to = Address(message.Header(HeaderName::kTo));
  CHECK(to.display_name == "BEL:\x07 NUL:\0 DEL:\x7F"sv);
  CHECK(to.uri.user == uri->user);
  const NameAddr from = Address(message.Header(HeaderName::kFrom));
  CHECK(from.display_name == "one`token two'+_ three*% four.");
  CHECK(ValueOf(from.parameters, "fromparam''~+*_!.-%") == "работающий");
}

TEST_CASE("RFC 4475 3.1.1.3: escapes in users, hosts' parameters and their names count once") {
  const Message message = Parsed("esc01");
  CHECK(Fault(message) == "");
  const Result<Uri> uri = Uri::Parse(message.request_uri());
  REQUIRE(uri.ok());
  CHECK(uri->scheme == "sip");
  CHECK(uri->user == "sips:user@example.com");
  CHECK(uri->host == "example.net");
  const NameAddr to = Address(message.Header(HeaderName::kTo));
  CHECK(Equivalent(to.uri, *Uri::Parse("sip:user@example.com")));
  CHECK(Address(message.Header(HeaderName::kFrom)).uri.user == "I have spaces");
  CHECK(message.from_tag() == "one");

  const Contacts contacts = Contacts::Of(message);
  REQUIRE(contacts.values.size() == 1);
  const Uri& contact = contacts.values[0].address.uri;
  CHECK(contact.user == "caller");
  CHECK(Find(contact.parameters, "lr") != nullptr);
  CHECK(Unescape(ValueOf(contact.parameters, "name")) == "value%41");
}

TEST_CASE("RFC 4475 3.1.1.4: an escaped NUL is a character like any other") {
  const Message message = Parsed("escnull");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kRegister);
  CHECK(Address(message.Header(HeaderName::kTo)).uri.user == "null-\0-null"sv);
  const Contacts contacts = Contacts::Of(message);
  REQUIRE(contacts.values.size() == 2);
  const Uri& one = contacts.values[0].address.uri;
  const Uri& two = contacts.values[1].address.uri;
  CHECK(one.user == "\0"sv);
  CHECK(two.user == "\0\0"sv);
  CHECK_FALSE(Equivalent(one, two));
  CHECK(two.ToString() == "sip:%00%00@host5.example.com");
}

TEST_CASE("RFC 4475 3.1.1.5: a percent sign escapes nothing in methods, names and header names") {
  const Message message = Parsed("esc02");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kUnknown);
  CHECK(message.method_text() == "RE%47IST%45R");
  CHECK(message.branch() == "z9hG4bK31%fzk9");
  CHECK(Address(message.Header(HeaderName::kTo)).display_name == "%Z%45");
  CHECK(message.Header("C%6Fntact") == "<sip:alias2@host2.example.com>");
  CHECK(message.Values(HeaderName::kContact) ==
        Views{"<sip:alias1@host1.example.com>", "<sip:alias3@host3.example.com>"});
}

TEST_CASE("RFC 4475 3.1.1.6: no white space between a display name and its bracket") {
  const Message message = Parsed("lwsdisp");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kOptions);
  const NameAddr from = Address(message.Header(HeaderName::kFrom));
  CHECK(from.display_name == "caller");
  CHECK(from.uri.ToString() == "sip:caller@example.com");
  CHECK(from.tag() == "one");
}

TEST_CASE("RFC 4475 3.1.1.7: values, names and lists far longer than anybody's") {
  const Message message = Parsed("longreq");
  CHECK(Fault(message) == "");
  CHECK(message.Values(HeaderName::kVia).size() == 34);
  CHECK(message.sent_by() == "sip34.example.com");
  CHECK(message.branch().empty());
  const NameAddr to = Address(message.Header(HeaderName::kTo));
  CHECK(to.display_name.size() == 313);
  CHECK(to.uri.user == "user");
  CHECK(to.uri.port == 6000);
  REQUIRE(to.uri.parameters.size() == 3);
  CHECK(to.uri.parameters[1].value == "short");
  CHECK(message.from_tag().size() == 302);
  CHECK(Address(message.Header(HeaderName::kFrom)).parameters.size() == 3);
  CHECK(message.call_id().size() == 381);
  CHECK(message.field(4).name == HeaderName::kOther);
  CHECK(message.field(4).name_text.size() == 253);
  CHECK(Contacts::Of(message).values.at(0).address.uri.user.size() == 360);
  CHECK(message.body().size() == 149);
}

TEST_CASE("RFC 4475 3.1.1.8: a second request behind the first is no part of it") {
  const Message message = Parsed("dblreq");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kRegister);
  CHECK(message.cseq() == 8);
  CHECK(message.Count("Via") == 1);
  CHECK(message.body().empty());
  CHECK(message.after_headers().starts_with("INVITE sip:user@example.com SIP/2.0\r\n"));
}

TEST_CASE("RFC 4475 3.1.1.9: a semicolon before the at-sign belongs to the user") {
  const Message message = Parsed("semiuri");
  CHECK(Fault(message) == "");
  const Result<Uri> uri = Uri::Parse(message.request_uri());
  REQUIRE(uri.ok());
  CHECK(uri->user == "user;par=u@example.net");
  CHECK(uri->host == "example.com");
  CHECK(uri->parameters.empty());
  CHECK(message.Values(HeaderName::kAccept).size() == 6);
}

TEST_CASE("RFC 4475 3.1.1.10: Vias of every transport, one of them unheard of") {
  const Message message = Parsed("transports");
  CHECK(Fault(message) == "");
  std::string transports;
  for (const std::string_view value : message.Values(HeaderName::kVia)) {
    const Result<Via> via = Via::Parse(value);
    REQUIRE(via.ok());
    transports.append(via->transport).append(" ").append(via->branch).append("\n");
  }
  CHECK(transports ==
        "UDP z9hG4bKkd1\nSCTP z9hG4bKkd2\nTLS z9hG4bKkd3\nUNKNOWN z9hG4bKkd4\nWSS z9hG4bKkd5\n");
}

TEST_CASE("RFC 4475 3.1.1.11: a body of several parts, one of bytes that are no text") {
  const Message message = Parsed("mpart01");
  CHECK(Fault(message) == "");
  CHECK(message.method() == Method::kMessage);
  const std::string_view type = message.Header(HeaderName::kContentType);
  CHECK(type.starts_with("multipart/mixed;"));
  CHECK(FindParameterValue(type.substr(type.find(';')), "boundary") == "frontier");
  CHECK(message.body().size() == 455);
  CHECK(message.body() == message.after_headers());
  std::string every_byte;
  for (int c = 0; c < 256; ++c) every_byte += static_cast<char>(c);
  CHECK(message.body().find(every_byte) != std::string_view::npos);
  CHECK(message.body().ends_with("\r\n--frontier--\r\n"));
}

TEST_CASE("RFC 4475 3.1.1.12: a reason phrase of other letters and signs") {
  const Message message = Parsed("unreason");
  CHECK_FALSE(CheckResponse(message));
  CHECK(message.status_code() == 200);
  CHECK(message.reason_phrase() == "= 2**3 * 5**2, то есть две сотни и ни одной больше");
  CHECK(message.method() == Method::kInvite);
  CHECK(message.body().size() == 149);
}

TEST_CASE("RFC 4475 3.1.1.13: no reason phrase") {
  const Message message = Parsed("noreason");
  CHECK_FALSE(CheckResponse(message));
  CHECK(message.status_code() == 100);
  CHECK(message.reason_phrase().empty());
  CHECK(message.to_tag() == "two");
}

}  // namespace
}  // namespace ringline::torture
