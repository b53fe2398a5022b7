#include "tests/sim/world.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"
#include "core/connection/connection.h"
#include "core/sip/contact.h"
#include "core/sip/outgoing.h"

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

Phone::Phone(World& world, std::string name, const std::function<void(Config&)>& adjust)
    : user(std::move(name)),
      browser([this](Input input) {
        Duration delay(world_.random().Below(5));
        world_.After(delay, [this, input = std::move(input)] { Do(input); });
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
  uint32_t id = engine_->Handle(std::move(input), world_.now());
  Drain();
  return id;
}

void Phone::Drain() {
  while (auto output = engine_->Poll()) {
    if (browser.Handle(*output)) continue;
    bool handled =
        std::visit(Overloaded{
                       [&](const out::OpenSocket& e) {
                         SocketId socket = e.socket;
                         socket_ = socket;
                         open_ = false;
                         world_.After(Duration(3), [this, socket] {
                           if (socket != socket_) return;
                           if (world_.refuse_sockets) {
                             Do(in::SocketClosed{.socket = socket, .error = true, .code = 1006});
                           } else if (!world_.cut) {
                             open_ = true;
                             Do(in::SocketOpened{socket});
                           }
                         });
                         return true;
                       },
                       [&](const out::SendFrame& e) {
                         if (e.socket != socket_ || !open_) return true;
                         sent.push_back(e.data);
                         world_.Route(*this, e.data);
                         return true;
                       },
                       [&](const out::CloseSocket& e) {
                         if (e.socket == socket_) open_ = false;
                         return true;
                       },
                       [](const auto&) { return false; },
                   },
                   *output);
    if (handled) continue;
    events.push_back(*output);
    world_.Note(std::to_string(output->index()) + user);
    if (application) {
      Output copy = *output;
      application(copy);
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

World::World(uint64_t seed) : random_(SeedOf(seed, 0)) {}

Phone& World::Add(std::string user, const std::function<void(Config&)>& adjust) {
  phones_.push_back(std::make_unique<Phone>(*this, std::move(user), adjust));
  return *phones_.back();
}

void World::After(Duration delay, std::function<void()> deed) {
  queue_[{now_ + delay, order_++}] = {std::move(deed)};
}

void World::RunFor(Duration duration) {
  Time until = now_ + duration;
  while (!queue_.empty() && queue_.begin()->first.first <= until) {
    auto first = queue_.extract(queue_.begin());
    now_ = std::max(now_, first.key().first);
    first.mapped().deed();
  }
  now_ = until;
}

bool World::RunUntil(const std::function<bool()>& done, Duration limit) {
  Time until = now_ + limit;
  while (!done()) {
    if (queue_.empty() || queue_.begin()->first.first > until) return false;
    auto first = queue_.extract(queue_.begin());
    now_ = std::max(now_, first.key().first);
    first.mapped().deed();
  }
  return true;
}

void World::CloseSockets() {
  for (auto& phone : phones_) {
    if (!phone->open_) continue;
    phone->open_ = false;
    phone->Do(in::SocketClosed{.socket = phone->socket_, .error = true, .code = 1006});
  }
}

void World::Note(std::string_view text) {
  for (unsigned char c : text) hash_ = (hash_ ^ c) * 1099511628211ull;
}

Phone* World::Find(std::string_view uri_text) {
  auto uri = Uri::Parse(uri_text);
  if (!uri) return nullptr;
  std::string user = uri->user;
  if (auto host = contact_hosts_.find(uri->host); host != contact_hosts_.end()) user = host->second;
  for (auto& phone : phones_) {
    if (phone->user == user) return phone.get();
  }
  return nullptr;
}

// A registrar and proxy as small as can be: it answers REGISTER, forwards requests by their target
// and responses to whoever sent that branch.
void World::Route(Phone& from, std::string frame) {
  Note(frame);
  if (cut) return;
  if (intercept) {
    auto edited = intercept(from, frame);
    if (!edited) return;
    frame = *std::move(edited);
  }
  if (Connection::IsKeepAlive(frame)) return Deliver(from, "\r\n");
  auto message = Message::Parse(frame);
  INVARIANT(message.ok());
  if (message->is_response()) {
    auto hop = last_hop_.find(std::string(message->branch()));
    if (hop != last_hop_.end()) Deliver(*hop->second, std::move(frame));
    return;
  }
  last_hop_[std::string(message->branch())] = &from;
  Contacts contacts = Contacts::Of(*message);
  for (const Contact& contact : contacts.values)
    contact_hosts_[contact.address.uri.host] = from.user;
  if (message->method() == Method::kRegister) {
    std::vector<HeaderLine> headers;
    for (std::string_view value : message->Values(HeaderName::kContact)) {
      if (value.find("expires=0") == std::string_view::npos)
        headers.push_back({"Contact", std::string(value)});
    }
    return Deliver(from, WriteResponse(*message, 200, "", "reg", headers, ""));
  }
  Phone* to = Find(message->request_uri());
  if (to != nullptr) return Deliver(*to, std::move(frame));
  if (message->method() == Method::kAck) return;
  int status = message->method() == Method::kOptions ? 200 : 404;
  Deliver(from, WriteResponse(*message, status, "", "proxy", {}, ""));
}

void World::Deliver(Phone& to, std::string frame) {
  Duration span = delay_max - delay_min;
  Duration delay = delay_min + Duration(random_.Below(static_cast<uint32_t>(span.count()) + 1));
  // A WebSocket keeps the order.
  Time& last = order_of_[&to][&to];
  Time when = std::max(now_ + delay, last);
  last = when;
  SocketId socket = to.socket_;
  After(when - now_, [this, &to, socket, frame = std::move(frame)] {
    if (cut || socket != to.socket_ || !to.open_) return;
    to.received.push_back(frame);
    to.Do(in::SocketMessage{socket, frame});
  });
}

}  // namespace ringline::sim
