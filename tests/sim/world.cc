#include "tests/sim/world.h"

#include <algorithm>
#include <utility>

#include "core/base/invariant.h"
#include "core/base/overloaded.h"

namespace ringline::sim {
namespace {

Seed SeedOf(uint64_t number, uint64_t salt) {
  Seed seed{};
  for (size_t i = 0; i < 8; i++) {
    seed[i] = static_cast<uint8_t>(number >> (8 * i));
    seed[i + 8] = static_cast<uint8_t>(salt >> (8 * i));
  }
  return seed;
}

}  // namespace

// ── a phone ─────────────────────────────────────────────────────────────────────────────────────

Phone::Phone(World& world, std::string name, const std::function<void(Config&)>& adjust)
    : user(std::move(name)),
      browser(world.random(),
              [this](Input input, Duration extra) {
                Time when = world_.now() + Duration(world_.random().Below(5)) + extra;
                if (extra == Duration(0)) when = answered_ = std::max(when, answered_);
                world_.After(when - world_.now(), [this, input = std::move(input)] { Do(input); });
              }),
      world_(world) {
  Config config;
  for (uint8_t& byte : config.seed) byte = static_cast<uint8_t>(world.random().Next());
  config.servers = {
      {.url = "ws://sim", .weight = 1, .sip_uri = "sip:sim;transport=ws", .via_transport = "WS"}};
  config.uri = "sip:" + user + "@sim.test";
  if (adjust) adjust(config);
  auto engine = Engine::Make(std::move(config));
  INVARIANT(engine.ok());
  engine_.emplace(*std::move(engine));
}

uint32_t Phone::Do(Input input) {
  world_.trace.Told(world_.now(), user, input);
  std::optional<Input> copy;
  if (on_input) copy = input;
  uint32_t id = engine_->Handle(std::move(input), world_.now());
  if (on_input) on_input(*copy, id);
  Drain();
  return id;
}

void Phone::Drain() {
  while (auto output = engine_->Poll()) {
    world_.trace.Said(world_.now(), user, *output);
    if (on_output) on_output(*output);
    if (browser.Handle(*output)) continue;
    // clang-format off
    bool handled = std::visit(Overloaded{
        [&](const out::OpenSocket& e) { return Obey(e), true; },
        [&](const out::SendFrame& e) { return Obey(e), true; },
        [&](const out::CloseSocket& e) { return Obey(e), true; },
        [](const auto&) { return false; },
    }, *output);
    // clang-format on
    if (handled) continue;
    events.push_back(*output);
    if (application) {
      Output event = *output;
      application(event);
    }
  }
  Arm();
}

void Phone::Arm() {
  Time deadline = engine_->Deadline();
  uint64_t armed = ++armed_;
  if (deadline == kNever) return;
  Duration wait = std::max(deadline - world_.now(), Duration::zero());
  world_.After(wait, [this, armed] {
    if (armed != armed_) return;
    engine_->Advance(world_.now());
    Drain();
  });
}

void Phone::Obey(const out::OpenSocket& e) {
  SocketId socket = socket_ = e.socket;
  open_ = false;
  way_ = Way::kThrough;
  up_.clear(), down_.clear();
  world_.After(Duration(3), [this, socket] {
    if (socket != socket_) return;
    if (world_.refuse_sockets) {
      Do(in::SocketClosed{.socket = socket, .error = true, .code = 1006});
    } else if (!offline) {
      open_ = true;
      Do(in::SocketOpened{socket});
    }
  });
}

void Phone::Obey(const out::SendFrame& e) {
  if (e.socket != socket_ || !open_) {
    if (world_.on_abuse) world_.on_abuse(*this, "a frame to a closed socket");
    return;
  }
  if (way_ == Way::kStalled) return up_.push_back(e.data);
  if (way_ == Way::kDead) return;
  sent.push_back(e.data);
  world_.Route(*this, e.data);
}

// The browser tells of the end later, as of any.
void Phone::Obey(const out::CloseSocket& e) {
  SocketId socket = e.socket;
  if (socket == socket_) open_ = false, socket_ = SocketId();
  world_.After(Duration(2), [this, socket] { Do(in::SocketClosed{.socket = socket}); });
}

void Phone::Stall() {
  if (way_ == Way::kThrough) way_ = Way::kStalled;
}

void Phone::Mend() {
  if (way_ != Way::kStalled) return;
  way_ = Way::kThrough;
  for (std::string& frame : std::exchange(up_, {})) {
    sent.push_back(frame);
    world_.Route(*this, std::move(frame));
  }
  for (std::string& frame : std::exchange(down_, {})) world_.Deliver(*this, std::move(frame));
}

void Phone::Die() {
  way_ = Way::kDead;
  up_.clear(), down_.clear();
}

void Phone::Close() {
  if (!open_) return;
  open_ = false;
  Do(in::SocketClosed{.socket = socket_, .error = true, .code = 1006});
}

// ── the world ───────────────────────────────────────────────────────────────────────────────────

World::World(uint64_t seed) : proxy(*this), random_(SeedOf(seed, 0)) {}

Phone& World::Add(std::string user, const std::function<void(Config&)>& adjust) {
  phones_.push_back(std::make_unique<Phone>(*this, std::move(user), adjust));
  return *phones_.back();
}

void World::After(Duration delay, std::function<void()> deed) {
  queue_[{now_ + delay, order_++}] = {std::move(deed)};
}

void World::Step() {
  auto first = queue_.extract(queue_.begin());
  turns_ = first.key().first > now_ ? 0 : turns_ + 1;
  now_ = std::max(now_, first.key().first);
  first.mapped().deed();
}

void World::RunFor(Duration duration) {
  Time until = now_ + duration;
  while (!queue_.empty() && queue_.begin()->first.first <= until && !stuck()) Step();
  now_ = until;
}

bool World::RunUntil(const std::function<bool()>& done, Duration limit) {
  Time until = now_ + limit;
  while (!done()) {
    if (queue_.empty() || queue_.begin()->first.first > until || stuck()) return false;
    Step();
  }
  return true;
}

void World::CloseSockets() {
  for (auto& phone : phones_) phone->Close();
}

void World::Route(Phone& from, std::string frame) {
  if (intercept) {
    auto edited = intercept(from, frame);
    if (!edited) return;
    frame = *std::move(edited);
  }
  proxy.Receive(from, frame);
}

void World::Deliver(Phone& to, std::string frame) {
  Duration span = delay_max - delay_min;
  Duration delay = delay_min + Duration(random_.Below(static_cast<uint32_t>(span.count()) + 1));
  // A WebSocket keeps the order.
  to.delivered_ = std::max(now_ + delay, to.delivered_);
  SocketId socket = to.socket_;
  After(to.delivered_ - now_, [this, &to, socket, frame = std::move(frame)] {
    if (socket != to.socket_ || !to.open_ || to.way_ == Phone::Way::kDead) return;
    if (to.way_ == Phone::Way::kStalled) return to.down_.push_back(frame);
    to.received.push_back(frame);
    if (on_delivery) on_delivery(to, frame);
    to.Do(in::SocketMessage{socket, frame});
    if (on_delivered) on_delivered(to);
  });
}

}  // namespace ringline::sim
