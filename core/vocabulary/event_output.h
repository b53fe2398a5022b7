// What the engine says to the application of subscriptions and publications (RFC 6665, RFC 3903).
#pragma once

#include <string>

#include "core/vocabulary/names.h"
#include "core/vocabulary/word.h"

namespace ringline::out {

// The 2xx to the first SUBSCRIBE. A NOTIFY may have come before it (RFC 6665 4.4.1).
struct SubscriptionAccepted {
  SubscriptionId subscription;
  std::string response;
  RINGLINE_WORD("subscriptionAccepted", v("subscription", subscription), v("response", response))
};
// SubscriptionEnded follows one whose state is terminated.
struct NotifyReceived {
  SubscriptionId subscription;
  Substate state = Substate::kPending;
  std::string request;
  RINGLINE_WORD("notifyReceived", v("subscription", subscription), v("state", state),
                v("request", request))
};
// A SUBSCRIBE outside any dialog. Answered by AcceptSubscribe or Respond.
struct SubscribeOffered {
  IncomingId incoming;
  std::string request;
  RINGLINE_WORD("subscribeOffered", v("incoming", incoming), v("request", request))
};
// A SUBSCRIBE of a subscription that we took up, the first one too; it was answered with 200.
// The application notifies now, or the core says for it how it stands (RFC 6665 4.2.1.2).
struct SubscribeReceived {
  SubscriptionId subscription;
  bool unsubscribes = false;
  std::string request;
  std::string local_tag;  // What names the dialog on our side.
  RINGLINE_WORD("subscribeReceived", v("subscription", subscription),
                v("unsubscribes", unsubscribes), v("request", request), v("localTag", local_tag))
};
// Theirs ran out: EndSubscription may give the final NOTIFY a body, or it goes without.
struct SubscriptionExpired {
  SubscriptionId subscription;
  RINGLINE_WORD("subscriptionExpired", v("subscription", subscription))
};
// Exactly one comes for every subscription, last.
struct SubscriptionEnded {
  SubscriptionId subscription;
  SubscriptionEnd why = SubscriptionEnd::kFinalNotify;
  Cause cause = Cause::kNone;  // Of an answer that ended it.
  std::string response;        // That answer.
  std::string reason;          // Of their final NOTIFY: "deactivated", "timeout"…
  int retry_after = -1;        // Seconds; -1: not said.
  RINGLINE_WORD("subscriptionEnded", v("subscription", subscription), v("why", why),
                v("cause", cause), v("response", response), v("reason", reason),
                v("retryAfter", retry_after))
};
// What was wanted last stands at the server: after Publish, after each Republish.
struct Published {
  PublicationId publication;
  std::string response;
  RINGLINE_WORD("published", v("publication", publication), v("response", response))
};
// Exactly one comes for every publication, last; without a cause it was taken away as wanted.
struct PublicationEnded {
  PublicationId publication;
  Cause cause = Cause::kNone;
  std::string response;  // "" when none came.
  RINGLINE_WORD("publicationEnded", v("publication", publication), v("cause", cause),
                v("response", response))
};

}  // namespace ringline::out
