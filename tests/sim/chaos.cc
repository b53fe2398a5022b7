#include "tests/sim/chaos.h"

#include <algorithm>
#include <array>

#include "core/sip/message.h"

namespace ringline::sim {
namespace {

// A third of the seeds knows nothing of a fault: what others hide shows there.
uint32_t Temper(Random& random, uint32_t most) {
  return random.Below(3) == 0 ? 0 : random.Below(most) + 1;
}

// An offer inside a dialog. The core takes a second one with the same CSeq for news (dialog.cc says
// why), and no proxy repeats one over a WebSocket.
bool Renegotiates(const std::string& frame) {
  auto message = Message::Parse(frame);
  return message && message->is_request() && !message->to_tag().empty() && !message->body().empty();
}

}  // namespace

Chaos::Chaos(World& world)
    : world_(world),
      links_(Temper(world.random(), 25)),
      repeats_(Temper(world.random(), 10)),
      breaks_(Temper(world.random(), 5)),
      strays_(Temper(world.random(), 20)),
      ice_(Temper(world.random(), 30)),
      withdrawals_(Temper(world.random(), 20)) {
  world_.delay_max = Duration(std::array<int, 3>{20, 200, 2'000}[world.random().Below(3)]);
}

Phone& Chaos::Somebody() {
  auto& phones = world_.phones();
  return *phones[world_.random().Below(static_cast<uint32_t>(phones.size()))];
}

void Chaos::Act() {
  Phone& phone = Somebody();
  if (Chance(links_)) Chance(50) ? Trouble(phone) : Soothe(phone);
  if (Chance(ice_)) Faze(phone);
  if (Chance(strays_)) Stray(phone);
}

void Chaos::Trouble(Phone& phone) {
  switch (world_.random().Below(6)) {
    case 0:
    case 1:
      return phone.Stall();
    case 2:
      return phone.Die();
    case 3:
      return phone.Close();
    case 4:
      phone.offline = true;
      phone.Die();
      return Chance(50) ? phone.Close() : void();
    default:
      world_.refuse_sockets = true;
      return Chance(30) ? world_.CloseSockets() : void();
  }
}

void Chaos::Soothe(Phone& phone) {
  world_.refuse_sockets = false;
  phone.offline = false;
  phone.Mend();
  if (Chance(50)) phone.Do(in::NetworkChanged{.online = true});
}

void Chaos::Calm() {
  calm_ = true;
  world_.refuse_sockets = false;
  world_.delay_max = Duration(20);
  for (auto& phone : world_.phones()) {
    phone->offline = false;
    phone->Mend();
    if (phone->way() == Phone::Way::kDead) phone->Close();
    phone->Do(in::NetworkChanged{.online = true});
  }
}

void Chaos::Faze(Phone& phone) {
  constexpr std::array<IceState, 5> kStates = {IceState::kChecking, IceState::kConnected,
                                               IceState::kCompleted, IceState::kDisconnected,
                                               IceState::kFailed};
  std::vector<SessionId> peers;
  for (const auto& [session, peer] : phone.browser.peers) peers.push_back(session);
  if (peers.empty()) return;
  phone.browser.BecomeIce(peers[world_.random().Below(static_cast<uint32_t>(peers.size()))],
                          kStates[world_.random().Below(kStates.size())]);
}

void Chaos::Saw(Phone& to, const std::string& frame) {
  if (calm_ || frame.empty()) return;  // Nothing is left of one that was broken before.
  if (!Renegotiates(frame) && Chance(repeats_)) {
    // At once, or so late that nobody waits for it.
    Duration late(world_.random().Below(Chance(50) ? 100 : 60'000));
    world_.After(late, [this, &to, frame] {
      if (!calm_) world_.Deliver(to, frame);
    });
  }
  // By a proxy between: the other end knows of nothing until it hears 487.
  if (frame.starts_with("INVITE") && Renegotiates(frame) && Chance(withdrawals_)) {
    Duration late(world_.random().Below(Chance(50) ? 5 : 3'000));
    world_.After(late, [this, &to, cancel = CancelOf(*Message::Parse(frame))] {
      world_.Deliver(to, cancel);
    });
  }
  if (Chance(breaks_)) world_.Deliver(to, Broken(frame));
}

// A copy that no parser should take for the message it was.
std::string Chaos::Broken(std::string frame) {
  Random& random = world_.random();
  uint32_t size = static_cast<uint32_t>(frame.size());
  auto drop = [&](std::string_view name) {
    size_t at = frame.find(name);
    if (at != std::string::npos) frame.erase(at, frame.find("\r\n", at + 2) - at);
    return frame;
  };
  switch (random.Below(7)) {
    case 0:
      return frame.substr(0, random.Below(size));
    case 1:
      return drop("\r\nCall-ID: ");
    case 2:
      return drop("\r\nCSeq: ");
    case 3:
      return drop("\r\nFrom: ");
    case 4:
      return drop("\r\nVia: ");
    case 5:
      return drop("\r\nTo: ");
    default:
      return random.Token(random.Below(200)) + "\r\n\r\n";
  }
}

// What belongs to nobody: an answer without a question, a request in a dialog that never was.
void Chaos::Stray(Phone& phone) {
  Random& random = world_.random();
  std::string id = random.Token(8);
  auto ends = [&](std::string_view to_tag, std::string_view method) {
    return "Via: SIP/2.0/WS stranger.invalid;branch=z9hG4bK" + id +
           "\r\nMax-Forwards: 70\r\nFrom: <sip:x@sim.test>;tag=f" + id +
           "\r\nTo: <sip:" + phone.user + "@sim.test>" + std::string(to_tag) +
           "\r\nCall-ID: stray" + id + "\r\nCSeq: 1 " + std::string(method) +
           "\r\nContact: <sip:x@stranger.invalid>\r\n";
  };
  auto request = [&](std::string method, std::string_view to_tag, std::string_view more) {
    return method + " sip:" + phone.user + "@sim.test SIP/2.0\r\n" + ends(to_tag, method) +
           std::string(more);
  };
  switch (random.Below(8)) {
    case 0:
      return world_.Deliver(phone, "SIP/2.0 200 OK\r\n" + ends(";tag=t", "INVITE") + "\r\n");
    case 1:
      return world_.Deliver(phone, request("BYE", ";tag=t", "\r\n"));
    case 2:
      return world_.Deliver(phone, request("INVITE", ";tag=t", "\r\n"));
    case 3:
      return world_.Deliver(phone, request("INVITE", "", "\r\n"));
    case 4:
      return world_.Deliver(phone, request("NOTIFY", "", "Event: refer\r\n\r\n"));
    case 5:
      return world_.Deliver(phone, request("OPTIONS", "", "\r\n"));
    case 6:
      return world_.Deliver(phone, request("CANCEL", "", "\r\n"));
    default:
      return world_.Deliver(phone, request("INVITE", "",
                                           (Chance(50) ? std::string("Join") : "Replaces") +
                                               ": a;to-tag=b;from-tag=c\r\n\r\n"));
  }
}

}  // namespace ringline::sim
