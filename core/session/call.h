// What the machines of one call share: its dialog, its browser side, and the layers below.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/dialog/dialog.h"
#include "core/sdp/picture.h"
#include "core/session/media_ops.h"
#include "core/session/session_timer.h"
#include "core/uac/ground.h"

namespace ringline {

struct Call {
  Call(SessionId session, const Ground& ground)
      : id(session), ground(ground), media(session, ground.config), timer(ground.config) {}

  SessionId id;
  Ground ground;
  MediaOps media;
  SessionTimer timer;
  std::optional<Dialog> dialog;
  bool caller = false;
  bool anonymous = false;
  bool connected = true;  // The signalling connection stands.
  bool local_held = false, remote_held = false;
  bool peer_updates = false;  // They allow UPDATE.
  // By the newest answer; nothing before the first, or without Config::media_modes.
  std::optional<MediaMode> mode;
  // The newest ACK of a 2xx of theirs, to be sent again when they ask again (13.2.2.4).
  std::optional<std::pair<uint32_t, OutgoingRequest>> ack;

  Outbox& out() { return ground.out; }

  // Sends a request inside the dialog. `content` is the type of the body, "" for none.
  TicketId Send(OutgoingRequest request, Time now) {
    return ground.uac.Send(std::move(request), {Owner::Kind::kSession, id.value()},
                           /*in_dialog=*/true, now);
  }
  // 13.2.2.4. At once, since the media answer is no reason to let them retransmit; but where the
  // 2xx had the offer, with ours.
  void Acknowledge(uint32_t cseq, const std::string& sdp = "") {
    OutgoingRequest request = dialog->MakeAck(cseq);
    if (!sdp.empty()) request.Add("Content-Type", "application/sdp");
    request.body = sdp;
    ground.account.Complete(request);
    ack.emplace(cseq, request);
    ground.transactions.SendAck(std::move(request));
  }
  // Whether a further 2xx was one we had acknowledged; it is again, even when a newer one was
  // since.
  bool AcknowledgeAgain(const Message& response) {
    if (!ack || response.cseq() > ack->first) return false;
    if (!dialog || response.to_tag() != dialog->key().remote_tag) return false;
    bool newest = response.cseq() == ack->first;
    OutgoingRequest request = newest ? ack->second : dialog->MakeAck(response.cseq());
    if (!newest) ground.account.Complete(request);
    ground.transactions.SendAck(std::move(request));
    return true;
  }
  void Respond(TransactionId server, int status, std::string_view reason,
               std::vector<HeaderLine> headers, std::string_view body, Time now) {
    const Message* request = ground.transactions.Request(server);
    if (request == nullptr) return;
    for (HeaderLine& line : ground.account.ResponseHeaders(request->method())) {
      headers.push_back(std::move(line));
    }
    std::string_view tag = dialog ? std::string_view(dialog->key().local_tag) : std::string_view();
    ground.transactions.Respond(server, status,
                                WriteResponse(*request, status, reason, tag, headers, body), now);
  }
  // An answer, ours or theirs, to an offer of `originator`: it says which mode the call is in.
  void Agreed(std::string_view answer, Originator originator) {
    if (!ground.config.media_modes || answer.empty()) return;
    MediaMode agreed = PictureOf(answer).live ? MediaMode::kVideo : MediaMode::kAudio;
    if (mode == agreed) return;
    mode = agreed;
    out().Push(out::CallModeChanged{id, originator, agreed});
  }
  void SetMode(MediaMode wanted) { out().Push(out::SetMode{id, wanted}); }
  void SetHold() { out().Push(out::SetHold{id, local_held, remote_held}); }
};

inline std::vector<HeaderLine> SdpHeaders(const Account& account, bool anonymous) {
  return {{"Contact", account.Contact(anonymous)}, {"Content-Type", "application/sdp"}};
}

}  // namespace ringline
