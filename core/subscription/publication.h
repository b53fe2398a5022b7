// State of ours that a server keeps for us: PUBLISH (RFC 3903).
//
//   Asking ── 2xx ──▶ Published ── refresh, republish ──▶ Asking …
//     │                    │ unpublish
//     │ refusal            ▼
//     └───────▶ Ended ◀── Removing
//
// One PUBLISH at a time (4.1). The entity-tag of the last 2xx names what it replaces; when the
// server has lost it (412), all is published anew.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/sip/uri.h"
#include "core/subscription/content.h"
#include "core/subscription/lease.h"
#include "core/uac/ground.h"

namespace ringline {

class Publication {
 public:
  // clang-format off
  struct Asking {};
  struct Published {};
  struct Removing {};
  struct Ended {};
  // clang-format on
  using State = std::variant<Asking, Published, Removing, Ended>;

  // How a PUBLISH failed.
  struct Failure {
    Cause cause = Cause::kNone;
    std::string response;
    Duration retry_after{};
  };
  // clang-format off
  struct Granted { Duration expires; std::string response; };
  struct TagLost {};                        // 412: the server knows of nothing.
  struct TooBrief { Duration shortest; };   // 423.
  struct Refused { Failure failure; };      // For good.
  struct Missed { Failure failure; };       // A bad moment: 408, 5xx, no answer.
  struct ConnectionLost {};
  struct ConnectionBack {};
  struct Changed {};                        // The application has other state.
  struct RemovalWanted {};
  struct TimerFired {};
  // clang-format on
  using Happening = std::variant<Granted, TagLost, TooBrief, Refused, Missed, ConnectionLost,
                                 ConnectionBack, Changed, RemovalWanted, TimerFired>;

  Publication(PublicationId id, const Ground& ground) : id_(id), ground_(ground) {}

  // Why it cannot be done, or "".
  std::string_view Begin(const in::Publish& wish, Time now);
  std::string_view Handle(const in::Republish& input, Time now);
  std::string_view Handle(const in::Unpublish& input, Time now);

  void Handle(const ClientEvent& event, Time now);
  void Connected(Time now) { Take(ConnectionBack{}, now); }
  // The phone stops: nothing is published any more…
  void EndNow(Time now) { Take(RemovalWanted{}, now); }
  // …and nobody waits any more.
  void Abandon();
  void Take(const Happening& happening, Time now);
  void Advance(Time now) { Take(TimerFired{}, now); }
  Time Deadline() const;

  const State& state() const { return state_; }
  bool over() const { return std::holds_alternative<Ended>(state_); }

 private:
  // Deeds of the table.
  void Send(Duration expires, bool with_content, Time now);
  State Ask(Time now);
  State AskAnew(Time now);
  State Stand(const Granted& e, Time now);
  State Later(const Failure& failure, Time now);
  State Remove(Time now);
  State End() { return End(Failure()); }
  State End(const Failure& failure);

  PublicationId id_;
  Ground ground_;
  State state_ = Asking{};
  Uri target_;
  std::vector<HeaderLine> headers_;  // Of every PUBLISH.
  std::string tag_;                  // SIP-ETag; "" when there is nothing to replace.
  Content content_;
  bool changed_ = true;  // The server does not have this content yet.
  bool brings_ = false;  // The PUBLISH under way has content.
  bool leaves_ = false;  // Removal is wanted.
  bool first_ = true;    // Nothing was granted yet.
  Duration expires_{};
  Lease lease_;
  TicketId ticket_;
};

}  // namespace ringline
