// All subscriptions of an engine, ours and theirs: which message belongs to which.
#pragma once

#include <map>
#include <string_view>
#include <variant>

#include "core/base/deadlines.h"
#include "core/dialog/dialog_table.h"
#include "core/subscription/notifier.h"
#include "core/subscription/subscriber.h"

namespace ringline {

class Subscriptions {
 public:
  explicit Subscriptions(const Ground& ground) : ground_(ground) {}

  // The new SubscriptionId, or zero after a Rejected.
  SubscriptionId Subscribe(const in::Subscribe& wish, Time now);
  // `server` is the SUBSCRIBE's. Nothing when it stays unanswered.
  SubscriptionId Accept(const in::AcceptSubscribe& wish, TransactionId server, Time now);
  // An input about one subscription of ours or theirs; Rejected when there is none.
  template <class In>
  void Handle(const In& input, Time now) {
    std::string_view reason = "no such subscription";
    if (auto found = ends_.find(input.subscription); found != ends_.end()) {
      reason = std::visit(
          [&](auto& end) -> std::string_view {
            if constexpr (requires { end.Handle(input, now); }) return end.Handle(input, now);
            return "it is not of this side";
          },
          found->second);
      Tend(input.subscription);
    }
    if (!reason.empty()) Reject(In::kName, reason);
  }

  // A request inside a dialog, or a NOTIFY that makes one. False when no subscription knows it.
  bool Receive(TransactionId server, const Message& request, Time now);
  void Handle(const ClientEvent& event, Time now);
  void Connected(Time now);
  // Ours are unsubscribed, theirs get their final NOTIFY.
  void EndAll(Time now);
  // What is not over now is over.
  void Abandon();
  void Advance(Time now);
  Time Deadline() { return deadlines_.Next(); }
  bool empty() const { return ends_.empty(); }

 private:
  using End = std::variant<Subscriber, Notifier>;

  // Whose dialog it names, or whose SUBSCRIBE a NOTIFY without a dialog (RFC 6665 4.4.1).
  SubscriptionId Find(const Message& request) const;
  // Takes note of what a subscription has become: its dialog, its deadline, its end.
  void Tend(SubscriptionId id);
  void TendAll();
  void Reject(std::string_view input, std::string_view reason);

  Ground ground_;
  std::map<SubscriptionId, End> ends_;
  DialogTable<SubscriptionId> dialogs_;
  Deadlines<SubscriptionId> deadlines_;
};

}  // namespace ringline
