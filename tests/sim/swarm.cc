#include "tests/sim/swarm.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "tests/sim/application.h"
#include "tests/sim/chaos.h"
#include "tests/sim/checks.h"
#include "tests/sim/subscription_checks.h"
#include "tests/sim/wire_checks.h"
#include "tests/sim/world.h"

namespace ringline::sim {
namespace {

using std::chrono_literals::operator""s;

// Longer than the no-answer time-out, timer C, the recovery of a call and two session intervals.
constexpr Duration kSettling = 400s;
// Longer than what a BYE or a REGISTER waits for, and than any transaction after it.
constexpr Duration kEnding = 100s;
// For two offers that meet to be made again.
constexpr Duration kTrying = 30s;
// Less than the engine waits for the answers to BYE and REGISTER.
constexpr Duration kStopping{1'500};
constexpr size_t kComplaints = 20;

struct User {
  User(World& world, Phone& phone_, Checks::Complain complain)
      : phone(phone_),
        application(world, phone_),
        checks(complain),
        subscriptions(complain),
        wire(complain) {}
  Phone& phone;
  Application application;
  Checks checks;
  SubscriptionChecks subscriptions;
  WireChecks wire;
  bool automatic = true;  // Registers by itself.
};

class Run {
 public:
  Run(uint64_t seed, size_t lines_to_keep) : world_(seed), chaos_(world_) {
    world_.trace.Keep(lines_to_keep);
    uint32_t phones = world_.random().Below(3) == 0 ? 3 : 2;
    for (uint32_t i = 0; i < phones; i++) {
      Join(std::array{"alice", "bob", "carol"}[i]);
      world_.proxy.groups["team"].push_back(users_.back()->phone.user);
    }
    world_.proxy.strict = Chance(30);
    world_.proxy.cancels = Chance(80);
    world_.proxy.pongs = Chance(70);
    world_.proxy.moody = Chance(50) ? world_.random().Below(50) : 0;
    world_.proxy.challenge = Chance(30) ? world_.random().Below(100) : 0;
    world_.on_abuse = [this](Phone& phone, std::string what) { Complain(phone, what); };
    world_.on_delivery = [this](Phone& to, const std::string& frame) {
      Of(to).wire.Received(to.socket(), frame, world_.now());
      chaos_.Saw(to, frame);
    };
    world_.on_delivered = [this](Phone& to) { Of(to).wire.Drained(); };
  }

  Verdict Judge() {
    for (auto& user : users_) user->phone.Do(in::Start{});
    Rage();
    Settle();
    Try();
    End();
    if (world_.stuck()) complaints_.push_back("time stands still");
    Verdict verdict{.complaints = "", .trace = world_.trace.Text(), .hash = world_.trace_hash()};
    for (const std::string& one : complaints_) verdict.complaints += one + "\n";
    return verdict;
  }

 private:
  void Join(std::string name);
  void Adjust(Config& config);
  void Rage();
  void Settle();
  void End();
  void Try();
  void MustAgree();
  void MustWatch();
  void Complain(Phone& phone, const std::string& what);
  bool Chance(uint32_t percent) { return world_.random().Below(100) < percent; }
  User& Of(Phone& phone) {
    for (auto& user : users_) {
      if (&user->phone == &phone) return *user;
    }
    return *users_.front();
  }

  World world_;
  Chaos chaos_;
  std::vector<std::unique_ptr<User>> users_;
  std::vector<std::string> complaints_;
  bool timers_ = true;  // Everybody speaks of session timers.
};

void Run::Complain(Phone& phone, const std::string& what) {
  world_.trace.Note(world_.now(), phone.user, "COMPLAINT: " + what);
  if (complaints_.size() < kComplaints) complaints_.push_back(phone.user + ": " + what);
}

void Run::Adjust(Config& config) {
  config.password = "secret";
  config.session_timers = Chance(80);
  timers_ = timers_ && config.session_timers;
  config.session_timers_force_refresher = Chance(20);
  config.session_timers_use_update = Chance(70);
  config.reviews = Chance(40);
  config.recovers = Chance(70);
  config.auto_register = Chance(90);
  config.reliable_provisionals = static_cast<ReliableProvisional>(world_.random().Below(3));
  if (config.reliable_provisionals == ReliableProvisional::kRequired && Chance(70)) {
    config.reliable_provisionals = ReliableProvisional::kSupported;
  }
  config.follow_redirects = Chance(50);
  if (Chance(10)) config.keep_alive = Duration(0);
  if (Chance(30)) config.register_expires = 60s;
  if (Chance(30)) config.stats_interval = 2s, config.quality.limits_sending = true;
}

void Run::Join(std::string name) {
  bool automatic = true;
  Phone& phone = world_.Add(std::move(name), [&](Config& config) {
    Adjust(config);
    automatic = config.auto_register;
  });
  auto complain = [this, &phone](const std::string& what) { Complain(phone, what); };
  users_.push_back(std::make_unique<User>(world_, phone, complain));
  User& user = *users_.back();
  user.automatic = automatic;
  if (Chance(50)) {
    Random& random = world_.random();
    phone.browser.manners = {.late = random.Below(50),
                             .twice = random.Below(30),
                             .never = random.Below(4),
                             .failing = Chance(50) ? random.Below(8) : 0};
  }
  phone.browser.on_wrong_turn = complain;
  phone.on_input = [&user](const Input& input, uint32_t made) {
    user.checks.Saw(input, made);
    user.subscriptions.Saw(input, made);
  };
  phone.on_output = [this, &user](const Output& output) {
    user.checks.Saw(output, world_.now());
    user.subscriptions.Saw(output);
    if (auto* frame = std::get_if<out::SendFrame>(&output)) {
      user.wire.Sent(frame->socket, frame->data, world_.now());
    }
  };
  phone.application = [&user](const Output& event) { user.application.Hear(event); };
}

// Deeds and faults at random moments.
void Run::Rage() {
  Random& random = world_.random();
  uint32_t pause = std::array{200u, 1'000u, 4'000u}[random.Below(3)];
  for (uint32_t deeds = 20 + random.Below(80); deeds > 0 && !world_.stuck(); deeds--) {
    world_.RunFor(Duration(random.Below(pause)));
    User& user = *users_[random.Below(static_cast<uint32_t>(users_.size()))];
    user.application.Act();
    chaos_.Act();
    if (!Chance(5)) continue;
    // Both ends at once.
    for (auto& one : users_) {
      if (SessionId call = one->application.AnyStanding()) one->application.ToggleHold(call);
    }
  }
}

void Run::Settle() {
  chaos_.Calm();
  world_.proxy.moody = 0;
  for (auto& user : users_) {
    user->phone.browser.Calm();
    user->application.Calm();
    if (Chance(80)) user->phone.Do(in::Start{});
  }
  world_.RunFor(kSettling);
  if (world_.stuck()) return;
  for (auto& user : users_) {
    user->checks.MustBeSettled(world_.now());
    user->subscriptions.MustBeSettled();
    bool wants = user->checks.shall_register() && user->automatic;
    if (wants && !user->checks.registered()) Complain(user->phone, "not registered");
  }
  MustAgree();
  MustWatch();
}

// Who watches, somebody knows of it; whom nobody watches does not notify; and what is published is
// kept.
void Run::MustWatch() {
  std::set<std::string> watching, watched;
  for (auto& user : users_) {
    watching.merge(user->subscriptions.watching());
    watched.merge(user->subscriptions.watched());
    int kept = world_.proxy.Kept(user->phone), published = user->subscriptions.published();
    if (kept != published) {
      Complain(user->phone,
               "publishes " + std::to_string(published) + ", kept are " + std::to_string(kept));
    }
  }
  for (const std::string& one : watching) {
    if (watched.count(one) == 0) complaints_.push_back("watches what nobody shows: " + one);
  }
  for (const std::string& one : watched) {
    if (watching.count(one) == 0) complaints_.push_back("shows what nobody watches: " + one);
  }
}

// Who talks, talks to somebody, and both know who holds. Without session timers one end may never
// hear that the other left.
void Run::MustAgree() {
  std::map<std::string, std::vector<const Checks::Call*>> ends;
  for (auto& user : users_) {
    for (const auto& [session, call] : user->checks.calls()) {
      if (call.over) continue;
      ends[call.call_id].push_back(&call);
      auto stable = FakeBrowser::Signalling::kStable;
      bool well = user->phone.browser.peers[session].signalling == stable;
      // To an end that left unheard, offers are made again and again.
      if (!well && timers_) Complain(user->phone, "an offer is left in a peer connection");
    }
  }
  for (const auto& [call_id, calls] : ends) {
    if (calls.size() == 1 && timers_) {
      complaints_.push_back("confirmed at one end only: " + call_id);
    }
    if (calls.size() != 2) continue;
    bool agree = calls[0]->local_held == calls[1]->remote_held &&
                 calls[1]->local_held == calls[0]->remote_held;
    if (!agree) {
      complaints_.push_back("do not agree who holds: " + call_id);
      world_.trace.Note(world_.now(), "world", complaints_.back());
    }
  }
}

// What stands must be good for something: all hold or unhold at once, and nobody is refused.
void Run::Try() {
  if (!timers_ || world_.stuck()) return;
  std::vector<int> refusals;
  for (auto& user : users_) {
    if (world_.proxy.strict && !user->checks.registered()) return;  // Nobody finds him.
    refusals.push_back(user->checks.refusals());
  }
  for (auto& user : users_) user->application.ToggleAll();
  world_.RunFor(kTrying);
  for (size_t i = 0; i < users_.size(); i++) {
    bool refused = users_[i]->checks.refusals() > refusals[i];
    if (refused) Complain(users_[i]->phone, "a hold was refused");
    users_[i]->checks.MustBeSettled(world_.now());
  }
  MustAgree();
}

void Run::End() {
  if (world_.stuck()) return;
  for (auto& user : users_) user->application.EndAll();
  world_.RunFor(kEnding);
  for (auto& user : users_) user->phone.Do(in::Stop{});
  world_.RunFor(kStopping);
  for (auto& user : users_) {
    if (user->checks.stopping()) Complain(user->phone, "slow to stop: some call is kept");
  }
  world_.RunFor(kEnding);
  for (auto& user : users_) {
    user->checks.MustBeStopped(world_.now());
    user->subscriptions.MustBeStopped();
    if (user->phone.Deadline() != kNever) Complain(user->phone, "waits for something");
    if (!user->phone.browser.peers.empty()) Complain(user->phone, "a peer connection is left");
  }
}

}  // namespace

Verdict Swarm(uint64_t seed, size_t lines_to_keep) { return Run(seed, lines_to_keep).Judge(); }

std::string Examine(uint64_t seed) {
  Verdict first = Swarm(seed), second = Swarm(seed);
  std::string complaints = first.complaints;
  if (first.hash != second.hash) complaints += "two runs differ\n";
  if (complaints.empty()) return "";
  return "seed " + std::to_string(seed) + "\n" + Swarm(seed, 60).trace + complaints +
         "replay: npm run sim -- --seed=" + std::to_string(seed) + "\n";
}

}  // namespace ringline::sim
