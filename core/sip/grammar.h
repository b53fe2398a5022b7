// One text by one rule of the grammar, as a flat list of keys and values: what stands behind every
// "parse this for me" that an application may ask.
//
// The rules bear the names that JsSIP's users write ("SIP_URI", "Name_Addr_Header", "CSeq"…), the
// keys those of the results they read. A key is followed by its value; a list gives "item" and the
// raw text before the keys of each. Parameters come last as "param", name, and "value", text, the
// latter missing for a flag; a URI's headers as "header", name, "value", text. What is absent has
// no key.
//
//   Parse("SIP_URI", "sip:bob@b.com;lr")
//     → scheme sip, user bob, host b.com, host_type domain, param lr
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ringline {

using KeysAndValues = std::vector<std::string>;

// Nothing when the text does not follow the rule, or when there is no such rule: HasRule tells.
std::optional<KeysAndValues> ParseByRule(std::string_view rule, std::string_view text);
bool HasRule(std::string_view rule);

// "IPv4", "IPv6" or "domain"; "" for what is no host.
std::string_view HostType(std::string_view host);

}  // namespace ringline
