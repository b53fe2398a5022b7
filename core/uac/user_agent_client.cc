#include "core/uac/user_agent_client.h"

#include <utility>

namespace ringline {
namespace {

AuthRequest Described(const OutgoingRequest& request) {
  return {request.method_name(), request.uri, request.body};
}

void SetSequence(OutgoingRequest& request, uint32_t cseq) {
  request.Set("CSeq", std::to_string(cseq) + " " + std::string(request.method_name()));
}

void SetCredentialHeaders(OutgoingRequest& request, const std::vector<AuthHeader>& headers) {
  for (const AuthHeader& header : headers) request.Remove(header.name);
  for (const AuthHeader& header : headers) request.Add(header.name, header.value);
}

}  // namespace

UserAgentClient::UserAgentClient(TransactionLayer& transactions, Account& account, Random& random,
                                 Credentials credentials)
    : transactions_(transactions),
      account_(account),
      random_(random),
      authenticator_(std::move(credentials)) {}

TicketId UserAgentClient::Send(OutgoingRequest request, Owner owner, bool in_dialog, Time now) {
  ForgetAnswered();
  TicketId ticket(++last_ticket_);
  Pending& pending = pending_[ticket];
  pending.owner = owner;
  pending.in_dialog = in_dialog;
  pending.request = std::move(request);
  account_.Complete(pending.request);
  SetCredentialHeaders(pending.request,
                       authenticator_.Authorize(Described(pending.request), pending.trail));
  Transmit(ticket, pending, now);
  return ticket;
}

void UserAgentClient::Transmit(TicketId ticket, Pending& pending, Time now) {
  pending.transaction = transactions_.Send(pending.request, now);
  tickets_[pending.transaction] = ticket;
}

void UserAgentClient::Resend(TicketId ticket, uint32_t cseq, Time now) {
  auto found = pending_.find(ticket);
  if (found == pending_.end()) return;
  SetSequence(found->second.request, cseq);
  Transmit(ticket, found->second, now);
}

void UserAgentClient::Cancel(TicketId ticket, std::vector<HeaderLine> headers, Time now) {
  auto found = pending_.find(ticket);
  if (found == pending_.end() || found->second.answered) return;
  found->second.canceled = true;
  transactions_.Cancel(found->second.transaction, std::move(headers), now);
}

const OutgoingRequest* UserAgentClient::Sent(TicketId ticket) const {
  auto found = pending_.find(ticket);
  return found == pending_.end() ? nullptr : &found->second.request;
}

void UserAgentClient::Handle(ResponseReceived&& event, Time now) {
  auto known = tickets_.find(event.client);
  if (known == tickets_.end()) return;
  TicketId ticket = known->second;
  Pending& pending = pending_[ticket];
  int status = event.response.status_code();
  if (status < 200) {
    up_.Push({pending.owner, ticket, ClientEvent::Kind::kProvisional, std::move(event.response)});
    return;
  }
  bool challenged = (status == 401 || status == 407) && !pending.canceled;
  if (challenged && TryAgain(ticket, pending, event.response, now)) return;
  if (status < 300) {
    auto learn = [&](Challenger by, std::string_view info) {
      if (!info.empty()) authenticator_.Learn(Described(pending.request), by, info);
    };
    learn(Challenger::kServer, event.response.Header(HeaderName::kAuthenticationInfo));
    learn(Challenger::kProxy, event.response.Header("Proxy-Authentication-Info"));
  }
  up_.Push({pending.owner, ticket, ClientEvent::Kind::kFinal, std::move(event.response)});
  if (!pending.answered) answered_.Push(ticket);
  pending.answered = true;
}

// Whether the challenges could be answered; then the request is out again, or waits for its number.
bool UserAgentClient::TryAgain(TicketId ticket, Pending& pending, const Message& response,
                               Time now) {
  AuthChallenges challenges;
  auto collect = [&](std::string_view name, std::vector<std::string_view>& values) {
    for (size_t i = 0, n = response.Count(name); i < n; i++) {
      values.push_back(response.Header(name, i));
    }
  };
  collect("WWW-Authenticate", challenges.www);
  collect("Proxy-Authenticate", challenges.proxy);
  auto headers =
      authenticator_.Answer(Described(pending.request), challenges, pending.trail, random_);
  if (!headers) return false;
  pending.request.Remove("Authorization");
  pending.request.Remove("Proxy-Authorization");
  SetCredentialHeaders(pending.request, *headers);
  tickets_.erase(pending.transaction);
  if (pending.in_dialog) {
    up_.Push({pending.owner, ticket, ClientEvent::Kind::kNeedsCSeq, {}});
    return true;
  }
  // 22.2: the same Call-ID, To and From; one more.
  SetSequence(pending.request, response.cseq() + 1);
  Transmit(ticket, pending, now);
  return true;
}

void UserAgentClient::Handle(TimedOut event) { Fail(event.client, ClientEvent::Kind::kTimedOut); }
void UserAgentClient::Handle(TransportFailed event) {
  Fail(event.client, ClientEvent::Kind::kLost);
}

void UserAgentClient::Fail(TransactionId transaction, ClientEvent::Kind kind) {
  auto known = tickets_.find(transaction);
  if (known == tickets_.end()) return;
  TicketId ticket = known->second;
  const Pending& pending = pending_[ticket];
  if (!pending.answered) up_.Push({pending.owner, ticket, kind, {}});
  // The owner may still ask what it had sent.
  if (!pending.answered) answered_.Push(ticket);
  pending_[ticket].answered = true;
}

void UserAgentClient::Forget(TicketId ticket) {
  auto found = pending_.find(ticket);
  if (found == pending_.end()) return;
  tickets_.erase(found->second.transaction);
  pending_.erase(found);
}

void UserAgentClient::ForgetAnswered() {
  while (!answered_.empty()) {
    auto found = pending_.find(answered_.front());
    bool alive =
        found != pending_.end() && transactions_.Sent(found->second.transaction) != nullptr;
    if (alive) return;
    Forget(answered_.front());
    answered_.Pop();
  }
}

void UserAgentClient::SetCredentials(Credentials credentials) {
  authenticator_ = Authenticator(std::move(credentials));
}

std::optional<ClientEvent> UserAgentClient::PollUp() { return up_.Pop(); }

}  // namespace ringline
