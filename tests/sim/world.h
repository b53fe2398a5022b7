// Phones, the links between them and a registrar, in virtual time: one queue of things to come, and
// nobody asks the clock of the machine.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/engine/engine.h"
#include "tests/sim/fake_browser.h"

namespace ringline::sim {

class World;

// One phone: an engine, its browser, its socket.
class Phone {
 public:
  Phone(World& world, std::string user, const std::function<void(Config&)>& adjust);

  uint32_t Do(Input input);
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

 private:
  friend class World;
  void Drain();
  void Arm();

  World& world_;
  std::optional<Engine> engine_;
  SocketId socket_;
  bool open_ = false;
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

  // How the network is: frames take between `delay_min` and `delay_max`, and vanish while it is
  // cut.
  Duration delay_min{1}, delay_max{20};
  bool cut = false;
  bool refuse_sockets = false;
  // What stands between the phones; by default a registrar that forwards by user or x.invalid host.
  std::function<std::optional<std::string>(Phone& from, const std::string& frame)> intercept;

  Time now() const { return now_; }
  Random& random() { return random_; }
  std::vector<std::unique_ptr<Phone>>& phones() { return phones_; }
  // Every output of every phone, hashed: two runs of one seed are equal.
  uint64_t trace_hash() const { return hash_; }

  void After(Duration delay, std::function<void()> deed);
  void CloseSockets();  // As a server that restarts.

 private:
  friend class Phone;
  void Route(Phone& from, std::string frame);
  void Deliver(Phone& to, std::string frame);
  Phone* Find(std::string_view uri);
  void Note(std::string_view text);

  struct Later {
    std::function<void()> deed;
  };
  std::map<std::pair<Time, uint64_t>, Later> queue_;
  uint64_t order_ = 0;
  Time now_{};
  Random random_;
  uint64_t hash_ = 1469598103934665603ull;
  std::vector<std::unique_ptr<Phone>> phones_;
  std::map<std::string, std::string> contact_hosts_;   // x.invalid → user.
  std::map<std::string, Phone*> last_hop_;             // Via branch → who sent it.
  std::map<Phone*, std::map<Phone*, Time>> order_of_;  // Frames of one link keep their order.
};

}  // namespace ringline::sim
