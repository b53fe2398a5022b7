// Watches what one phone says of subscriptions and publications: each is begun by an input, is told
// of in its turn, and ends exactly once, after which nothing is said of it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"

namespace ringline::sim {

class SubscriptionChecks {
 public:
  using Complain = std::function<void(const std::string&)>;
  explicit SubscriptionChecks(Complain complain) : complain_(std::move(complain)) {}

  void Saw(const Input& input, uint32_t made);
  void Saw(const Output& output);
  // Faults are long over: none waits for its first answer.
  void MustBeSettled();
  void MustBeStopped();

  // The Call-IDs of those that stand: of ours, and of theirs.
  std::set<std::string> watching() const { return Standing(true); }
  std::set<std::string> watched() const { return Standing(false); }
  int published() const;

 private:
  struct Subscription {
    bool ours = true, accepted = false, heard_of = false, over = false;
    std::string call_id{};
  };
  struct Publication {
    bool granted = false, over = false;
  };

  void Take(const out::SubscriptionAccepted& e);
  void Take(const out::NotifyReceived& e) { Heard(e.subscription, true, e.request); }
  void Take(const out::SubscribeReceived& e) { Heard(e.subscription, false, e.request); }
  void Take(const out::SubscriptionExpired& e) { Find(e.subscription, false); }
  void Take(const out::SubscriptionEnded& e);
  void Take(const out::Published& e);
  void Take(const out::PublicationEnded& e);
  template <class T>
  void Take(const T&) {}

  Subscription& Find(SubscriptionId id, bool ours);
  void Heard(SubscriptionId id, bool ours, const std::string& request);
  std::set<std::string> Standing(bool ours) const;
  void Must(bool good, std::string_view what, uint32_t id);

  Complain complain_;
  std::map<SubscriptionId, Subscription> subscriptions_;
  std::map<PublicationId, Publication> publications_;
};

}  // namespace ringline::sim
