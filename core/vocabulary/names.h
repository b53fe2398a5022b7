// The ids and closed word lists that inputs, outputs and configuration share.
//
// Each enum has its words beside it: the border writes the number, TypeScript reads a union of
// exactly these strings.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/strong_id.h"

namespace ringline {

using SocketId = StrongId<struct SocketTag>;    // One WebSocket, never used again.
using SessionId = StrongId<struct SessionTag>;  // One call; its peer connection has the same id.
using OpId = StrongId<struct OpTag>;            // One question to the browser or the application.
using RequestId = StrongId<struct RequestTag>;  // A request of ours that an application follows.
using IncomingId =
    StrongId<struct IncomingTag>;  // A request of theirs that an application answers.
using SubscriptionId = StrongId<struct SubscriptionTag>;  // Of ours or of theirs (RFC 6665).
using PublicationId = StrongId<struct PublicationTag>;    // Event state we keep published.
using TransactionId = StrongId<struct TransactionTag>;    // RFC 3261 17; never used again.

// Why something ended. The words are JsSIP's causes, spelled as identifiers.
enum class Cause : uint8_t {
  kNone,
  kConnectionError,
  kRequestTimeout,
  kSipFailureCode,
  kInternalError,
  kBusy,
  kRejected,
  kRedirected,
  kUnavailable,
  kNotFound,
  kAddressIncomplete,
  kIncompatibleSdp,
  kMissingSdp,
  kAuthenticationError,
  kBye,
  kWebrtcError,
  kCanceled,
  kNoAnswer,
  kExpires,
  kNoAck,
  kDialogError,
  kUserDeniedMediaAccess,
  kBadMediaDescription,
  kRtpTimeout,
};
constexpr std::array<std::string_view, 24> WordsOf(Cause) {
  return {"none",
          "connectionError",
          "requestTimeout",
          "sipFailureCode",
          "internalError",
          "busy",
          "rejected",
          "redirected",
          "unavailable",
          "notFound",
          "addressIncomplete",
          "incompatibleSdp",
          "missingSdp",
          "authenticationError",
          "bye",
          "webrtcError",
          "canceled",
          "noAnswer",
          "expires",
          "noAck",
          "dialogError",
          "userDeniedMediaAccess",
          "badMediaDescription",
          "rtpTimeout"};
}

enum class Originator : uint8_t { kLocal, kRemote, kSystem };
constexpr std::array<std::string_view, 3> WordsOf(Originator) {
  return {"local", "remote", "system"};
}

enum class SdpKind : uint8_t { kOffer, kAnswer, kPranswer, kRollback };
constexpr std::array<std::string_view, 4> WordsOf(SdpKind) {
  return {"offer", "answer", "pranswer", "rollback"};
}

// Where a media operation failed, for the application's event of that name.
enum class MediaStage : uint8_t {
  kGetUserMedia,
  kCreateOffer,
  kCreateAnswer,
  kSetLocal,
  kSetRemote
};
constexpr std::array<std::string_view, 5> WordsOf(MediaStage) {
  return {"getUserMedia", "createOffer", "createAnswer", "setLocalDescription",
          "setRemoteDescription"};
}

enum class CandidateKind : uint8_t { kHost, kServerReflexive, kPeerReflexive, kRelay };
constexpr std::array<std::string_view, 4> WordsOf(CandidateKind) {
  return {"host", "srflx", "prflx", "relay"};
}

enum class IceState : uint8_t {
  kNew,
  kChecking,
  kConnected,
  kCompleted,
  kDisconnected,
  kFailed,
  kClosed
};
constexpr std::array<std::string_view, 7> WordsOf(IceState) {
  return {"new", "checking", "connected", "completed", "disconnected", "failed", "closed"};
}

enum class DtmfTransport : uint8_t { kInfo, kRtp };
constexpr std::array<std::string_view, 2> WordsOf(DtmfTransport) { return {"info", "rtp"}; }

// Provisional answers that are acknowledged (RFC 3262): not spoken of, offered, insisted on.
enum class ReliableProvisional : uint8_t { kOff, kSupported, kRequired };
constexpr std::array<std::string_view, 3> WordsOf(ReliableProvisional) {
  return {"off", "supported", "required"};
}

// How a subscription stands (RFC 6665 4.1.3).
enum class Substate : uint8_t { kPending, kActive, kTerminated };
constexpr std::array<std::string_view, 3> WordsOf(Substate) {
  return {"pending", "active", "terminated"};
}

// What ended a subscription.
enum class SubscriptionEnd : uint8_t {
  kFinalNotify,     // The notifier said so, or we did.
  kUnsubscribed,    // Theirs: the subscriber wanted no more.
  kExpired,         // Nobody refreshed it in time.
  kRefused,         // SUBSCRIBE or NOTIFY got a final answer that ends it.
  kUnauthorized,    // …which was a challenge that cannot be met.
  kTimedOut,        // …which never came.
  kConnectionLost,  // Before there was a dialog to come back to, or while the phone was stopped.
  kBadAnswer,       // The 2xx to SUBSCRIBE makes no dialog.
  kBadNotify,       // Their NOTIFY is none of this subscription.
  kNoNotify,        // Accepted, and nothing came (timer N).
  kNoFinalNotify,   // Unsubscribed, and nothing came (timer N).
};
constexpr std::array<std::string_view, 11> WordsOf(SubscriptionEnd) {
  return {"finalNotify",    "unsubscribed", "expired",   "refused",  "unauthorized", "timedOut",
          "connectionLost", "badAnswer",    "badNotify", "noNotify", "noFinalNotify"};
}

// What a call is made of, as its users see it.
enum class MediaMode : uint8_t { kAudio, kVideo };
constexpr std::array<std::string_view, 2> WordsOf(MediaMode) { return {"audio", "video"}; }
// What is wrong with a call's media.
enum class Warning : uint8_t {
  kHighRoundTrip,
  kHighLoss,
  kHighJitter,
  kLowMos,
  kSilentMicrophone,
  kNoMedia,
  kFrozenVideo,
  kBlackVideo,
};
constexpr std::array<std::string_view, 8> WordsOf(Warning) {
  return {"highRoundTripTime", "highLoss",       "highJitter",  "lowMos",
          "silentMicrophone",  "noInboundMedia", "frozenVideo", "blackVideo"};
}

enum class LogLevel : uint8_t { kError, kWarning, kInfo, kDebug };
constexpr std::array<std::string_view, 4> WordsOf(LogLevel) {
  return {"error", "warning", "info", "debug"};
}

}  // namespace ringline
