// Everything the engine can say: to the host (do this) and to the application (this happened).
//
// A message is carried as its text: what it says is looked up by the parser when somebody asks.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/vocabulary/event_output.h"
#include "core/vocabulary/input.h"

namespace ringline::out {

// ── to the host: sockets ────────────────────────────────────────────────────────────────────────

struct OpenSocket {
  SocketId socket;
  uint32_t server = 0;  // Index into Config::servers.
  RINGLINE_WORD("openSocket", v("socket", socket), v("server", server))
};
struct SendFrame {
  SocketId socket;
  std::string data;
  RINGLINE_WORD("sendFrame", v("socket", socket), v("data", data))
};
struct CloseSocket {
  SocketId socket;
  RINGLINE_WORD("closeSocket", v("socket", socket))
};

// ── to the host: one peer connection a session ──────────────────────────────────────────────────
// One question at a time; the answer is PeerResult with the same op.

// Make the RTCPeerConnection now, synchronously, with the options the application gave. A second
// one for a session takes the place of the first.
struct OpenPeer {
  SessionId session;
  RINGLINE_WORD("openPeer", v("session", session))
};
// getUserMedia as the application wished, tracks added. Never answered synchronously.
struct AcquireMedia {
  OpId op;
  SessionId session;
  RINGLINE_WORD("acquireMedia", v("op", op), v("session", session))
};
// createOffer or createAnswer, then setLocalDescription; kRollback: setLocalDescription(rollback).
struct SetLocalDescription {
  OpId op;
  SessionId session;
  SdpKind kind = SdpKind::kOffer;
  bool ice_restart = false;
  RINGLINE_WORD("setLocalDescription", v("op", op), v("session", session), v("kind", kind),
                v("iceRestart", ice_restart))
};
// pc.localDescription.sdp as it is now, with the candidates so far.
struct ReadLocalDescription {
  OpId op;
  SessionId session;
  RINGLINE_WORD("readLocalDescription", v("op", op), v("session", session))
};
struct SetRemoteDescription {
  OpId op;
  SessionId session;
  SdpKind kind = SdpKind::kOffer;
  std::string sdp;
  RINGLINE_WORD("setRemoteDescription", v("op", op), v("session", session), v("kind", kind),
                v("sdp", sdp))
};
// Local hold: send only silence and offer sendonly; remote hold: they do not listen. Local tracks
// are silenced while either holds; transceiver directions follow `local`.
struct SetHold {
  SessionId session;
  bool local = false, remote = false;
  RINGLINE_WORD("setHold", v("session", session), v("local", local), v("remote", remote))
};
// What the next description shall have. kVideo: the camera, as the application has given it, or
// what we receive alone; kAudio: no picture at all, the sections get port zero and what was taken
// for them is given back.
struct SetMode {
  SessionId session;
  MediaMode mode = MediaMode::kAudio;
  RINGLINE_WORD("setMode", v("session", session), v("mode", mode))
};
// RTCDTMFSender.insertDTMF (RFC 4733). `ok` in PeerResult says whether the sender exists.
struct PlayTones {
  OpId op;
  SessionId session;
  std::string tones;
  Duration duration{}, gap{};
  RINGLINE_WORD("playTones", v("op", op), v("session", session), v("tones", tones),
                v("duration", duration), v("gap", gap))
};
// getStats(), read into numbers; answered by StatsRead. Never two at once for a session.
struct ReadStats {
  SessionId session;
  bool brightness = false;  // Of the picture received too, where there is a page to look at it.
  RINGLINE_WORD("readStats", v("session", session), v("brightness", brightness))
};
// RTCRtpSender.setParameters of the video's sender. What is missing is not limited.
struct LimitSending {
  SessionId session;
  bool video = true;  // Whether video is sent at all.
  Count bitrate;
  Count frame_rate;
  RINGLINE_WORD("limitSending", v("session", session), v("video", video), v("bitrate", bitrate),
                v("frameRate", frame_rate))
};
// Closes the peer connection and stops the tracks the host acquired itself.
struct ClosePeer {
  SessionId session;
  RINGLINE_WORD("closePeer", v("session", session))
};

// ── to the application: the account ─────────────────────────────────────────────────────────────

struct Connecting {
  uint32_t server = 0;
  uint32_t attempts = 0;
  RINGLINE_WORD("connecting", v("server", server), v("attempts", attempts))
};
struct Connected {
  uint32_t server = 0;
  RINGLINE_WORD("connected", v("server", server))
};
struct Disconnected {
  uint32_t server = 0;
  bool error = false;
  int code = 0;
  std::string reason;
  RINGLINE_WORD("disconnected", v("server", server), v("error", error), v("code", code),
                v("reason", reason))
};
// Config::connect_failed_after has passed since Start, and there is no connection; the attempts go
// on.
struct ConnectFailed {
  RINGLINE_WORD("connectFailed")
};
struct Registered {
  std::string response;
  RINGLINE_WORD("registered", v("response", response))
};
struct Unregistered {
  std::string response;  // "" when the transport was lost.
  Cause cause = Cause::kNone;
  RINGLINE_WORD("unregistered", v("response", response), v("cause", cause))
};
struct RegistrationFailed {
  std::string response;
  Cause cause = Cause::kNone;
  RINGLINE_WORD("registrationFailed", v("response", response), v("cause", cause))
};
// Time to refresh: the application answers with Register, or lets it run out.
struct RegistrationExpiring {
  RINGLINE_WORD("registrationExpiring")
};
// Stop is done: nothing is open or waited for.
struct Stopped {
  RINGLINE_WORD("stopped")
};

// ── to the application: calls ───────────────────────────────────────────────────────────────────

// The INVITE as far as it is known: From with its tag, To, Call-ID, CSeq; no Via, no body.
struct CallCreated {
  SessionId session;
  std::string request;
  RINGLINE_WORD("callCreated", v("session", session), v("request", request))
};
// The application answers with RingCall, AnswerCall or EndCall.
struct IncomingCall {
  SessionId session;
  std::string request;
  SessionId replaces;  // The call it asks to replace (RFC 3891), or zero.
  SessionId joins;     // The call it asks to join (RFC 3911), or zero.
  RINGLINE_WORD("incomingCall", v("session", session), v("request", request),
                v("replaces", replaces), v("joins", joins))
};
struct CallConnecting {
  SessionId session;
  std::string request;
  RINGLINE_WORD("callConnecting", v("session", session), v("request", request))
};
// Only with Config::reviews; answered by SdpReviewed with the same op, in the same turn.
struct ReviewSdp {
  OpId op;
  SessionId session;
  Originator originator = Originator::kLocal;
  SdpKind kind = SdpKind::kOffer;
  std::string sdp;
  RINGLINE_WORD("reviewSdp", v("op", op), v("session", session), v("originator", originator),
                v("kind", kind), v("sdp", sdp))
};
// Only with Config::reviews; answered by RequestReviewed. The whole INVITE but its Via.
struct ReviewRequest {
  OpId op;
  SessionId session;
  std::string request;
  RINGLINE_WORD("reviewRequest", v("op", op), v("session", session), v("request", request))
};
// A re-INVITE or UPDATE of theirs. Only with Config::reviews; answered by ReofferReviewed.
struct ReviewReoffer {
  OpId op;
  SessionId session;
  std::string method, request;
  RINGLINE_WORD("reviewReoffer", v("op", op), v("session", session), v("method", method),
                v("request", request))
};
// Their re-INVITE or UPDATE was answered with 2xx.
struct ReofferAnswered {
  OpId op;
  SessionId session;
  RINGLINE_WORD("reofferAnswered", v("op", op), v("session", session))
};
struct CallProgress {
  SessionId session;
  Originator originator = Originator::kRemote;
  std::string response;
  RINGLINE_WORD("callProgress", v("session", session), v("originator", originator),
                v("response", response))
};
struct CallAccepted {
  SessionId session;
  Originator originator = Originator::kRemote;
  std::string response;
  RINGLINE_WORD("callAccepted", v("session", session), v("originator", originator),
                v("response", response))
};
struct CallConfirmed {
  SessionId session;
  Originator originator = Originator::kLocal;
  std::string ack;
  RINGLINE_WORD("callConfirmed", v("session", session), v("originator", originator), v("ack", ack))
};
// A confirmed call is over. Exactly one of CallEnded and CallFailed comes for every session, last.
struct CallEnded {
  SessionId session;
  Originator originator = Originator::kLocal;
  std::string message;
  Cause cause = Cause::kBye;
  RINGLINE_WORD("callEnded", v("session", session), v("originator", originator),
                v("message", message), v("cause", cause))
};
// A call that was never confirmed is over.
struct CallFailed {
  SessionId session;
  Originator originator = Originator::kLocal;
  std::string message;  // A SIP message, or "".
  std::string detail;   // A sentence when there is no message.
  Cause cause = Cause::kNone;
  RINGLINE_WORD("callFailed", v("session", session), v("originator", originator),
                v("message", message), v("detail", detail), v("cause", cause))
};
// A media operation failed; the host kept the exception under the op.
struct MediaFailed {
  SessionId session;
  OpId op;
  MediaStage stage = MediaStage::kGetUserMedia;
  RINGLINE_WORD("mediaFailed", v("session", session), v("op", op), v("stage", stage))
};
struct CallHeld {
  SessionId session;
  Originator originator = Originator::kLocal;
  bool held = true;
  RINGLINE_WORD("callHeld", v("session", session), v("originator", originator), v("held", held))
};
// HoldCall or RenegotiateCall is done.
struct RenegotiationEnded {
  RequestId request;
  SessionId session;
  bool ok = true;
  std::string response;  // "" when none came.
  Cause cause = Cause::kNone;
  RINGLINE_WORD("renegotiationEnded", v("request", request), v("session", session), v("ok", ok),
                v("response", response), v("cause", cause))
};
// With Config::media_modes: by the first answer, and whenever a later one says otherwise.
struct CallModeChanged {
  SessionId session;
  Originator originator = Originator::kLocal;  // Who asked for it.
  MediaMode mode = MediaMode::kAudio;
  RINGLINE_WORD("callModeChanged", v("session", session), v("originator", originator),
                v("mode", mode))
};
// They want to add video. UpgradeReviewed answers within forty seconds; later it is Rejected.
struct UpgradeOffered {
  OpId op;
  SessionId session;
  std::string request;
  RINGLINE_WORD("upgradeOffered", v("op", op), v("session", session), v("request", request))
};
// No ReofferAnswered will come, or no answer to UpgradeOffered is wanted any more.
struct OfferWithdrawn {
  OpId op;
  SessionId session;
  RINGLINE_WORD("offerWithdrawn", v("op", op), v("session", session))
};
// The network or the server is gone and the call is being kept; then it is back.
struct CallReconnecting {
  SessionId session;
  RINGLINE_WORD("callReconnecting", v("session", session))
};
struct CallReconnected {
  SessionId session;
  RINGLINE_WORD("callReconnected", v("session", session))
};
// What a reading of the peer connection came to, every Config::stats_interval. Levels: 0 unknown,
// 1 excellent, 2 good, 3 average, 4 poor, 5 very poor, 6 disconnected.
struct QualityMeasured {
  SessionId session;
  int uplink = 0, downlink = 0;
  Timespan round_trip;
  Decimal uplink_loss, downlink_loss;  // The worse of audio and video.
  Decimal mos;                         // Of the sound received: an estimate.
  FlowQuality audio_sent, video_sent, audio_received, video_received;
  RINGLINE_WORD("qualityMeasured", v("session", session), v("uplink", uplink),
                v("downlink", downlink), v("roundTrip", round_trip), v("uplinkLoss", uplink_loss),
                v("downlinkLoss", downlink_loss), v("mos", mos), v("audioSent", audio_sent),
                v("videoSent", video_sent), v("audioReceived", audio_received),
                v("videoReceived", video_received))
};
// Something is wrong with a call's media, or is no more. Times are in milliseconds.
struct WarningChanged {
  SessionId session;
  Warning warning = Warning::kHighRoundTrip;
  bool raised = true;
  Decimal value, threshold;
  RINGLINE_WORD("warningChanged", v("session", session), v("warning", warning), v("raised", raised),
                v("value", value), v("threshold", threshold))
};
struct ToneSent {
  SessionId session;
  RequestId request;  // RequestAnswered follows with it; zero for RFC 4733.
  std::string tone;
  Duration duration{};
  RINGLINE_WORD("toneSent", v("session", session), v("request", request), v("tone", tone),
                v("duration", duration))
};
struct ToneReceived {
  SessionId session;
  std::string tone;
  Duration duration{};
  std::string request;
  RINGLINE_WORD("toneReceived", v("session", session), v("tone", tone), v("duration", duration),
                v("request", request))
};
struct InfoReceived {
  SessionId session;
  std::string content_type, body, request;
  RINGLINE_WORD("infoReceived", v("session", session), v("contentType", content_type),
                v("body", body), v("request", request))
};
// Answered by AcceptRefer or Respond.
struct ReferReceived {
  SessionId session;
  IncomingId refer;
  std::string target, request;
  RINGLINE_WORD("referReceived", v("session", session), v("refer", refer), v("target", target),
                v("request", request))
};
// A NOTIFY told how our ReferCall fares: the status line of the new call (RFC 3515 2.4.5).
struct ReferProgress {
  RequestId request;
  SessionId session;
  int status_code = 0;
  std::string reason_phrase, notify;
  bool final = false;
  Cause cause = Cause::kNone;  // Of a final one from 300 on.
  RINGLINE_WORD("referProgress", v("request", request), v("session", session),
                v("statusCode", status_code), v("reasonPhrase", reason_phrase), v("notify", notify),
                v("final", final), v("cause", cause))
};

// ── to the application: requests ────────────────────────────────────────────────────────────────

// A request of ours as it went out first: text without Via.
struct RequestSent {
  RequestId request;
  std::string text;
  RINGLINE_WORD("requestSent", v("request", request), v("text", text))
};
// The final answer to a request of ours, or why there is none.
struct RequestAnswered {
  RequestId request;
  bool ok = true;
  std::string response;  // "" when none came.
  Cause cause = Cause::kNone;
  RINGLINE_WORD("requestAnswered", v("request", request), v("ok", ok), v("response", response),
                v("cause", cause))
};
// A request outside any call. Answered by Respond.
struct PageReceived {
  IncomingId incoming;
  std::string method, request;
  RINGLINE_WORD("pageReceived", v("incoming", incoming), v("method", method), v("request", request))
};
// A NOTIFY nobody subscribed to; it was answered with 200.
struct StrayNotify {
  std::string event, request;
  RINGLINE_WORD("strayNotify", v("event", event), v("request", request))
};

// ── to whoever watches ──────────────────────────────────────────────────────────────────────────

// Only after WatchTransactions. With a request it has begun, without one it is over.
struct TransactionChanged {
  TransactionId id;
  bool server = false;  // They asked.
  std::string request;
  RINGLINE_WORD("transactionChanged", v("id", id), v("server", server), v("request", request))
};
// An input could not be done: the application was wrong, nothing changed.
struct Rejected {
  std::string input, reason;
  RINGLINE_WORD("rejected", v("input", input), v("reason", reason))
};
struct Log {
  LogLevel level = LogLevel::kInfo;
  std::string text;
  RINGLINE_WORD("log", v("level", level), v("text", text))
};

}  // namespace ringline::out

namespace ringline {

using Output = std::variant<
    out::OpenSocket, out::SendFrame, out::CloseSocket, out::OpenPeer, out::AcquireMedia,
    out::SetLocalDescription, out::ReadLocalDescription, out::SetRemoteDescription, out::SetHold,
    out::SetMode, out::PlayTones, out::ReadStats, out::LimitSending, out::ClosePeer,
    out::Connecting, out::Connected, out::Disconnected, out::ConnectFailed, out::Registered,
    out::Unregistered, out::RegistrationFailed, out::RegistrationExpiring, out::Stopped,
    out::CallCreated, out::IncomingCall, out::CallConnecting, out::ReviewSdp, out::ReviewRequest,
    out::ReviewReoffer, out::ReofferAnswered, out::CallProgress, out::CallAccepted,
    out::CallConfirmed, out::CallEnded, out::CallFailed, out::MediaFailed, out::CallHeld,
    out::RenegotiationEnded, out::CallModeChanged, out::UpgradeOffered, out::OfferWithdrawn,
    out::CallReconnecting, out::CallReconnected, out::QualityMeasured, out::WarningChanged,
    out::ToneSent, out::ToneReceived, out::InfoReceived, out::ReferReceived, out::ReferProgress,
    out::RequestSent, out::RequestAnswered, out::PageReceived, out::StrayNotify,
    out::SubscriptionAccepted, out::NotifyReceived, out::SubscribeOffered, out::SubscribeReceived,
    out::SubscriptionExpired, out::SubscriptionEnded, out::Published, out::PublicationEnded,
    out::TransactionChanged, out::Rejected, out::Log>;

}  // namespace ringline
