#include "core/transaction/invite_client.h"

#include <string>
#include <string_view>
#include <utility>

#include "core/base/overloaded.h"
#include "core/transaction/timers.h"

namespace ringline {
namespace {

static_assert(kTimerD == Duration::zero(), "a repeated rejection would need a state of its own");

// No final response yet.
template <class S>
concept Unanswered =
    std::same_as<S, InviteClient::Calling> || std::same_as<S, InviteClient::Withdrawn> ||
    std::same_as<S, InviteClient::Proceeding> || std::same_as<S, InviteClient::Cancelling>;

// No final response yet, and not for ever: a phone that rings is the user's to cancel.
template <class S>
concept Impatient = Unanswered<S> && !std::same_as<S, InviteClient::Proceeding>;

}  // namespace

InviteClient::InviteClient(TransactionId id, OutgoingRequest request, Time now,
                           TransactionOutbox& out)
    : id_(id), request_(std::move(request)), state_(Calling{now + kTimerB}) {
  out.Send(request_.Write());
}

void InviteClient::Handle(const Event& event, Time now, TransactionOutbox& out) {
  auto pass = [&](const auto& e, State next) { return out.Pass(id_, e.response), next; };
  auto fail = [&](auto tale) -> State { return out.Tell(tale), Terminated{}; };
  auto ack = [&](const Failure& e) { out.Send(AckFor(e.response).Write()); };
  auto cancel = [&]() -> State { return out.cancel = Cancel(), Cancelling{now + kCancelPatience}; };
  auto take = [&](const Withdrawal& e) { cancel_headers_ = std::move(e.headers); };
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state            on event                 does, and becomes
      [&](Calling,           const Provisional& e)    { return pass(e, Proceeding{}); },
      [&](Calling s,         const Withdrawal& e)     { return take(e), State(Withdrawn{s.until}); },
      [&](Withdrawn,         const Provisional& e)    { return pass(e, cancel()); },
      [&](Proceeding,        const Provisional& e)    { return pass(e, Proceeding{}); },
      [&](Proceeding,        const Withdrawal& e)     { return take(e), cancel(); },
      [&](Cancelling same,   const Provisional& e)    { return pass(e, same); },
      [&](Unanswered auto,   const Success& e)        { return pass(e, Accepted{now + kTimerM}); },
      [&](Unanswered auto,   const Failure& e)        { return ack(e), pass(e, Terminated{}); },
      [&](Unanswered auto,   const TransportLost&)    { return fail(TransportFailed{id_}); },
      [&](Impatient auto,    const TimerFired&)       { return fail(TimedOut{id_}); },
      [&](Accepted same,     const Success& e)        { return pass(e, same); },
      [&](Accepted,          const TimerFired&)       { return State(Terminated{}); },
      [&](auto same,         const auto&)             { return State(same); },
  }, state_, event);
  // clang-format on
}

// RFC 3261 17.1.1.3: the To is the response's, with its tag.
OutgoingRequest InviteClient::AckFor(const Message& response) const {
  return Follower(Method::kAck, response.Header(HeaderName::kTo));
}

// RFC 3261 9.1: To as the INVITE had it. No Require: nobody may refuse a CANCEL over it.
OutgoingRequest InviteClient::Cancel() {
  OutgoingRequest cancel = Follower(Method::kCancel, request_.Header("To"));
  for (HeaderLine& line : cancel_headers_) cancel.headers.push_back(std::move(line));
  cancel_headers_.clear();
  return cancel;
}

// What ACK and CANCEL share: Request-URI, Via, Route, From, Call-ID and the number of the INVITE,
// so that they go the same way and match at every hop.
OutgoingRequest InviteClient::Follower(Method method, std::string_view to) const {
  OutgoingRequest follower;
  follower.method = method;
  follower.uri = request_.uri;
  follower.headers.reserve(8);
  follower.headers.push_back(request_.headers.front());
  for (const HeaderLine& line : request_.headers) {
    if (HeaderNameOf(line.name) == HeaderName::kRoute) follower.headers.push_back(line);
  }
  const std::string_view sequence = request_.Header("CSeq");
  std::string cseq(sequence.substr(0, sequence.find(' ') + 1));
  cseq += NameOf(method);
  follower.Add("Max-Forwards", "70");
  follower.Add("To", std::string(to));
  for (const char* name : {"From", "Call-ID"}) {
    follower.Add(name, std::string(request_.Header(name)));
  }
  follower.Add("CSeq", std::move(cseq));
  return follower;
}

}  // namespace ringline
