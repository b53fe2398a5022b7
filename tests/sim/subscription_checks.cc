#include "tests/sim/subscription_checks.h"

#include <string_view>
#include <variant>

#include "core/base/overloaded.h"
#include "core/sip/message.h"

namespace ringline::sim {

void SubscriptionChecks::Must(bool good, std::string_view what, uint32_t id) {
  if (!good) complain_(std::string(what) + " " + std::to_string(id));
}

void SubscriptionChecks::Saw(const Input& input, uint32_t made) {
  if (made == 0) return;
  // clang-format off
  std::visit(Overloaded{
      [&](const in::Subscribe&) { subscriptions_[SubscriptionId(made)] = {.ours = true}; },
      [&](const in::AcceptSubscribe&) { subscriptions_[SubscriptionId(made)] = {.ours = false}; },
      [&](const in::Publish&) { publications_[PublicationId(made)] = {}; },
      [](const auto&) {},
  }, input);
  // clang-format on
}

void SubscriptionChecks::Saw(const Output& output) {
  std::visit([this](const auto& e) { Take(e); }, output);
}

SubscriptionChecks::Subscription& SubscriptionChecks::Find(SubscriptionId id, bool ours) {
  bool known = subscriptions_.count(id) == 1;
  Must(known, "something about no subscription:", id.value());
  Subscription& found = subscriptions_[id];
  Must(!found.over, "something after the end of subscription", id.value());
  Must(!known || found.ours == ours, "the wrong side of subscription", id.value());
  return found;
}

void SubscriptionChecks::Heard(SubscriptionId id, bool ours, const std::string& request) {
  Subscription& found = Find(id, ours);
  found.heard_of = true;
  found.call_id = std::string(Message::Parse(request)->call_id());
}

void SubscriptionChecks::Take(const out::SubscriptionAccepted& e) {
  Subscription& found = Find(e.subscription, true);
  Must(!found.accepted, "accepted twice: subscription", e.subscription.value());
  found.accepted = true;
}

void SubscriptionChecks::Take(const out::SubscriptionEnded& e) {
  auto found = subscriptions_.find(e.subscription);
  bool stands = found != subscriptions_.end() && !found->second.over;
  Must(stands, "the end of no subscription:", e.subscription.value());
  if (stands) found->second.over = true;
}

void SubscriptionChecks::Take(const out::Published& e) {
  Publication& found = publications_[e.publication];
  Must(!found.over, "published after its end:", e.publication.value());
  found.granted = true;
}

void SubscriptionChecks::Take(const out::PublicationEnded& e) {
  Publication& found = publications_[e.publication];
  Must(!found.over, "a publication that ends twice:", e.publication.value());
  found.over = true;
}

std::set<std::string> SubscriptionChecks::Standing(bool ours) const {
  std::set<std::string> names;
  for (const auto& [id, one] : subscriptions_) {
    if (!one.over && one.ours == ours) names.insert(one.call_id);
  }
  return names;
}

int SubscriptionChecks::published() const {
  int count = 0;
  for (const auto& [id, one] : publications_) count += !one.over;
  return count;
}

void SubscriptionChecks::MustBeSettled() {
  for (const auto& [id, one] : subscriptions_) {
    Must(one.over || one.heard_of, "never heard of: subscription", id.value());
  }
  for (const auto& [id, one] : publications_) {
    Must(one.over || one.granted, "neither published nor ended:", id.value());
  }
}

void SubscriptionChecks::MustBeStopped() {
  for (const auto& [id, one] : subscriptions_) {
    Must(one.over, "never over: subscription", id.value());
  }
  for (const auto& [id, one] : publications_) {
    Must(one.over, "never over: publication", id.value());
  }
}

}  // namespace ringline::sim
