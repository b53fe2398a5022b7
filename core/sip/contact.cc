#include "core/sip/contact.h"

#include <utility>

#include "core/text/ascii.h"

namespace ringline {
namespace {

// RFC 3261 25.1: ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ).
std::optional<uint16_t> ParseQ(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  uint16_t q = text[0] == '1' ? 1000 : 0;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int weight = 100;
  for (const char c : text.substr(text.size() > 1 ? 2 : 1)) {
    if (!Is(c, kDigitChar)) return std::nullopt;
    q = static_cast<uint16_t>(q + (c - '0') * weight);
    weight /= 10;
  }
  if (q > 1000) return std::nullopt;
  return q;
}

}  // namespace

std::optional<uint32_t> ParseSeconds(std::string_view text) {
  text = Trimmed(text);
  if (!IsAll(text, kDigitChar)) return std::nullopt;
  return ParseNumber(text).value_or(UINT32_MAX);
}

Result<Contact> Contact::Parse(std::string_view text) {
  Result<NameAddr> address = NameAddr::Parse(text);
  if (!address) return Failed{address.reason()};
  Contact contact;
  contact.address = *std::move(address);
  contact.q = ParseQ(ValueOf(contact.address.parameters, "q")).value_or(1000);
  contact.expires = ParseSeconds(ValueOf(contact.address.parameters, "expires"));
  return contact;
}

Contacts Contacts::Of(const Message& message) {
  Contacts contacts;
  for (const std::string_view value : message.Values(HeaderName::kContact)) {
    if (value == "*") {
      contacts.everything = true;
    } else if (Result<Contact> contact = Contact::Parse(value)) {
      contacts.values.push_back(*std::move(contact));
    } else {
      ++contacts.unreadable;
    }
  }
  return contacts;
}

}  // namespace ringline
