// One subscription of ours: SUBSCRIBE out, NOTIFY in (RFC 6665 4.1).
//
//                     NOTIFY                unsubscribe
//   NotifyWait ────────────────▶ Pending ─────────────────▶ Leaving
//       │       active, pending   │  ▲                         │
//       │                         ▼  │                         │
//       │                        Active                        │
//       │ timer N, refusal          │ NOTIFY terminated        │ the same, timer N, refusal
//       ▼                           ▼                          ▼
//   Terminated ◀───────────────────────────────────────────────┘
//
// The dialog is made by the 2xx or by a NOTIFY, whichever is first (4.4.1), and its route set is
// the NOTIFY's. One SUBSCRIBE at a time: what is wanted meanwhile is done next.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/dialog/dialog.h"
#include "core/sip/parameterized.h"
#include "core/subscription/content.h"
#include "core/subscription/lease.h"
#include "core/uac/ground.h"

namespace ringline {

class Subscriber {
 public:
  // clang-format off
  struct NotifyWait { Time until; };  // Timer N.
  struct Pending {};
  struct Active {};
  struct Leaving { Time until; };     // Timer N, for the final NOTIFY.
  struct Terminated {};
  // clang-format on
  using State = std::variant<NotifyWait, Pending, Active, Leaving, Terminated>;

  // How a subscription ends, as SubscriptionEnded tells it.
  struct Ending {
    SubscriptionEnd why = SubscriptionEnd::kFinalNotify;
    Cause cause = Cause::kNone;
    std::string response, reason;
    int retry_after = -1;
  };
  // clang-format off
  struct Granted { Duration expires; };        // 2xx to SUBSCRIBE.
  struct Refused { Ending ending; bool ends; Duration retry_after; };  // `ends`: at once (4.1.2.2).
  struct Notified { Substate state; std::optional<Duration> expires; };
  struct Over { Ending ending; };              // By their word, or because theirs is none.
  struct LeaveWanted {};
  struct ConnectionLost {};                    // With a SUBSCRIBE under way.
  struct ConnectionBack {};
  struct TimerFired {};
  // clang-format on
  using Happening = std::variant<Granted, Refused, Notified, Over, LeaveWanted, ConnectionLost,
                                 ConnectionBack, TimerFired>;

  Subscriber(SubscriptionId id, const Ground& ground) : id_(id), ground_(ground) {}

  // Why it cannot be done, or "".
  std::string_view Begin(const in::Subscribe& wish, Time now);
  std::string_view Handle(const in::RefreshSubscription& input, Time now);
  std::string_view Handle(const in::Unsubscribe& input, Time now);

  void Handle(const ClientEvent& event, Time now);
  // A request of this subscription's dialog, or one that makes it.
  void Receive(TransactionId server, const Message& request, Time now);
  void Connected(Time now) { Take(ConnectionBack{}, now); }
  // The phone stops: it is unsubscribed…
  void EndNow(Time now) { Handle(in::Unsubscribe{}, now); }
  // …and nobody waits any more.
  void Abandon();
  void Take(const Happening& happening, Time now);
  void Advance(Time now) { Take(TimerFired{}, now); }
  Time Deadline() const;

  const State& state() const { return state_; }
  bool over() const { return std::holds_alternative<Terminated>(state_); }
  const std::optional<Dialog>& dialog() const { return dialog_; }
  // What a NOTIFY names that comes before there is a dialog.
  std::string_view call_id() const { return initial_.Header("Call-ID"); }
  const std::string& local_tag() const { return local_tag_; }

 private:
  struct Wish {
    Content content;
    bool leaves = false;
  };

  void Ask(Wish wish, Time now);
  void DoNext(Time now);
  void Accepted(TicketId ticket, const Message& response, Time now);
  // Whether a 423 was met with what it wants.
  bool Longer(TicketId ticket, const Message& response, Time now);
  uint32_t LocalSequence() const;
  void Respond(TransactionId server, int status, std::string_view reason, Time now);
  void Refuse(TransactionId server, int status, Time now);

  // Deeds of the table.
  void Hold(Duration expires, Time now);
  State Stand(const Notified& e, Time now);
  State Tick(State standing, Time now);
  State AskAgain(State same, Wish wish, Time now);
  State Leave(Time now);
  State End(const Ending& ending);

  SubscriptionId id_;
  Ground ground_;
  State state_ = NotifyWait{kNever};
  std::optional<Dialog> dialog_;
  Lease lease_;
  OutgoingRequest initial_;
  std::string local_tag_;
  Event event_;
  std::vector<HeaderLine> headers_;  // Of every SUBSCRIBE.
  Duration expires_{};
  TicketId ticket_;  // Of the SUBSCRIBE under way.
  Wish asked_;       // What that one wants.
  std::vector<Wish> wishes_;
  bool accepted_ = false, notified_ = false;
};

}  // namespace ringline
