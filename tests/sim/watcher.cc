#include "tests/sim/watcher.h"

#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "core/base/overloaded.h"

namespace ringline::sim {
namespace {

using std::chrono_literals::operator""s;

// Shorter than a run takes to settle, so that what one end alone knows of is over by then.
constexpr std::array<Duration, 4> kExpiries = {0s, 10s, 60s, 90s};

}  // namespace

Watcher::Watcher(World& world, Phone& phone, Later later)
    : world_(world),
      phone_(phone),
      later_(std::move(later)),
      accepts_(50 + world.random().Below(51)) {}

template <class Id>
Id Watcher::Any(const std::set<Id>& some) {
  if (some.empty()) return Id();
  return *std::next(some.begin(), world_.random().Below(static_cast<uint32_t>(some.size())));
}

void Watcher::Act() {
  switch (world_.random().Below(6)) {
    case 0:
    case 1:
      return Begin();
    case 2:
      return End();
    default:
      return Change();
  }
}

void Watcher::Begin() {
  Random& random = world_.random();
  Duration expires = kExpiries[random.Below(kExpiries.size())];
  if (Chance(30) && published_.size() < 2) {
    phone_.Do(in::Publish{
        .event = "presence", .expires = expires + 10s, .content_type = "text/x", .body = "here"});
    return;
  }
  auto& phones = world_.phones();
  std::string target = phones[random.Below(static_cast<uint32_t>(phones.size()))]->user;
  if (Chance(10)) target = Chance(50) ? "team" : "nobody";
  if (ours_.size() >= 3 || target == phone_.user) return;
  phone_.Do(in::Subscribe{
      .target = target, .event = Chance(80) ? "presence" : "dialog;id=1", .expires = expires});
}

void Watcher::Change() {
  std::string body = "state " + std::to_string(++told_);
  switch (world_.random().Below(5)) {
    case 0:
      if (auto id = Any(ours_)) phone_.Do(in::RefreshSubscription{.subscription = id});
      return;
    case 1:
      if (auto id = Any(theirs_)) phone_.Do(in::ActivateSubscription{id});
      return;
    case 2:
      if (auto id = Any(published_)) phone_.Do(in::Republish{id, "text/x", body});
      return;
    default:
      if (auto id = Any(theirs_)) phone_.Do(in::Notify{id, "text/x", body});
  }
}

void Watcher::End() {
  constexpr std::array<std::string_view, 4> kReasons = {"deactivated", "rejected", "giveup", ""};
  switch (world_.random().Below(4)) {
    case 0:
      if (auto id = Any(theirs_)) {
        std::string reason(kReasons[world_.random().Below(kReasons.size())]);
        phone_.Do(in::EndSubscription{.subscription = id, .reason = reason});
      }
      return;
    case 1:
      if (auto id = Any(published_)) phone_.Do(in::Unpublish{id});
      return;
    default:
      if (auto id = Any(ours_)) phone_.Do(in::Unsubscribe{.subscription = id});
  }
}

void Watcher::TakeUp(const out::SubscribeOffered& offer) {
  if (!calm_ && Chance(5)) return unanswered_.push_back(offer.incoming);
  if (calm_ || !Chance(accepts_)) {
    return later_(in::Respond{.incoming = offer.incoming, .status_code = 403});
  }
  Duration shortest = Chance(10) ? Duration(20s) : Duration(0s);
  later_(
      in::AcceptSubscribe{.incoming = offer.incoming, .pending = Chance(30), .shortest = shortest});
}

void Watcher::Hear(const Output& event) {
  // clang-format off
  std::visit(Overloaded{
      [&](const out::SubscribeOffered& e) { TakeUp(e); },
      [&](const out::SubscriptionAccepted& e) { ours_.insert(e.subscription); },
      [&](const out::NotifyReceived& e) { ours_.insert(e.subscription); },
      [&](const out::SubscribeReceived& e) {
        theirs_.insert(e.subscription);
        if (Chance(70)) later_(in::Notify{e.subscription, "text/x", "as asked"});
      },
      [&](const out::SubscriptionExpired& e) {
        if (Chance(50)) later_(in::EndSubscription{.subscription = e.subscription, .reason = "timeout"});
      },
      [&](const out::SubscriptionEnded& e) { ours_.erase(e.subscription), theirs_.erase(e.subscription); },
      [&](const out::Published& e) { published_.insert(e.publication); },
      [&](const out::PublicationEnded& e) { published_.erase(e.publication); },
      [](const auto&) {},
  }, event);
  // clang-format on
}

void Watcher::Calm() {
  calm_ = true;
  for (IncomingId incoming : std::exchange(unanswered_, {})) {
    phone_.Do(in::Respond{.incoming = incoming, .status_code = 403});
  }
}

void Watcher::EndAll() {
  for (SubscriptionId id : std::set(ours_)) {
    if (Chance(70)) phone_.Do(in::Unsubscribe{.subscription = id});
  }
  for (SubscriptionId id : std::set(theirs_)) {
    if (Chance(70)) phone_.Do(in::EndSubscription{.subscription = id, .reason = "giveup"});
  }
  for (PublicationId id : std::set(published_)) {
    if (Chance(70)) phone_.Do(in::Unpublish{id});
  }
}

}  // namespace ringline::sim
