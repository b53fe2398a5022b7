#include "tests/sim/proxy.h"

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

}  // namespace

Phone* Proxy::Find(std::string_view uri_text) {
  auto uri = Uri::Parse(uri_text);
  if (!uri) return nullptr;
  std::string user = uri->user;
  if (auto host = contact_hosts_.find(uri->host); host != contact_hosts_.end()) user = host->second;
  for (auto& phone : world_.phones()) {
    if (phone->user != user) continue;
    bool bound = bindings_[user] && bindings_[user] == phone->socket();
    return bound || !strict ? phone.get() : nullptr;
  }
  return nullptr;
}

void Proxy::Receive(Phone& from, const std::string& frame) {
  if (Connection::IsKeepAlive(frame)) {
    if (pongs) world_.Deliver(from, "\r\n");
    return;
  }
  auto message = Message::Parse(frame);
  INVARIANT(message.ok());
  if (message->is_response()) return Backward(*message, frame);
  Contacts contacts = Contacts::Of(*message);
  for (const Contact& contact : contacts.values) {
    contact_hosts_[contact.address.uri.host] = from.user;
  }
  bool may_be_asked = message->method() != Method::kAck && message->method() != Method::kCancel &&
                      !message->Has(HeaderName::kAuthorization) &&
                      !message->Has(HeaderName::kProxyAuthorization);
  if (may_be_asked && challenge > 0 && world_.random().Below(100) < challenge) {
    return Answer(from, *message, message->method() == Method::kRegister ? 401 : 407);
  }
  if (message->method() == Method::kRegister) return Register(from, *message);
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

void Proxy::Forward(Phone& from, const Message& request, const std::string& frame) {
  std::string key = KeyOf(request);
  hops_[key].from = &from;
  Phone* to = Find(request.request_uri());
  if (to == nullptr) {
    if (request.method() == Method::kAck) return;
    return Answer(from, request, request.method() == Method::kOptions ? 200 : 404);
  }
  if (request.method() == Method::kInvite) {
    hops_[key].invite = frame;
    StartTimerC(key);
  }
  world_.Deliver(*to, frame);
}

void Proxy::Backward(const Message& response, const std::string& frame) {
  std::string key = KeyOf(response);
  auto hop = hops_.find(key);
  if (hop == hops_.end() || CheckResponse(response)) return;
  if (response.status_code() >= 200) {
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
