// Phones, the links between them and a proxy, in virtual time: one queue of things to come, and
// nobody asks the clock of the machine.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/engine/engine.h"
#include "tests/sim/fake_browser.h"
#include "tests/sim/proxy.h"
#include "tests/sim/trace.h"

namespace ringline::sim {

class World;

// One phone: an engine, its browser, its socket.
class Phone {
 public:
  Phone(World& world, std::string user, const std::function<void(Config&)>& adjust);

  uint32_t Do(Input input);
  Time Deadline() { return engine_->Deadline(); }
  // The newest output of that type; nothing when none came.
  template <class Out>
  const Out* Last() const {
    for (auto it = events.rbegin(); it != events.rend(); ++it) {
      if (auto* found = std::get_if<Out>(&*it)) return found;
    }
    return nullptr;
  }
  template <class Out>
  int Count() const {
    int n = 0;
    for (const Output& event : events) n += std::holds_alternative<Out>(event);
    return n;
  }

  const std::string user;
  std::vector<Output> events;               // For the application, in order.
  std::vector<std::string> sent, received;  // SIP frames.
  FakeBrowser browser;
  // What the application does by itself: called for each event.
  std::function<void(const Output&)> application;
  // Who watches: every input with the id it made, every output.
  std::function<void(const Input&, uint32_t)> on_input;
  std::function<void(const Output&)> on_output;

  // What the network makes of the frames of this socket: they go through, they wait, or they are
  // gone, and nobody says so.
  enum class Way { kThrough, kStalled, kDead };
  Way way() const { return way_; }
  void Stall();
  void Mend();  // What waited goes through.
  void Die();
  void Close();          // The server closes the socket, or the network says that it is gone.
  bool offline = false;  // No socket opens.
  bool open() const { return open_; }
  SocketId socket() const { return socket_; }

 private:
  friend class World;
  void Drain();
  void Arm();
  void Obey(const out::OpenSocket& e);
  void Obey(const out::SendFrame& e);
  void Obey(const out::CloseSocket& e);

  World& world_;
  std::optional<Engine> engine_;
  SocketId socket_;
  bool open_ = false;
  Way way_ = Way::kThrough;
  std::deque<std::string> up_, down_;  // Waiting.
  Time answered_{};                    // The browser's answers keep their order.
  Time delivered_{};                   // And so do frames.
  uint64_t armed_ = 0;
};

class World {
 public:
  explicit World(uint64_t seed);

  Phone& Add(std::string user, const std::function<void(Config&)>& adjust = {});
  // Runs until nothing is to come before `until` of virtual time.
  void RunFor(Duration duration);
  // Runs until `done`, at most `limit`; whether it was.
  bool RunUntil(const std::function<bool()>& done, Duration limit = std::chrono::seconds(60));

  // How the network is: frames take between `delay_min` and `delay_max`.
  Duration delay_min{1}, delay_max{20};
  bool refuse_sockets = false;
  Proxy proxy;
  Trace trace;
  // What stands between the phones and the proxy; nothing loses the frame.
  std::function<std::optional<std::string>(Phone& from, const std::string& frame)> intercept;
  // Before a phone is told of a frame, and after all that it says to it.
  std::function<void(Phone& to, const std::string& frame)> on_delivery;
  std::function<void(Phone& to)> on_delivered;
  // Told of what no host would stand: a frame to a closed socket.
  std::function<void(Phone&, std::string)> on_abuse;

  Time now() const { return now_; }
  Random& random() { return random_; }
  std::vector<std::unique_ptr<Phone>>& phones() { return phones_; }
  // Every output of every phone, hashed: two runs of one seed are equal.
  uint64_t trace_hash() const { return trace.hash(); }
  // Some phone wants to be woken again and again at one moment: time stands still.
  bool stuck() const { return turns_ > kTurns; }

  void After(Duration delay, std::function<void()> deed);
  // A frame on its way to a phone's present socket.
  void Deliver(Phone& to, std::string frame);
  void CloseSockets();  // As a server that restarts.

 private:
  friend class Phone;
  static constexpr int kTurns = 50'000;
  void Step();
  void Route(Phone& from, std::string frame);

  struct Later {
    std::function<void()> deed;
  };
  std::map<std::pair<Time, uint64_t>, Later> queue_;
  uint64_t order_ = 0;
  int turns_ = 0;  // At this moment.
  Time now_{};
  Random random_;
  std::vector<std::unique_ptr<Phone>> phones_;
};

}  // namespace ringline::sim
