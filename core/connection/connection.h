// One signalling connection: keeps a WebSocket to one of several servers, notices when it is dead,
// and comes back.
//
//              ┌──────────────── Stop (from anywhere) ────────────────┐
//              ▼                                                      │
//   Idle ──Start──► Connecting ──opened──► Open ◄──any frame── Probing
//                    ▲   │                  │ └──idle, suspicion──►│
//                    │   └─failed           └─closed               └─silence
//                    │      ▼                  ▼                       ▼
//                    └── Waiting ◄──────── at once the first time, then by backoff
//
// A browser does not close a WebSocket whose network is gone, so silence has to be noticed here.
// After some idle time a ping goes out: a double CRLF, which a server answers with one
// (RFC 5626 3.5.1, RFC 7118 6). Any frame proves life. A server that has never answered a ping on
// this connection may be one that never does: it gets a SIP request from the layer above before it
// is given up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/random.h"
#include "core/base/strong_id.h"
#include "core/base/time.h"
#include "core/connection/backoff.h"
#include "core/connection/server_list.h"

namespace ringline {

using SocketId = StrongId<struct SocketTag>;

class Connection {
 public:
  struct Options {
    Duration connect_timeout{5'000};
    // Idle time before a ping, of which 80 to 100 % are waited (RFC 5626 4.4.1). Zero sends none.
    Duration keep_alive{25'000};
    Duration pong_timeout{5'000};
    Backoff::Options recovery{};
  };
  Connection(Options options, ServerList servers);

  // What it is told. Events of a socket that is not the current one change nothing.
  struct Start {};
  struct Stop {};
  struct SocketOpened {
    SocketId socket;
  };
  struct SocketClosed {
    SocketId socket;
    bool error = false;
    int code = 0;
    std::string_view reason;
  };
  struct Received {
    SocketId socket;
    std::string_view frame;
  };
  struct TimerFired {};
  struct Probe {};    // Find out at once: the page came back, a request went unanswered.
  struct Offline {};  // The browser says that there is no network.
  struct Online {};   // There is one again, or another one.
  using Event = std::variant<Start, Stop, SocketOpened, SocketClosed, Received, TimerFired, Probe,
                             Offline, Online>;

  // What it asks of the sockets below.
  struct OpenSocket {
    SocketId socket;
    uint32_t server;
  };
  struct SendFrame {
    SocketId socket;
    std::string_view frame;  // A literal.
  };
  struct CloseSocket {
    SocketId socket;
  };
  using Down = std::variant<OpenSocket, SendFrame, CloseSocket>;

  // What it tells the layer above.
  struct AttemptStarted {
    uint32_t server;
    uint32_t attempts;  // Failures since it was last connected.
  };
  struct Connected {
    uint32_t server;
    SocketId socket;
  };
  // After each attempt that failed, each connection that ended, and Stop.
  struct Disconnected {
    uint32_t server;
    bool error = false;
    int code = 0;  // Of the WebSocket; 1006 when we gave it up ourselves (RFC 6455 7.4.1).
    std::string reason{};
  };
  // Send a request that a server answers (OPTIONS); what comes back comes here as Received.
  struct ProbeWanted {};
  using Up = std::variant<AttemptStarted, Connected, Disconnected, ProbeWanted>;

  struct Outbox {
    std::vector<Down> down;
    std::vector<Up> up;
  };

  // Whether the server of this connection answers pings, as far as it has shown.
  enum class Pongs : uint8_t { kUnknown, kAnswered, kIgnored };
  struct Link {
    SocketId socket;
    uint32_t server;
    Time opened;
    Pongs pongs = Pongs::kUnknown;
  };

  struct Idle {
    Time until = kNever;
  };
  struct Connecting {
    SocketId socket;
    uint32_t server;
    Time until;
  };
  struct Open {
    Link link;
    Duration patience;  // For silence, before it is probed.
    Time heard;         // The latest frame.
    Time until;         // Looked at no earlier; frames meanwhile do not move it.
  };
  struct Probing {
    Link link;
    bool by_request = false;   // ProbeWanted is out, else a ping.
    bool second_look = false;  // After a sleep.
    Time until;
  };
  struct Waiting {
    uint32_t server;  // The latest that failed.
    Time until;
  };
  using State = std::variant<Idle, Connecting, Open, Probing, Waiting>;

  void Handle(const Event& event, Time now, Random& random, Outbox& out);
  Time Deadline() const;

  const State& state() const { return state_; }
  // The socket to send on; nobody when there is no connection.
  SocketId socket() const;
  // RFC 5626 5.4: the Flow-Timer of a registrar, which wants to hear from us more often than so.
  // Takes effect with the next frame or ping.
  void KeepAliveWithin(Duration flow_timer);

  // CRLFs alone: such a frame is of this layer and no message.
  static bool IsKeepAlive(std::string_view frame);

 private:
  struct Turn {
    Time now;
    Random& random;
    Outbox& out;
  };

  bool Concerns(const Event& event, Time now) const;
  void NoteNetwork(const Event& event);
  State Connect(uint32_t server, Turn& turn);
  State Opened(const Connecting& state, Turn& turn);
  State Reopen(const Connecting& state, Turn& turn);
  State TimedOut(const Connecting& state, Turn& turn);
  State Refused(uint32_t server, const SocketClosed& closed, Turn& turn);
  State Lost(const Link& link, const SocketClosed& closed, Turn& turn);
  State Wait(uint32_t server, Duration delay, Turn& turn);
  State Retry(uint32_t server, Turn& turn);
  State Rest(const Link& link, Turn& turn);
  State Look(const Open& state, Turn& turn);
  State Ask(Probing probe, Turn& turn);
  State Hear(Open state, const Received& received, Turn& turn);
  State Hear(const Probing& state, const Received& received, Turn& turn);
  State Judge(const Probing& state, Turn& turn);
  State Halt(uint32_t server, SocketId socket, Turn& turn);

  Options options_;
  ServerList servers_;
  Backoff backoff_;
  State state_;
  uint32_t last_socket_ = 0;
  uint32_t attempts_ = 0;
  bool online_ = true;
};

}  // namespace ringline
