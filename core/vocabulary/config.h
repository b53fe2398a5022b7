// What an engine is made from. Checked once, whole, by Engine::Make.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/vocabulary/names.h"
#include "core/vocabulary/quality_options.h"

namespace ringline {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

// One way to the SIP server. The host knows what stands behind the index; the engine only chooses.
struct Server {
  std::string url;
  uint32_t weight = 0;
  std::string sip_uri;        // For a preloaded Route.
  std::string via_transport;  // "WS", "WSS"…
  template <class V>
  void Fields(V&& v) {
    v("url", url), v("weight", weight), v("sipUri", sip_uri), v("viaTransport", via_transport);
  }
};

struct Config {
  static constexpr std::string_view kName = "Config";
  Seed seed{};
  std::vector<Server> servers;
  std::string uri;  // Address-of-record: sip:user@domain.
  std::string display_name;
  std::string authorization_user;  // "" is the user of `uri`.
  std::string password;
  std::string ha1;  // Used when there is no password; needs `realm`.
  std::string realm;
  std::string authorization_jwt;  // Sent verbatim as Authorization.
  std::string contact_uri;        // "" is sip:<random>@<via_host>;transport=ws.
  std::string via_host;           // "" is <random>.invalid (RFC 7118 5).
  std::string instance_id;        // UUID; "" is a random one (RFC 5626 4.1).
  std::string user_agent;         // "" is Ringline's name and version.
  std::string registrar;          // Request-URI of REGISTER; "" is sip:<domain>.
  std::string register_from_tag_trail;
  std::vector<std::string> extra_headers;  // "Name: value" on every request and response.
  bool auto_register = true;
  bool use_preloaded_route = false;
  bool session_timers = true;
  bool session_timers_force_refresher = false;
  bool session_timers_use_update = true;
  // Whether the application answers ReviewSdp, ReviewRequest and ReviewReoffer. Without, the engine
  // goes on by itself.
  bool reviews = false;
  // Whether a call survives ICE failure and transport loss (the `reconnecting` state). Off is
  // JsSIP's way: the call ends.
  bool recovers = true;
  // Whether a call has a mode, audio or video, that either end may change: CallModeChanged and
  // UpgradeOffered come. Without, what an offer of theirs adds is taken as it comes.
  bool media_modes = false;
  // Whether ICE that fails before it was ever connected ends a call, instead of being restarted.
  bool unconnected_fails = false;
  ReliableProvisional reliable_provisionals = ReliableProvisional::kOff;
  bool follow_redirects = false;     // A 3xx is tried at its Contacts.
  Duration register_expires = 600s;  // Zero writes no Expires.
  Duration no_answer_timeout = 60s;
  Duration recovery_min = 2s;
  Duration recovery_max = 30s;
  Duration connect_timeout = 5s;
  Duration keep_alive = 25s;  // Zero sends none.
  Duration pong_timeout = 5s;
  // How long no better candidate may come before the offer goes out; see session/gathering.h.
  Duration gathering_quiet = 200ms;
  Duration gathering_host_quiet = 20ms;
  Duration gathering_cap = 2s;
  // How long a call is kept while its network is gone.
  Duration recovery_budget = 60s;
  // How long ICE may be connecting for the first time before it is restarted; zero: for ever.
  Duration connecting_patience{};
  // When ConnectFailed comes after Start without a connection; zero: never.
  Duration connect_failed_after{};
  Duration stats_interval{};  // How often a peer connection is measured; zero: never.
  QualityOptions quality;
  template <class V>
  void Fields(V&& v) {
    v("seed", seed), v("servers", servers), v("uri", uri), v("displayName", display_name);
    v("authorizationUser", authorization_user), v("password", password), v("ha1", ha1);
    v("realm", realm), v("authorizationJwt", authorization_jwt), v("contactUri", contact_uri);
    v("viaHost", via_host), v("instanceId", instance_id), v("userAgent", user_agent);
    v("registrar", registrar), v("registerFromTagTrail", register_from_tag_trail);
    v("extraHeaders", extra_headers), v("autoRegister", auto_register);
    v("usePreloadedRoute", use_preloaded_route), v("sessionTimers", session_timers);
    v("sessionTimersForceRefresher", session_timers_force_refresher);
    v("sessionTimersUseUpdate", session_timers_use_update), v("reviews", reviews);
    v("recovers", recovers), v("reliableProvisionals", reliable_provisionals);
    v("followRedirects", follow_redirects), v("registerExpires", register_expires);
    v("noAnswerTimeout", no_answer_timeout), v("recoveryMin", recovery_min);
    v("recoveryMax", recovery_max), v("connectTimeout", connect_timeout);
    v("keepAlive", keep_alive), v("pongTimeout", pong_timeout);
    v("gatheringQuiet", gathering_quiet), v("gatheringHostQuiet", gathering_host_quiet);
    v("gatheringCap", gathering_cap), v("recoveryBudget", recovery_budget);
    v("mediaModes", media_modes), v("unconnectedFails", unconnected_fails);
    v("connectingPatience", connecting_patience), v("connectFailedAfter", connect_failed_after);
    v("statsInterval", stats_interval), v("quality", quality);
  }
};

}  // namespace ringline
