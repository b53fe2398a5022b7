#include "core/subscription/subscriptions.h"

#include <string>
#include <utility>
#include <vector>

#include "core/base/overloaded.h"

namespace ringline {

SubscriptionId Subscriptions::Subscribe(const in::Subscribe& wish, Time now) {
  SubscriptionId id = ground_.out.NextSubscription();
  Subscriber subscriber(id, ground_);
  std::string_view reason = subscriber.Begin(wish, now);
  if (!reason.empty()) return Reject(in::Subscribe::kName, reason), SubscriptionId();
  // A NOTIFY may come first; it knows our tag alone.
  dialogs_.Add({std::string(subscriber.call_id()), subscriber.local_tag(), ""}, id);
  ends_.emplace(id, std::move(subscriber));
  Tend(id);
  return id;
}

SubscriptionId Subscriptions::Accept(const in::AcceptSubscribe& wish, TransactionId server,
                                     Time now) {
  SubscriptionId id = ground_.out.NextSubscription();
  Notifier notifier(id, ground_);
  std::string_view reason = notifier.Begin(wish, server, now);
  if (!reason.empty()) return Reject(in::AcceptSubscribe::kName, reason), SubscriptionId();
  dialogs_.Add(notifier.dialog()->key(), id);
  ends_.emplace(id, std::move(notifier));
  Tend(id);
  return id;
}

SubscriptionId Subscriptions::Find(const Message& request) const {
  auto id = dialogs_.Find(request);
  if (!id && request.method() == Method::kNotify) {
    id = dialogs_.Find(DialogKeyView(request.call_id(), request.to_tag(), ""));
  }
  return id.value_or(SubscriptionId());
}

bool Subscriptions::Receive(TransactionId server, const Message& request, Time now) {
  SubscriptionId id = Find(request);
  auto found = ends_.find(id);
  if (found == ends_.end()) return false;
  std::visit([&](auto& end) { end.Receive(server, request, now); }, found->second);
  Tend(id);
  return true;
}

void Subscriptions::Handle(const ClientEvent& event, Time now) {
  SubscriptionId id(event.owner.id);
  auto found = ends_.find(id);
  if (found == ends_.end()) return;
  std::visit([&](auto& end) { end.Handle(event, now); }, found->second);
  Tend(id);
}

void Subscriptions::Connected(Time now) {
  for (auto& [id, end] : ends_) std::visit([&](auto& one) { one.Connected(now); }, end);
  TendAll();
}

void Subscriptions::EndAll(Time now) {
  for (auto& [id, end] : ends_) std::visit([&](auto& one) { one.EndNow(now); }, end);
  TendAll();
}

void Subscriptions::Abandon() {
  for (auto& [id, end] : ends_) std::visit([](auto& one) { one.Abandon(); }, end);
  TendAll();
}

void Subscriptions::Advance(Time now) {
  while (SubscriptionId id = deadlines_.PopDue(now)) {
    auto found = ends_.find(id);
    if (found == ends_.end()) continue;
    std::visit([&](auto& end) { end.Advance(now); }, found->second);
    Tend(id);
  }
}

void Subscriptions::TendAll() {
  std::vector<SubscriptionId> ids;
  for (auto& [id, end] : ends_) ids.push_back(id);
  for (SubscriptionId id : ids) Tend(id);
}

void Subscriptions::Tend(SubscriptionId id) {
  auto found = ends_.find(id);
  if (found == ends_.end()) return;
  if (auto* subscriber = std::get_if<Subscriber>(&found->second);
      subscriber && subscriber->dialog()) {
    const DialogKey& key = subscriber->dialog()->key();
    if (!dialogs_.Find(key)) {
      // Of a fork's dialogs the first is ours; whoever else notifies is answered 481 (4.1.4).
      dialogs_.RemoveAllOf(id);
      dialogs_.Add(key, id);
    }
  }
  std::visit([&](auto& end) { deadlines_.Set(id, end.Deadline()); }, found->second);
  if (!std::visit([](auto& end) { return end.over(); }, found->second)) return;
  dialogs_.RemoveAllOf(id);
  deadlines_.Forget(id);
  ends_.erase(found);
}

void Subscriptions::Reject(std::string_view input, std::string_view reason) {
  ground_.out.Push(out::Rejected{std::string(input), std::string(reason)});
}

}  // namespace ringline
