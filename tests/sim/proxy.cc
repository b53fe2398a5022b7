#include "tests/sim/proxy.h"

#include <algorithm>
#include <vector>

#include "core/base/invariant.h"
#include "core/connection/connection.h"
#include "core/sip/contact.h"
#include "core/sip/message_check.h"
#include "core/sip/outgoing.h"
#include "tests/sim/world.h"

namespace ringline::sim {
namespace {

constexpr Duration kTimerC = 180s;

std::string KeyOf(const Message& message) {
  return std::string(message.branch()) + " " + std::string(message.cseq_method());
}

// All who call anonymously are at one host: the call tells them apart, as a flow token would.
std::string HostIn(const Uri& contact, const Message& message) {
  bool anonymous = contact.host == "anonymous.invalid";
  return anonymous ? std::string(message.call_id()) : contact.host;
}

// An ACK or CANCEL of the proxy's own.
std::string HopByHop(std::string_view method, const Message& invite, std::string_view to) {
  auto header = [&](HeaderName name) { return std::string(invite.Header(name)) + "\r\n"; };
  return std::string(method) + " " + std::string(invite.request_uri()) +
         " SIP/2.0\r\nVia: " + header(HeaderName::kVia) + "From: " + header(HeaderName::kFrom) +
         "To: " + std::string(to) + "\r\nCall-ID: " + header(HeaderName::kCallId) +
         "CSeq: " + std::to_string(invite.cseq()) + " " + std::string(method) + "\r\n\r\n";
}

}  // namespace

std::string CancelOf(const Message& invite) {
  return HopByHop("CANCEL", invite, invite.Header(HeaderName::kTo));
}

std::vector<Phone*> Proxy::Find(const Message& request) {
  auto uri = Uri::Parse(request.request_uri());
  if (!uri) return {};
  std::string user = uri->user;
  auto host = contact_hosts_.find(HostIn(*uri, request));
  if (host != contact_hosts_.end()) user = host->second;
  auto group = groups.find(user);
  std::vector<Phone*> found;
  for (auto& phone : world_.phones()) {
    bool member = group != groups.end() && std::find(group->second.begin(), group->second.end(),
                                                     phone->user) != group->second.end();
    if (phone->user != user && !member) continue;
    bool bound = bindings_[phone->user] && bindings_[phone->user] == phone->socket();
    if (bound || !strict) found.push_back(phone.get());
  }
  return found;
}

void Proxy::Receive(Phone& from, const std::string& frame) {
  if (Connection::IsKeepAlive(frame)) {
    if (pongs) world_.Deliver(from, "\r\n");
    return;
  }
  auto message = Message::Parse(frame);
  INVARIANT(message.ok());
  if (message->is_response()) return Backward(from, *message, frame);
  Contacts contacts = Contacts::Of(*message);
  for (const Contact& contact : contacts.values) {
    contact_hosts_[HostIn(contact.address.uri, *message)] = from.user;
  }
  bool may_be_asked = message->method() != Method::kAck && message->method() != Method::kCancel &&
                      !message->Has(HeaderName::kAuthorization) &&
                      !message->Has(HeaderName::kProxyAuthorization);
  if (may_be_asked && challenge > 0 && world_.random().Below(100) < challenge) {
    return Answer(from, *message, message->method() == Method::kRegister ? 401 : 407);
  }
  if (message->method() == Method::kRegister) return Register(from, *message);
  if (message->method() == Method::kPublish) return Publish(from, *message);
  Forward(from, *message, frame);
}

void Proxy::Answer(Phone& from, const Message& request, int status) {
  std::vector<HeaderLine> headers;
  std::string challenge_text = "Digest realm=\"sim\", nonce=\"n\", algorithm=MD5, qop=\"auth\"";
  if (status == 401) headers.push_back({"WWW-Authenticate", challenge_text});
  if (status == 407) headers.push_back({"Proxy-Authenticate", challenge_text});
  world_.Deliver(from, WriteResponse(request, status, "", "proxy", headers, ""));
}

void Proxy::Register(Phone& from, const Message& request) {
  std::vector<HeaderLine> headers;
  bindings_[from.user] = SocketId();
  for (std::string_view value : request.Values(HeaderName::kContact)) {
    if (value.find("expires=0") != std::string_view::npos || value == "*") continue;
    headers.push_back({"Contact", std::string(value)});
    bindings_[from.user] = from.socket();
  }
  world_.Deliver(from, WriteResponse(request, 200, "", "reg", headers, ""));
}

int Proxy::Kept(const Phone& by) const {
  int count = 0;
  for (const auto& [tag, one] : kept_) count += one.by == &by && one.until > world_.now();
  return count;
}

void Proxy::Publish(Phone& from, const Message& request) {
  if (world_.random().Below(100) < moody) return Answer(from, request, 503);
  std::string replaced(request.Header(HeaderName::kSipIfMatch));
  auto known = kept_.find(replaced);
  bool stands = known != kept_.end() && known->second.until > world_.now();
  if (!replaced.empty() && !stands) return Answer(from, request, 412);
  kept_.erase(replaced);
  std::string expires(request.Header(HeaderName::kExpires)), tag = world_.random().Token(8);
  kept_[tag] = {&from, world_.now() + std::chrono::seconds(std::stoi(expires))};
  std::vector<HeaderLine> headers = {{"SIP-ETag", tag}, {"Expires", expires}};
  world_.Deliver(from, WriteResponse(request, 200, "", "keeper", headers, ""));
}

void Proxy::Forward(Phone& from, const Message& request, const std::string& frame) {
  std::string key = KeyOf(request);
  hops_[key].from = &from;
  if (request.method() == Method::kCancel) return ForwardCancel(request, frame);
  std::vector<Phone*> to = Find(request);
  if (to.empty()) {
    if (request.method() == Method::kAck) return;
    return Answer(from, request, request.method() == Method::kOptions ? 200 : 404);
  }
  if (request.method() == Method::kInvite) {
    hops_[key].invite = hops_[key].request = frame;
    hops_[key].ringing = to;
    hops_[key].forked = to.size() > 1;
    StartTimerC(key);
  }
  // A member of a group is asked by his own name (16.5).
  size_t line = frame.find("\r\n");
  for (Phone* phone : to) {
    bool group = to.size() > 1;
    std::string own =
        std::string(request.method_text()) + " sip:" + phone->user + "@example.com SIP/2.0";
    world_.Deliver(*phone, group ? own + frame.substr(line) : frame);
  }
}

// To whom the INVITE went.
void Proxy::ForwardCancel(const Message& cancel, const std::string& frame) {
  const Hop& invite = hops_[std::string(cancel.branch()) + " INVITE"];
  if (invite.ringing.empty()) return Answer(*hops_[KeyOf(cancel)].from, cancel, 481);
  for (Phone* phone : invite.ringing) world_.Deliver(*phone, frame);
}

bool Proxy::Gather(Phone& from, const Message& response, Hop& hop) {
  bool waited_for = std::erase(hop.ringing, &from) > 0;
  bool refusal = response.status_code() >= 300;
  auto invite = Message::Parse(hop.request);
  if (refusal) {
    bool last = waited_for && hop.ringing.empty() && !hop.invite.empty();
    // The refusal of a fork is the proxy's to acknowledge (16.7 5).
    if (!last) world_.Deliver(from, HopByHop("ACK", *invite, response.Header(HeaderName::kTo)));
    return last;
  }
  for (Phone* phone : cancels ? hop.ringing : std::vector<Phone*>()) {
    world_.Deliver(*phone, CancelOf(*invite));
  }
  return true;
}

void Proxy::Backward(Phone& from, const Message& response, const std::string& frame) {
  std::string key = KeyOf(response);
  auto hop = hops_.find(key);
  if (hop == hops_.end() || CheckResponse(response)) return;
  bool final = response.status_code() >= 200;
  if (final && hop->second.forked && !Gather(from, response, hop->second)) return;
  if (final) {
    hop->second.invite.clear();
  } else if (!hop->second.invite.empty()) {
    StartTimerC(key);
  }
  world_.Deliver(*hop->second.from, frame);
}

void Proxy::StartTimerC(const std::string& key) {
  uint64_t patience = ++hops_[key].patience;
  world_.After(kTimerC, [this, key, patience] {
    Hop& hop = hops_[key];
    if (hop.invite.empty() || hop.patience != patience) return;
    auto invite = Message::Parse(std::exchange(hop.invite, ""));
    world_.Deliver(*hop.from, WriteResponse(*invite, 408, "", "proxy", {}, ""));
  });
}

}  // namespace ringline::sim
