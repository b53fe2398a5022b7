// One subscription of theirs: SUBSCRIBE in, NOTIFY out (RFC 6665 4.2).
//
//              activated            unsubscribed, expired
//   Pending ──────────────▶ Active ───────────────────────▶ Parting
//      │                      │                                │
//      │ NOTIFY refused       │ the application ends it        │ its last word, or none in time
//      ▼                      ▼                                ▼
//   Terminated ◀─ answered ─ Closing ◀─────────────────────────┘
//
// Every SUBSCRIBE that is accepted owes a NOTIFY (4.2.1.2). What it says is the application's; who
// says nothing in time has the last body said again, or none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/dialog/dialog.h"
#include "core/sip/parameterized.h"
#include "core/subscription/content.h"
#include "core/uac/ground.h"

namespace ringline {

class Notifier {
 public:
  // `owed`: when the next NOTIFY goes out at the latest.
  // clang-format off
  struct Pending { Time expiry, owed; };
  struct Active { Time expiry, owed; };
  struct Parting { Time owed; SubscriptionEnd why; };  // The final NOTIFY is owed.
  struct Closing {};                                   // It is out.
  struct Terminated {};
  // clang-format on
  using State = std::variant<Pending, Active, Parting, Closing, Terminated>;

  // clang-format off
  struct Refreshed { Duration expires; };
  struct Unsubscribed {};
  struct Activated {};
  struct Told {};                                   // The application gave a body.
  struct Ended { std::string reason; int retry_after; };  // By the application.
  struct Answered {};                               // 2xx to a NOTIFY.
  struct Refused { SubscriptionEnd why; Cause cause; std::string response; };
  struct ConnectionBack {};
  struct TimerFired {};
  // clang-format on
  using Happening = std::variant<Refreshed, Unsubscribed, Activated, Told, Ended, Answered, Refused,
                                 ConnectionBack, TimerFired>;

  Notifier(SubscriptionId id, const Ground& ground) : id_(id), ground_(ground) {}

  // Answers the SUBSCRIBE with 200, or 423 when it wants less than `shortest`. Why it cannot be
  // done, or "".
  std::string_view Begin(const in::AcceptSubscribe& wish, TransactionId server, Time now);
  std::string_view Handle(const in::ActivateSubscription& input, Time now);
  std::string_view Handle(const in::Notify& input, Time now);
  std::string_view Handle(const in::EndSubscription& input, Time now);

  void Handle(const ClientEvent& event, Time now);
  // A request of this subscription's dialog.
  void Receive(TransactionId server, const Message& request, Time now);
  void Connected(Time now) { Take(ConnectionBack{}, now); }
  // The phone stops: the final NOTIFY goes out.
  void EndNow(Time now);
  // …and nobody waits any more.
  void Abandon();
  void Take(const Happening& happening, Time now);
  void Advance(Time now) { Take(TimerFired{}, now); }
  Time Deadline() const;

  const State& state() const { return state_; }
  bool over() const { return std::holds_alternative<Terminated>(state_); }
  const std::optional<Dialog>& dialog() const { return dialog_; }

 private:
  // What the SUBSCRIBE wants, and 200 or the refusal it gets; nothing when it was refused.
  std::optional<Duration> Accept(TransactionId server, const Message& subscribe, Time now);
  void Respond(TransactionId server, int status, std::vector<HeaderLine> headers, Time now);
  std::string Contact() const;

  // Deeds of the table.
  void Send(std::string subscription_state, Time now);
  void Say(std::string_view state, Time expiry, Time now);
  State Tick(State same, Time expiry, std::string_view word, Time now);
  State Close(std::string_view reason, int retry_after, SubscriptionEnd why, Time now);
  State End(const Refused& e);
  void Report(SubscriptionEnd why, Cause cause = Cause::kNone, std::string response = "");

  SubscriptionId id_;
  Ground ground_;
  State state_ = Pending{kNever, kNever};
  std::optional<Dialog> dialog_;
  Event event_;
  std::string event_text_;
  std::vector<HeaderLine> headers_;  // Of every 2xx and NOTIFY.
  Duration default_expires_{}, shortest_{};
  Content content_;                 // The newest.
  std::vector<TicketId> notifies_;  // Not yet answered.
};

}  // namespace ringline
