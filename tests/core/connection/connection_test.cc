#include "core/connection/connection.h"

#include <array>
#include <functional>

#include "core/base/overloaded.h"
#include "doctest/doctest.h"
#include "tests/golden/golden.h"

namespace ringline {
namespace {

using namespace std::chrono_literals;

using C = Connection;

constexpr std::string_view kStates[] = {"Idle", "Connecting", "Open", "Probing", "Waiting"};

std::string Text(const C::Down& down) {
  auto number = [](auto id) { return std::to_string(id.value()); };
  return std::visit(Overloaded{
                        [&](const C::OpenSocket& d) {
                          return "open(" + number(d.socket) + ", server " +
                                 std::to_string(d.server) + ")";
                        },
                        [&](const C::SendFrame& d) -> std::string {
                          if (d.frame == "\r\n\r\n") return "ping(" + number(d.socket) + ")";
                          return d.frame == "\r\n" ? "pong(" + number(d.socket) + ")" : "?";
                        },
                        [&](const C::CloseSocket& d) { return "close(" + number(d.socket) + ")"; },
                    },
                    down);
}

std::string Text(const C::Up& up) {
  return std::visit(
      Overloaded{
          [](const C::AttemptStarted& u) {
            return "attempt(server " + std::to_string(u.server) + ", after " +
                   std::to_string(u.attempts) + ")";
          },
          [](const C::Connected& u) { return "connected(" + std::to_string(u.server) + ")"; },
          [](const C::Disconnected& u) {
            std::string text = "disconnected(" + std::to_string(u.server);
            if (u.error) text += ", error";
            if (u.code != 0) text += ", " + std::to_string(u.code);
            if (!u.reason.empty()) text += ", " + u.reason;
            return text + ")";
          },
          [](const C::ProbeWanted&) { return std::string("probe wanted"); },
      },
      up);
}

// A connection in virtual time. Every step returns what it did: "close(1) | attempt(…)".
struct World {
  explicit World(std::vector<uint32_t> weights = {0}, C::Options options = {})
      : connection(options, ServerList(std::move(weights))) {}

  std::string Do(const C::Event& event) {
    C::Outbox out;
    connection.Handle(event, now, random, out);
    std::string text;
    for (const C::Down& down : out.down) {
      if (const auto* open = std::get_if<C::OpenSocket>(&down)) {
        socket = open->socket;
        server = open->server;
      }
      text += (text.empty() ? "" : " | ") + Text(down);
    }
    for (const C::Up& up : out.up) text += (text.empty() ? "" : " | ") + Text(up);
    return text;
  }
  std::string Opened() { return Do(C::SocketOpened{socket}); }
  std::string Closed() { return Do(C::SocketClosed{socket, true, 1006, ""}); }
  std::string Hears(std::string_view frame) { return Do(C::Received{socket, frame}); }
  // Lets time pass up to the deadline, and tells it.
  std::string Due(Duration late = 0ms) {
    REQUIRE(connection.Deadline() != kNever);
    now = std::max(now, connection.Deadline() + late);
    return Do(C::TimerFired{});
  }
  // The same, over the times when it only looks and finds that somebody spoke.
  std::string NextDeed() {
    std::string deed;
    while (deed.empty()) deed = Due();
    return deed;
  }
  std::string_view state() const { return kStates[connection.state().index()]; }
  Duration wait() { return connection.Deadline() - now; }

  World& Started() { return Do(C::Start{}), *this; }
  World& Connected() { return Started().Opened(), *this; }

  Connection connection;
  Random random{Seed{1}};
  Time now{};
  SocketId socket;
  uint32_t server = 0;
};

// ── the whole machine ───────────────────────────────────────────────────────────────────────────

struct Situation {
  std::string_view name;
  std::function<void(World&)> reach;
};
struct Stimulus {
  std::string_view name;
  std::function<std::string(World&)> apply;
};

TEST_CASE("every state meets every event as the golden matrix says") {
  const Situation kSituations[] = {
      {"Idle", [](World&) {}},
      {"Connecting", [](World& w) { w.Started(); }},
      {"Open", [](World& w) { w.Connected(); }},
      {"Open, answers pings", [](World& w) { w.Connected().Hears("\r\n"); }},
      {"Open, ignores pings", [](World& w) { w.Connected().Due(), w.Due(), w.Hears("SIP/2.0"); }},
      {"Probing by ping", [](World& w) { w.Connected().Due(); }},
      {"Probing by request", [](World& w) { w.Connected().Due(), w.Due(); }},
      {"Waiting", [](World& w) { w.Started().Closed(); }},
      {"Waiting, offline", [](World& w) { w.Started().Do(C::Offline{}), w.Closed(); }},
  };
  const Stimulus kStimuli[] = {
      {"start", [](World& w) { return w.Do(C::Start{}); }},
      {"stop", [](World& w) { return w.Do(C::Stop{}); }},
      {"opened", [](World& w) { return w.Opened(); }},
      {"closed", [](World& w) { return w.Closed(); }},
      {"message", [](World& w) { return w.Hears("SIP/2.0 200 OK\r\n"); }},
      {"pong", [](World& w) { return w.Hears("\r\n"); }},
      {"ping", [](World& w) { return w.Hears("\r\n\r\n"); }},
      {"timer", [](World& w) { return w.connection.Deadline() == kNever ? "" : w.Due(); }},
      {"timer, slept", [](World& w) { return w.connection.Deadline() == kNever ? "" : w.Due(1h); }},
      {"probe", [](World& w) { return w.Do(C::Probe{}); }},
      {"offline", [](World& w) { return w.Do(C::Offline{}); }},
      {"online", [](World& w) { return w.Do(C::Online{}); }},
  };
  std::string matrix;
  auto column = [&](std::string_view text, size_t width) {
    matrix.append(text).append(text.size() < width ? width - text.size() : 0, ' ').append("  ");
  };
  for (const Situation& situation : kSituations) {
    for (const Stimulus& stimulus : kStimuli) {
      World world;
      situation.reach(world);
      const std::string deeds = stimulus.apply(world);
      column(situation.name, 19);
      column(stimulus.name, 12);
      matrix += "-> ";
      if (deeds.empty()) {
        matrix += world.state();
      } else {
        column(world.state(), 10);
        matrix += deeds;
      }
      matrix += '\n';
    }
    matrix += '\n';
  }
  CHECK(golden::Difference("connection.txt", matrix) == "");
}

// ── attempts ────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a first connection") {
  World world;
  CHECK(world.connection.Deadline() == kNever);
  CHECK(world.Do(C::Start{}) == "open(1, server 0) | attempt(server 0, after 0)");
  CHECK(world.wait() == 5s);
  CHECK_FALSE(world.connection.socket());
  CHECK(world.Opened() == "connected(0)");
  CHECK(world.connection.socket() == SocketId(1));
}

TEST_CASE("an attempt that hangs is given up after five seconds") {
  World world;
  world.Started();
  CHECK(world.Due() == "close(1) | disconnected(0, error, 1006, connect timeout)");
  CHECK(world.state() == "Waiting");
}

TEST_CASE("a single server that refuses is asked again and again, ever more rarely") {
  World world;
  world.Started();
  const Duration ceilings[] = {4s, 8s, 16s, 30s, 30s};
  uint32_t attempt = 0;
  for (Duration ceiling : ceilings) {
    CHECK(world.Closed() == "disconnected(0, error, 1006)");
    CHECK(world.wait() >= 2s);
    CHECK(world.wait() <= ceiling);
    ++attempt;
    CHECK(world.Due() == "open(" + std::to_string(attempt + 1) +
                             ", server 0) | attempt(server 0, after " + std::to_string(attempt) +
                             ")");
  }
}

TEST_CASE("servers are tried by weight without waiting, then all wait, then from the top") {
  World world({1, 9, 5});
  world.Started();
  CHECK(world.server == 1);
  CHECK(world.Closed() ==
        "open(2, server 2) | disconnected(1, error, 1006) | attempt(server 2, after 1)");
  CHECK(world.Closed() ==
        "open(3, server 0) | disconnected(2, error, 1006) | attempt(server 0, after 2)");
  CHECK(world.Closed() == "disconnected(0, error, 1006)");
  CHECK(world.state() == "Waiting");
  world.Due();
  CHECK(world.server == 1);
}

TEST_CASE("a loss is answered at once at the same server, where the dialogs are") {
  World world({5, 5, 5, 5});
  world.Connected();
  const uint32_t server = world.server;
  world.now += 10s;
  world.Closed();
  CHECK(world.state() == "Connecting");
  CHECK(world.server == server);
  // It refuses: another one, at once.
  world.Closed();
  CHECK(world.state() == "Connecting");
  CHECK(world.server != server);
}

TEST_CASE("a server that accepts and hangs up does not make us spin") {
  World world;
  world.Connected();
  int attempts = 0;
  const Time end = world.now + 60s;
  while (world.now < end) {
    if (world.state() == "Waiting") world.Due();
    ++attempts;
    world.Opened();
    world.Closed();
  }
  CHECK(attempts < 15);
  CHECK(attempts > 3);
}

TEST_CASE("after a stable minute the next loss is a first one again") {
  World world;
  world.Connected();
  world.Closed();
  for (int i = 0; i < 5; ++i) world.Closed(), world.Due();
  world.Opened();
  world.now += 59s;
  world.Hears("x");
  world.now += 1s;
  CHECK(world.Closed() ==
        "open(8, server 0) | disconnected(0, error, 1006) | attempt(server 0, after 1)");
}

// ── keep-alive ──────────────────────────────────────────────────────────────────────────────────

TEST_CASE("silence is probed after 80 to 100 % of 25 seconds") {
  Duration shortest = 1h, longest{};
  for (uint8_t seed = 0; seed < 100; ++seed) {
    World world;
    world.random = Random(Seed{seed});
    world.Connected();
    CHECK(world.Due() == "ping(1)");
    shortest = std::min(shortest, world.now - Time());
    longest = std::max(longest, world.now - Time());
  }
  CHECK(shortest >= 20s);
  CHECK(shortest < 21s);
  CHECK(longest <= 25s);
  CHECK(longest > 24s);
}

TEST_CASE("any frame puts the ping off, and does not move the deadline") {
  World world;
  world.Connected();
  for (int i = 0; i < 100; ++i) {
    const Time deadline = world.connection.Deadline();
    world.now += 10s;
    if (world.now >= deadline) CHECK(world.Do(C::TimerFired{}) == "");
    const Time rested = world.connection.Deadline();
    CHECK(world.Hears("INFO sip:a@b SIP/2.0\r\n") == "");
    CHECK(world.connection.Deadline() == rested);
  }
  const Time heard = world.now;
  CHECK(world.NextDeed() == "ping(1)");
  CHECK(world.now - heard >= 20s);
  CHECK(world.now - heard <= 25s);
}

TEST_CASE("a timer told too early changes nothing") {
  World world;
  world.Connected();
  world.now = world.connection.Deadline() - 1ms;
  CHECK(world.Do(C::TimerFired{}) == "");
  CHECK(world.state() == "Open");
}

TEST_CASE("a server that has answered a ping is given five seconds for the next one") {
  World world;
  world.Connected();
  CHECK(world.Due() == "ping(1)");
  CHECK(world.Hears("\r\n") == "");
  const Time silent = world.now;
  CHECK(world.Due() == "ping(1)");
  CHECK(world.wait() == 5s);
  CHECK(world.Due() ==
        "close(1) | open(2, server 0) | disconnected(0, error, 1006, no sign of life) | "
        "attempt(server 0, after 1)");
  CHECK(world.now - silent <= 30s);
}

TEST_CASE("a server that never answered a ping is asked with a request before it is given up") {
  World world;
  world.Connected();
  CHECK(world.Due() == "ping(1)");
  CHECK(world.Due() == "probe wanted");
  SUBCASE("it answers: it ignores pings, and gets requests from then on") {
    for (int i = 0; i < 3; ++i) {
      world.now += 100ms;
      CHECK(world.Hears("SIP/2.0 200 OK\r\n") == "");
      CHECK(world.Due() == "probe wanted");
    }
    CHECK(world.Due().find("no sign of life") != std::string::npos);
  }
  SUBCASE("it is silent: 35 seconds after its last word, that is over") {
    CHECK(world.Due().find("no sign of life") != std::string::npos);
    CHECK(world.now - Time() <= 35s);
  }
  SUBCASE("its pong was only slow") {
    CHECK(world.Hears("\r\n") == "");
    CHECK(world.Due() == "ping(1)");
    CHECK(world.Due().find("no sign of life") != std::string::npos);
  }
}

TEST_CASE("a connection that is new starts to learn again") {
  World world;
  world.Connected().Hears("\r\n");
  world.Closed();
  world.Opened();
  CHECK(world.Due() == "ping(2)");
  CHECK(world.Due() == "probe wanted");
}

TEST_CASE("a server's ping is answered, and shows nothing about its pongs") {
  World world;
  world.Connected();
  CHECK(world.Hears("\r\n\r\n") == "pong(1)");
  CHECK(world.Due() == "ping(1)");
  CHECK(world.Hears("\r\n\r\n") == "pong(1)");
  CHECK(world.state() == "Open");
  CHECK(world.Due() == "ping(1)");
  CHECK(world.Due() == "probe wanted");
}

TEST_CASE("suspicion is settled within ten seconds") {
  for (const C::Event& suspicion : {C::Event(C::Probe{}), C::Event(C::Online{})}) {
    World world;
    world.Connected();
    world.now += 3s;
    CHECK(world.Do(suspicion) == "ping(1)");
    // Asking again does not put the verdict off.
    world.now += 4s;
    CHECK(world.Do(suspicion) == "");
    CHECK(world.wait() == 1s);
    CHECK(world.Due() == "probe wanted");
    CHECK(world.Due().find("no sign of life") != std::string::npos);
    CHECK(world.now - Time(3s) == 10s);
  }
}

TEST_CASE("without keep-alive only suspicion is probed") {
  World world({0}, {.keep_alive = 0s});
  world.Connected();
  CHECK(world.connection.Deadline() == kNever);
  CHECK(world.Do(C::Probe{}) == "ping(1)");
  CHECK(world.Hears("\r\n") == "");
  CHECK(world.connection.Deadline() == kNever);
}

TEST_CASE("a registrar's Flow-Timer shortens the silence, and never lengthens it") {
  World world;
  world.connection.KeepAliveWithin(120s);
  world.connection.KeepAliveWithin(10s);
  world.connection.KeepAliveWithin(0s);
  world.Connected();
  CHECK(world.wait() >= 8s);
  CHECK(world.wait() <= 10s);
}

TEST_CASE("a machine that slept asks before it judges") {
  World world;
  world.Connected().Hears("\r\n");
  SUBCASE("asleep while idle: probed on waking") {
    CHECK(world.Due(8h) == "ping(1)");
    CHECK(world.wait() == 5s);
  }
  SUBCASE("asleep while it waited for the pong: one more ping, then the verdict") {
    world.Due();
    CHECK(world.Due(8h) == "ping(1)");
    CHECK(world.wait() == 5s);
    CHECK(world.Due().find("no sign of life") != std::string::npos);
  }
  SUBCASE("a hidden page, whose timers are always late, does not ask for ever") {
    world.Due(55s);
    CHECK(world.Due(55s) == "ping(1)");
    CHECK(world.Due(55s).find("no sign of life") != std::string::npos);
  }
}

// ── network ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("an online event ends the wait, and forgets what failed in the old network") {
  World world({9, 1});
  world.Started().Closed();
  CHECK(world.server == 1);
  world.Closed();
  CHECK(world.state() == "Waiting");
  for (int i = 0; i < 6; ++i) world.Due(), world.Closed(), world.Closed();
  CHECK(world.Do(C::Online{}).find("open(") == 0);
  CHECK(world.server == 0);
  world.Closed();
  world.Closed();
  CHECK(world.wait() <= 4s);
}

TEST_CASE("an online event replaces an attempt that began in the old network") {
  World world;
  world.Started();
  world.now += 4s;
  CHECK(world.Do(C::Online{}) == "close(1) | open(2, server 0) | attempt(server 0, after 0)");
  CHECK(world.wait() == 5s);
}

TEST_CASE("offline, attempts are rare, blame no server, and do not stop") {
  World world({5, 5});
  world.Connected();
  const uint32_t server = world.server;
  CHECK(world.Do(C::Offline{}) == "");
  CHECK(world.state() == "Open");
  CHECK(world.Closed() == "disconnected(" + std::to_string(server) + ", error, 1006)");
  CHECK(world.wait() == 30s);
  world.Due();
  CHECK(world.Closed().find("disconnected(") == 0);
  CHECK(world.wait() == 30s);
  CHECK(world.Do(C::Online{}).find("open(") == 0);
}

TEST_CASE("a link that was down for a moment keeps its connection") {
  World world;
  world.Connected().Hears("\r\n");
  CHECK(world.Do(C::Offline{}) == "");
  world.now += 8s;
  CHECK(world.Do(C::Online{}) == "ping(1)");
  world.now += 70ms;
  CHECK(world.Hears("\r\n") == "");
  CHECK(world.connection.socket() == SocketId(1));
}

// ── the end ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("stop is told once, and what the old socket says later is nobody's") {
  World world;
  world.Connected();
  CHECK(world.Do(C::Stop{}) == "close(1) | disconnected(0)");
  CHECK(world.Do(C::Stop{}) == "");
  CHECK(world.Closed() == "");
  CHECK(world.Hears("\r\n\r\n") == "");
  CHECK(world.connection.Deadline() == kNever);
  CHECK_FALSE(world.connection.socket());
  CHECK(world.Do(C::Start{}) == "open(2, server 0) | attempt(server 0, after 0)");
}

TEST_CASE("events of a socket that was given up change nothing") {
  World world;
  world.Started();
  world.Due();
  world.Due();
  CHECK(world.state() == "Connecting");
  CHECK(world.Do(C::SocketOpened{SocketId(1)}) == "");
  CHECK(world.Do(C::SocketClosed{SocketId(1), true, 1006, ""}) == "");
  CHECK(world.state() == "Connecting");
  CHECK(world.Opened() == "connected(0)");
  CHECK(world.Do(C::Received{SocketId(1), "\r\n\r\n"}) == "");
  CHECK(world.Do(C::SocketOpened{SocketId(2)}) == "");
  CHECK(world.state() == "Open");
}

TEST_CASE("what is keep-alive and what is a message") {
  CHECK(C::IsKeepAlive("\r\n"));
  CHECK(C::IsKeepAlive("\r\n\r\n"));
  CHECK(C::IsKeepAlive(""));
  CHECK_FALSE(C::IsKeepAlive("\r\nOPTIONS sip:a SIP/2.0"));
}

// Whatever happens in whatever order: a socket is opened only when there is none, nothing is sent
// to one that is not open, and there is always a way on.
TEST_CASE("random events never break the order of things") {
  for (uint8_t seed = 0; seed < 50; ++seed) {
    World world({1, 2, 2});
    world.random = Random(Seed{seed});
    Random dice(Seed{seed, 1});
    SocketId live;
    bool open = false;
    for (int step = 0; step < 2'000; ++step) {
      const SocketId target = dice.Below(8) == 0 ? SocketId(dice.Below(50)) : world.socket;
      const std::string_view frames[] = {"\r\n", "\r\n\r\n", "SIP/2.0 200 OK"};
      C::Event events[] = {C::Start{},
                           C::Stop{},
                           C::SocketOpened{target},
                           C::SocketClosed{target, dice.Below(2) == 0, 1000, "r"},
                           C::Received{target, frames[dice.Below(3)]},
                           C::TimerFired{},
                           C::Probe{},
                           C::Offline{},
                           C::Online{}};
      const uint32_t choice = dice.Below(14);
      const C::Event& event = events[choice < 9 ? choice : 2 + choice % 4];
      world.now += Duration(dice.Below(4'000));
      if (const auto* closed = std::get_if<C::SocketClosed>(&event);
          closed && closed->socket == live) {
        live = SocketId();
        open = false;
      }
      if (const auto* opened = std::get_if<C::SocketOpened>(&event);
          opened && opened->socket == live) {
        open = static_cast<bool>(live);
      }
      C::Outbox out;
      world.connection.Handle(event, world.now, world.random, out);
      for (const C::Down& down : out.down) {
        if (const auto* d = std::get_if<C::OpenSocket>(&down)) {
          REQUIRE_FALSE(live);
          REQUIRE(d->socket > world.socket);
          REQUIRE(d->server < 3);
          live = world.socket = d->socket;
          open = false;
        } else if (const auto* d = std::get_if<C::CloseSocket>(&down)) {
          REQUIRE(d->socket == live);
          live = SocketId();
          open = false;
        } else if (const auto* d = std::get_if<C::SendFrame>(&down)) {
          REQUIRE(open);
          REQUIRE(d->socket == live);
        }
      }
      REQUIRE(static_cast<bool>(world.connection.socket()) == open);
      REQUIRE((world.connection.Deadline() == kNever) == (world.state() == "Idle"));
    }
  }
}

}  // namespace
}  // namespace ringline
