#include "core/uas/inspection.h"

#include <string_view>

#include "absl/strings/match.h"
#include "core/sip/uri.h"
#include "core/uas/content.h"

namespace ringline {
namespace {

// The option tags a request may require of us.
bool Understood(std::string_view tag, const Account& account) {
  bool reliable = account.reliable_provisionals() != ReliableProvisional::kOff;
  if (reliable && absl::EqualsIgnoreCase(tag, "100rel")) return true;
  for (std::string_view known :
       {"timer", "replaces", "join", "outbound", "gruu", "path", "ice", "norefersub"}) {
    if (absl::EqualsIgnoreCase(tag, known)) return true;
  }
  return false;
}

bool Allowed(Method method) {
  switch (method) {
    case Method::kInvite:
    case Method::kMessage:
    case Method::kOptions:
    case Method::kNotify:
    case Method::kSubscribe:
      return true;
    default:
      return false;
  }
}

// Those a dialog is needed for: without one they are about something that is gone.
bool NeedsDialog(Method method) {
  return method == Method::kBye || method == Method::kUpdate || method == Method::kInfo ||
         method == Method::kPrack;
}

std::string UnsupportedTags(const Message& request, const Account& account) {
  std::string tags;
  for (std::string_view tag : request.Values(HeaderName::kRequire)) {
    if (Understood(tag, account)) continue;
    if (!tags.empty()) tags += ", ";
    tags += tag;
  }
  return tags;
}

// 20.1: without Accept it is SDP that is accepted; what is empty accepts nothing.
bool AcceptsSdp(const Message& invite) {
  if (!invite.Has(HeaderName::kAccept)) return true;
  for (std::string_view range :
       {kSdpType, std::string_view("application/*"), std::string_view("*/*")}) {
    if (invite.Lists(HeaderName::kAccept, range)) return true;
  }
  return false;
}

bool ForUs(const Uri& uri, const Account& account) {
  return uri.user.empty() || uri.user == account.uri().user ||
         uri.user == account.contact_uri().user;
}

}  // namespace

std::optional<Refusal> InspectNeeds(const Message& request, const Account& account) {
  std::string unsupported = UnsupportedTags(request, account);
  if (!unsupported.empty()) return Refusal{420, "", {{"Unsupported", unsupported}}};
  // RFC 3891 3, RFC 3911 4: an INVITE names one call, and one way.
  size_t named = request.Count("Replaces") + request.Count("Join");
  if (named > (request.method() == Method::kInvite ? 1 : 0)) return Refusal{400, "", {}};
  std::string_view coding = request.Header(HeaderName::kContentEncoding);
  if (!coding.empty() && !absl::EqualsIgnoreCase(coding, "identity")) {
    return Refusal{415, "", {{"Accept-Encoding", "identity"}}};
  }
  return std::nullopt;
}

std::optional<Refusal> Inspect(const Message& request, const Account& account) {
  Method method = request.method();
  if (NeedsDialog(method)) return Refusal{481, "", {}};
  // 12.2.2: a To tag names a dialog, and there is none.
  if (!request.to_tag().empty()) {
    return Refusal{481, method == Method::kNotify ? "Subscription does not exist" : "", {}};
  }
  if (!Allowed(method)) return Refusal{405, "", {{"Allow", account.Allow()}}};

  auto uri = Uri::Parse(request.request_uri());
  if (!uri) return Refusal{400, "Bad Request-URI", {}};
  if (uri->scheme != "sip") return Refusal{416, "", {}};
  if (!ForUs(*uri, account)) return Refusal{404, "", {}};
  if (request.call_id().starts_with(account.loop_token())) return Refusal{482, "", {}};

  if (auto refusal = InspectNeeds(request, account)) return refusal;
  if (method == Method::kInvite) {
    // A call is offered in SDP or not at all (13.2.1).
    bool other = !request.body().empty() && !CarriesSdp(request);
    if (other) return Refusal{415, "", {{"Accept", std::string(kSdpType)}}};
    if (!AcceptsSdp(request)) return Refusal{406, "", {}};
    // RFC 3262 3: what we insist on, they must be able to.
    bool insist = account.reliable_provisionals() == ReliableProvisional::kRequired;
    bool able = request.Lists(HeaderName::kSupported, "100rel") ||
                request.Lists(HeaderName::kRequire, "100rel");
    if (insist && !able) return Refusal{421, "", {{"Require", "100rel"}}};
  }
  return std::nullopt;
}

}  // namespace ringline
