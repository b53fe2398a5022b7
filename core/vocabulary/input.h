// Everything the engine can be told: by the application, by the host (sockets, peer connections).
//
// Plain structs; each names itself and its fields, so that the border, the recorder, the
// simulation's trace and TypeScript's types come from this one list. A field's order is its order
// on the border.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/time.h"
#include "core/vocabulary/flow.h"
#include "core/vocabulary/names.h"
#include "core/vocabulary/word.h"

namespace ringline::in {

using Headers = std::vector<std::string>;  // "Name: value" each.

// ── the application: the account ────────────────────────────────────────────────────────────────

// Connects, and registers when the configuration says so. After Stop it starts again.
struct Start {
  RINGLINE_WORD("start")
};
// Ends calls, unregisters, and closes the connection when that is answered or two seconds have
// passed.
struct Stop {
  RINGLINE_WORD("stop")
};
struct Register {
  RINGLINE_WORD("register")
};
struct Unregister {
  bool all = false;  // Contact: * (RFC 3261 10.2.2).
  RINGLINE_WORD("unregister", v("all", all))
};
struct SetCredentials {
  std::string authorization_user, password, realm, ha1, authorization_jwt;
  RINGLINE_WORD("setCredentials", v("authorizationUser", authorization_user),
                v("password", password), v("realm", realm), v("ha1", ha1),
                v("authorizationJwt", authorization_jwt))
};
struct SetIdentity {
  std::string display_name;
  Headers extra_headers;
  bool auto_register = true;
  RINGLINE_WORD("setIdentity", v("displayName", display_name), v("extraHeaders", extra_headers),
                v("autoRegister", auto_register))
};
struct SetRegistrationHeaders {
  Headers headers;
  std::string contact_parameters;  // ";name=value…", added to Contact.
  RINGLINE_WORD("setRegistrationHeaders", v("headers", headers),
                v("contactParameters", contact_parameters))
};
// The page came back to life, or the application suspects the link: find out at once.
struct Probe {
  RINGLINE_WORD("probe")
};
// From here on TransactionChanged tells of every transaction. For those who look into the workings.
struct WatchTransactions {
  RINGLINE_WORD("watchTransactions")
};
struct NetworkChanged {
  bool online = true;
  RINGLINE_WORD("networkChanged", v("online", online))
};

// ── the application: calls ──────────────────────────────────────────────────────────────────────

// Returns the SessionId.
struct MakeCall {
  std::string target;
  Headers extra_headers;
  bool anonymous = false;
  std::string from_user_name, from_display_name;
  Duration session_expires{90'000};
  bool offerless = false;  // The callee makes the offer (RFC 3261 13.2.1).
  RINGLINE_WORD("makeCall", v("target", target), v("extraHeaders", extra_headers),
                v("anonymous", anonymous), v("fromUserName", from_user_name),
                v("fromDisplayName", from_display_name), v("sessionExpires", session_expires),
                v("offerless", offerless))
};
// Sends 180: the application has taken note of an IncomingCall. With early media the caller hears
// us before the call is answered: the answer goes out in a 183.
struct RingCall {
  SessionId session;
  bool early_media = false;
  RINGLINE_WORD("ringCall", v("session", session), v("earlyMedia", early_media))
};
struct AnswerCall {
  SessionId session;
  Headers extra_headers;
  RINGLINE_WORD("answerCall", v("session", session), v("extraHeaders", extra_headers))
};
// CANCEL, BYE or a rejection, whichever ends the call as it stands.
struct EndCall {
  SessionId session;
  int status_code = 0;  // 0: none given.
  std::string reason_phrase;
  Headers extra_headers;
  std::string body;
  Cause cause = Cause::kNone;  // What the event shall say; kNone: what fits.
  RINGLINE_WORD("endCall", v("session", session), v("statusCode", status_code),
                v("reasonPhrase", reason_phrase), v("extraHeaders", extra_headers), v("body", body),
                v("cause", cause))
};
// Returns a RequestId that RenegotiationEnded will name.
struct HoldCall {
  SessionId session;
  bool held = true;
  bool use_update = false;
  Headers extra_headers;
  RINGLINE_WORD("holdCall", v("session", session), v("held", held), v("useUpdate", use_update),
                v("extraHeaders", extra_headers))
};
// Returns a RequestId that RenegotiationEnded will name.
struct RenegotiateCall {
  SessionId session;
  bool use_update = false;
  bool ice_restart = false;
  Headers extra_headers;
  RINGLINE_WORD("renegotiateCall", v("session", session), v("useUpdate", use_update),
                v("iceRestart", ice_restart), v("extraHeaders", extra_headers))
};
// Adds video to a call, or takes all there is away. The host has been given what to send before.
// Returns a RequestId that RenegotiationEnded will name: not ok when they would have no video.
struct ChangeMode {
  SessionId session;
  MediaMode mode = MediaMode::kVideo;
  bool use_update = false;
  bool ice_restart = false;
  Headers extra_headers;
  RINGLINE_WORD("changeMode", v("session", session), v("mode", mode), v("useUpdate", use_update),
                v("iceRestart", ice_restart), v("extraHeaders", extra_headers))
};
// The answer to UpgradeOffered. The host has been given what to send before; it may be nothing.
struct UpgradeReviewed {
  OpId op;
  bool accept = true;
  RINGLINE_WORD("upgradeReviewed", v("op", op), v("accept", accept))
};
// Tones one after another; a comma is a pause of two seconds. Each tone answers with ToneSent.
struct SendTones {
  SessionId session;
  std::string tones;  // [0-9A-D#*,]
  Duration duration{100};
  Duration gap{500};
  DtmfTransport transport = DtmfTransport::kInfo;
  Headers extra_headers;
  RINGLINE_WORD("sendTones", v("session", session), v("tones", tones), v("duration", duration),
                v("gap", gap), v("transport", transport), v("extraHeaders", extra_headers))
};
// A request inside the call's dialog, INFO above all. Returns a RequestId.
struct SendInDialog {
  SessionId session;
  std::string method;
  Headers extra_headers;
  std::string content_type, body;
  RINGLINE_WORD("sendInDialog", v("session", session), v("method", method),
                v("extraHeaders", extra_headers), v("contentType", content_type), v("body", body))
};
// Returns a RequestId that RequestAnswered and ReferProgress will name.
struct ReferCall {
  SessionId session;
  std::string target;
  SessionId replaces;  // Attended: the call that `target` shall replace; zero for a blind transfer.
  Headers extra_headers;
  RINGLINE_WORD("referCall", v("session", session), v("target", target), v("replaces", replaces),
                v("extraHeaders", extra_headers))
};
// Takes up a ReferReceived: calls where it points and reports to who asked. Returns the SessionId.
struct AcceptRefer {
  IncomingId refer;
  Headers extra_headers;
  RINGLINE_WORD("acceptRefer", v("refer", refer), v("extraHeaders", extra_headers))
};
// The answer to ReviewReoffer. `accept` false sends `status_code`.
struct ReofferReviewed {
  OpId op;
  bool accept = true;
  int status_code = 403;
  std::string reason_phrase;
  Headers extra_headers;
  RINGLINE_WORD("reofferReviewed", v("op", op), v("accept", accept), v("statusCode", status_code),
                v("reasonPhrase", reason_phrase), v("extraHeaders", extra_headers))
};
struct SdpReviewed {
  OpId op;
  std::string sdp;
  RINGLINE_WORD("sdpReviewed", v("op", op), v("sdp", sdp))
};
struct RequestReviewed {
  OpId op;
  std::string text;  // "" leaves it as it was.
  RINGLINE_WORD("requestReviewed", v("op", op), v("text", text))
};
// Waits for no more candidates: what is there goes out.
struct SendNow {
  SessionId session;
  RINGLINE_WORD("sendNow", v("session", session))
};

// ── the application: requests outside calls ─────────────────────────────────────────────────────

// MESSAGE or OPTIONS. Returns a RequestId that RequestAnswered will name.
struct SendPage {
  std::string method, target;
  Headers extra_headers;
  std::string content_type, body;
  std::string from_user_name, from_display_name;
  RINGLINE_WORD("sendPage", v("method", method), v("target", target),
                v("extraHeaders", extra_headers), v("contentType", content_type), v("body", body),
                v("fromUserName", from_user_name), v("fromDisplayName", from_display_name))
};
// Answers what came with an IncomingId.
struct Respond {
  IncomingId incoming;
  int status_code = 200;
  std::string reason_phrase;
  Headers extra_headers;
  std::string content_type, body;
  RINGLINE_WORD("respond", v("incoming", incoming), v("statusCode", status_code),
                v("reasonPhrase", reason_phrase), v("extraHeaders", extra_headers),
                v("contentType", content_type), v("body", body))
};

// ── the application: subscriptions and publications ─────────────────────────────────────────────

// Subscribes to `target`'s events of a package (RFC 6665 4.1.2). Returns the SubscriptionId, which
// SubscriptionEnded names last. Zero `expires` fetches the state once.
struct Subscribe {
  std::string target;
  std::string from, to;  // name-addr; "" is the account, and the target.
  uint32_t cseq = 1;
  std::string event, accept;
  Duration expires{3'600'000};
  Headers extra_headers;  // On every SUBSCRIBE of this subscription.
  std::string content_type, body;
  RINGLINE_WORD("subscribe", v("target", target), v("from", from), v("to", to), v("cseq", cseq),
                v("event", event), v("accept", accept), v("expires", expires),
                v("extraHeaders", extra_headers), v("contentType", content_type), v("body", body))
};
// Refreshes at once, whenever it would be due.
struct RefreshSubscription {
  SubscriptionId subscription;
  std::string content_type, body;
  RINGLINE_WORD("refreshSubscription", v("subscription", subscription),
                v("contentType", content_type), v("body", body))
};
// SUBSCRIBE with Expires: 0; over with the final NOTIFY.
struct Unsubscribe {
  SubscriptionId subscription;
  std::string content_type, body;
  RINGLINE_WORD("unsubscribe", v("subscription", subscription), v("contentType", content_type),
                v("body", body))
};
// Takes up a SubscribeOffered; Respond refuses it. Returns the SubscriptionId.
struct AcceptSubscribe {
  IncomingId incoming;
  bool pending = false;               // Until ActivateSubscription.
  Duration default_expires{900'000};  // For a SUBSCRIBE that names none.
  Duration shortest{};                // Less is answered 423.
  Headers extra_headers;              // On every 2xx and NOTIFY of this subscription.
  RINGLINE_WORD("acceptSubscribe", v("incoming", incoming), v("pending", pending),
                v("defaultExpires", default_expires), v("shortest", shortest),
                v("extraHeaders", extra_headers))
};
struct ActivateSubscription {
  SubscriptionId subscription;
  RINGLINE_WORD("activateSubscription", v("subscription", subscription))
};
// Tells the subscriber how things are.
struct Notify {
  SubscriptionId subscription;
  std::string content_type, body;
  RINGLINE_WORD("notify", v("subscription", subscription), v("contentType", content_type),
                v("body", body))
};
// The final NOTIFY (RFC 6665 4.2.2).
struct EndSubscription {
  SubscriptionId subscription;
  std::string reason;    // "deactivated", "probation", "rejected", "timeout", "giveup"…
  int retry_after = -1;  // Seconds; -1: not said.
  std::string content_type, body;
  RINGLINE_WORD("endSubscription", v("subscription", subscription), v("reason", reason),
                v("retryAfter", retry_after), v("contentType", content_type), v("body", body))
};
// Publishes our state of an event package and keeps it published (RFC 3903). Returns the
// PublicationId, which PublicationEnded names last.
struct Publish {
  std::string target;  // "" is the account.
  std::string event;
  Duration expires{3'600'000};
  Headers extra_headers;
  std::string content_type, body;
  RINGLINE_WORD("publish", v("target", target), v("event", event), v("expires", expires),
                v("extraHeaders", extra_headers), v("contentType", content_type), v("body", body))
};
// The state is another one now.
struct Republish {
  PublicationId publication;
  std::string content_type, body;
  RINGLINE_WORD("republish", v("publication", publication), v("contentType", content_type),
                v("body", body))
};
struct Unpublish {
  PublicationId publication;
  RINGLINE_WORD("unpublish", v("publication", publication))
};

// ── the host ────────────────────────────────────────────────────────────────────────────────────

struct SocketOpened {
  SocketId socket;
  RINGLINE_WORD("socketOpened", v("socket", socket))
};
struct SocketClosed {
  SocketId socket;
  bool error = false;
  int code = 0;
  std::string reason;
  RINGLINE_WORD("socketClosed", v("socket", socket), v("error", error), v("code", code),
                v("reason", reason))
};
struct SocketMessage {
  SocketId socket;
  std::string data;
  RINGLINE_WORD("socketMessage", v("socket", socket), v("data", data))
};
// The answer to an output that carries an op. A result whose op is no longer waited for is dropped.
struct PeerResult {
  OpId op;
  bool ok = true;
  MediaStage stage = MediaStage::kGetUserMedia;  // Where it failed.
  std::string sdp;                               // Of ReadLocalDescription.
  std::string message;                           // Of a failure.
  RINGLINE_WORD("peerResult", v("op", op), v("ok", ok), v("stage", stage), v("sdp", sdp),
                v("message", message))
};
struct CandidateGathered {
  SessionId session;
  CandidateKind kind = CandidateKind::kHost;
  bool has_servers = false;  // STUN or TURN servers are configured: better than host may come.
  RINGLINE_WORD("candidateGathered", v("session", session), v("kind", kind),
                v("hasServers", has_servers))
};
struct GatheringEnded {
  SessionId session;
  RINGLINE_WORD("gatheringEnded", v("session", session))
};
struct IceStateChanged {
  SessionId session;
  IceState state = IceState::kNew;
  RINGLINE_WORD("iceStateChanged", v("session", session), v("state", state))
};
// The answer to ReadStats, always, if need be with nothing known.
struct StatsRead {
  SessionId session;
  Timespan taken;       // When, on any clock that goes on.
  Timespan round_trip;  // currentRoundTripTime of the selected pair of candidates.
  Count available;      // Its availableOutgoingBitrate.
  SentFlow audio_sent, video_sent;
  ReceivedFlow audio_received, video_received;
  RINGLINE_WORD("statsRead", v("session", session), v("taken", taken), v("roundTrip", round_trip),
                v("available", available), v("audioSent", audio_sent), v("videoSent", video_sent),
                v("audioReceived", audio_received), v("videoReceived", video_received))
};

}  // namespace ringline::in

namespace ringline {

using Input = std::variant<
    in::Start, in::Stop, in::Register, in::Unregister, in::SetCredentials, in::SetIdentity,
    in::SetRegistrationHeaders, in::Probe, in::WatchTransactions, in::NetworkChanged, in::MakeCall,
    in::RingCall, in::AnswerCall, in::EndCall, in::HoldCall, in::RenegotiateCall, in::ChangeMode,
    in::UpgradeReviewed, in::SendTones, in::SendInDialog, in::ReferCall, in::AcceptRefer,
    in::ReofferReviewed, in::SdpReviewed, in::RequestReviewed, in::SendNow, in::SendPage,
    in::Respond, in::Subscribe, in::RefreshSubscription, in::Unsubscribe, in::AcceptSubscribe,
    in::ActivateSubscription, in::Notify, in::EndSubscription, in::Publish, in::Republish,
    in::Unpublish, in::SocketOpened, in::SocketClosed, in::SocketMessage, in::PeerResult,
    in::CandidateGathered, in::GatheringEnded, in::IceStateChanged, in::StatsRead>;

}  // namespace ringline
