#include "core/connection/connection.h"

#include <algorithm>
#include <concepts>
#include <utility>

#include "core/base/overloaded.h"

namespace ringline {
namespace {

constexpr std::string_view kPing = "\r\n\r\n";
constexpr std::string_view kPong = "\r\n";

// RFC 6455 7.4.1: the code of a connection that ended without a closing handshake.
constexpr int kAbnormal = 1006;

// A timer that fires so late was stopped: the machine slept or the page was frozen. Browsers align
// the timers of hidden pages to seconds, which is less.
constexpr Duration kLate{2'000};

// One copy of each: inlined everywhere, they would be a third of this machine.
[[gnu::noinline]] void Do(Connection::Outbox& out, Connection::Down down) {
  out.down.push_back(down);
}
[[gnu::noinline]] void Tell(Connection::Outbox& out, Connection::Up up) {
  out.up.push_back(std::move(up));
}

// A connection is there; whether it lives is another question.
template <class S>
concept Live = std::same_as<S, Connection::Open> || std::same_as<S, Connection::Probing>;

// What ends the wait for the next attempt.
template <class E>
concept Urge = std::same_as<E, Connection::Start> || std::same_as<E, Connection::TimerFired> ||
               std::same_as<E, Connection::Probe> || std::same_as<E, Connection::Online>;

// What puts an open connection in doubt.
template <class E>
concept Doubt = std::same_as<E, Connection::Probe> || std::same_as<E, Connection::Online>;

}  // namespace

Connection::Connection(Options options, ServerList servers)
    : options_(options), servers_(std::move(servers)), backoff_(options.recovery), state_(Idle{}) {}

void Connection::Handle(const Event& event, Time now, Random& random, Outbox& out) {
  if (!Concerns(event, now)) return;
  NoteNetwork(event);
  Turn turn{now, random, out};
  // clang-format off
  state_ = std::visit(Overloaded{
      // in state              on event                 does, and becomes
      [&](Idle,                Start)                   { return Connect(servers_.Pick(random), turn); },
      [&](Waiting,             Urge auto)               { return Connect(servers_.Pick(random), turn); },
      [&](const Waiting& s,    Offline)                 { return Wait(s.server, backoff_.cap(), turn); },
      [&](const Connecting& s, SocketOpened)            { return Opened(s, turn); },
      [&](const Connecting& s, const SocketClosed& e)   { return Refused(s.server, e, turn); },
      [&](const Connecting& s, TimerFired)              { return TimedOut(s, turn); },
      [&](const Connecting& s, Online)                  { return Reopen(s, turn); },
      [&](const Live auto& s,  const SocketClosed& e)   { return Lost(s.link, e, turn); },
      [&](const Live auto& s,  const Received& e)       { return Hear(s, e, turn); },
      [&](const Open& s,       TimerFired)              { return Look(s, turn); },
      [&](const Open& s,       Doubt auto)              { return Ask({.link = s.link, .until = now}, turn); },
      [&](const Probing& s,    TimerFired)              { return Judge(s, turn); },
      [&](const Live auto& s,  Stop)                    { return Halt(s.link.server, s.link.socket, turn); },
      [&](const Connecting& s, Stop)                    { return Halt(s.server, s.socket, turn); },
      [&](const Waiting& s,    Stop)                    { return Halt(s.server, SocketId(), turn); },
      [&](const auto& same,    const auto&) -> State    { return same; },
  }, state_, event);
  // clang-format on
}

Time Connection::Deadline() const {
  return std::visit([](const auto& state) { return state.until; }, state_);
}

SocketId Connection::socket() const {
  return std::visit(Overloaded{
                        [](const Live auto& state) { return state.link.socket; },
                        [](const auto&) { return SocketId(); },
                    },
                    state_);
}

void Connection::KeepAliveWithin(Duration flow_timer) {
  if (flow_timer > Duration(0) && flow_timer < options_.keep_alive) {
    options_.keep_alive = flow_timer;
  }
}

bool Connection::IsKeepAlive(std::string_view frame) {
  return frame.find_first_not_of("\r\n") == std::string_view::npos;
}

// A socket that was given up may still speak, and a timer may be told too early.
bool Connection::Concerns(const Event& event, Time now) const {
  const SocketId current =
      std::holds_alternative<Connecting>(state_) ? std::get<Connecting>(state_).socket : socket();
  return std::visit(Overloaded{
                        [&](const SocketOpened& e) { return e.socket == current; },
                        [&](const SocketClosed& e) { return e.socket == current; },
                        [&](const Received& e) { return e.socket == current; },
                        [&](TimerFired) { return now >= Deadline(); },
                        [](const auto&) { return true; },
                    },
                    event);
}

// What failed before, failed in another network.
void Connection::NoteNetwork(const Event& event) {
  if (std::holds_alternative<Offline>(event)) online_ = false;
  if (!std::holds_alternative<Online>(event)) return;
  online_ = true;
  backoff_.Reset();
  servers_.Forgive();
}

Connection::State Connection::Connect(uint32_t server, Turn& turn) {
  const SocketId socket(++last_socket_);
  Do(turn.out, OpenSocket{socket, server});
  Tell(turn.out, AttemptStarted{server, attempts_});
  return Connecting{socket, server, turn.now + options_.connect_timeout};
}

Connection::State Connection::Opened(const Connecting& state, Turn& turn) {
  attempts_ = 0;
  Tell(turn.out, Connected{state.server, state.socket});
  return Rest({state.socket, state.server, turn.now}, turn);
}

// An attempt that began in the old network waits for packets that nobody will bring.
Connection::State Connection::Reopen(const Connecting& state, Turn& turn) {
  Do(turn.out, CloseSocket{state.socket});
  return Connect(state.server, turn);
}

Connection::State Connection::TimedOut(const Connecting& state, Turn& turn) {
  Do(turn.out, CloseSocket{state.socket});
  return Refused(state.server, {state.socket, true, kAbnormal, "connect timeout"}, turn);
}

Connection::State Connection::Refused(uint32_t server, const SocketClosed& closed, Turn& turn) {
  ++attempts_;
  Tell(turn.out, Disconnected{server, closed.error, closed.code, std::string(closed.reason)});
  if (online_) servers_.Fail(server);
  return Retry(server, turn);
}

// The first attempt after a loss goes to the same server at once: it is the network more often than
// the server, and dialogs live there. A connection that keeps breaking is a failed attempt.
Connection::State Connection::Lost(const Link& link, const SocketClosed& closed, Turn& turn) {
  backoff_.Settle(turn.now - link.opened);
  if (online_ && backoff_.TakeGrace()) {
    servers_.Forgive();
    ++attempts_;
    Tell(turn.out,
         Disconnected{link.server, closed.error, closed.code, std::string(closed.reason)});
    return Connect(link.server, turn);
  }
  return Refused(link.server, closed, turn);
}

Connection::State Connection::Wait(uint32_t server, Duration delay, Turn& turn) {
  return Waiting{server, turn.now + delay};
}

// A server that was not tried yet is tried at once. Offline, attempts are rare but do not stop:
// what a browser thinks of exotic interfaces is not always true.
Connection::State Connection::Retry(uint32_t server, Turn& turn) {
  if (!online_) return Wait(server, backoff_.cap(), turn);
  if (!servers_.exhausted()) return Connect(servers_.Pick(turn.random), turn);
  servers_.Forgive();
  return Wait(server, backoff_.Next(turn.random), turn);
}

Connection::State Connection::Rest(const Link& link, Turn& turn) {
  if (options_.keep_alive == Duration(0)) return Open{link, Duration(0), turn.now, kNever};
  const Duration patience = turn.random.Between(options_.keep_alive * 4 / 5, options_.keep_alive);
  return Open{link, patience, turn.now, turn.now + patience};
}

// Frames do not move the deadline, or every message would re-arm the driver's timer: it is moved
// here, when it is due.
Connection::State Connection::Look(const Open& state, Turn& turn) {
  const Time silent_enough = state.heard + state.patience;
  if (silent_enough > turn.now) return Open{state.link, state.patience, state.heard, silent_enough};
  return Ask({.link = state.link, .until = turn.now}, turn);
}

Connection::State Connection::Ask(Probing probe, Turn& turn) {
  if (probe.by_request || probe.link.pongs == Pongs::kIgnored) {
    probe.by_request = true;
    Tell(turn.out, ProbeWanted{});
  } else {
    Do(turn.out, SendFrame{probe.link.socket, kPing});
  }
  probe.until = turn.now + options_.pong_timeout;
  return probe;
}

Connection::State Connection::Hear(Open state, const Received& received, Turn& turn) {
  state.heard = turn.now;
  if (received.frame == kPong) state.link.pongs = Pongs::kAnswered;
  if (received.frame == kPing) Do(turn.out, SendFrame{received.socket, kPong});
  return state;
}

Connection::State Connection::Hear(const Probing& state, const Received& received, Turn& turn) {
  Link link = state.link;
  // The ping before this request went without an answer, though the server is there.
  if (state.by_request) link.pongs = Pongs::kIgnored;
  return Hear(std::get<Open>(Rest(link, turn)), received, turn);
}

Connection::State Connection::Judge(const Probing& state, Turn& turn) {
  // While we slept the answer could not come in; but hidden pages are always late, so only once.
  if (!state.second_look && turn.now > state.until + kLate) {
    return Ask({state.link, state.by_request, /*second_look=*/true, turn.now}, turn);
  }
  if (!state.by_request && state.link.pongs == Pongs::kUnknown) {
    return Ask({state.link, /*by_request=*/true, state.second_look, turn.now}, turn);
  }
  Do(turn.out, CloseSocket{state.link.socket});
  return Lost(state.link, {state.link.socket, true, kAbnormal, "no sign of life"}, turn);
}

Connection::State Connection::Halt(uint32_t server, SocketId socket, Turn& turn) {
  if (socket) Do(turn.out, CloseSocket{socket});
  Tell(turn.out, Disconnected{server});
  attempts_ = 0;
  backoff_.Reset();
  servers_.Forgive();
  return Idle{};
}

}  // namespace ringline
