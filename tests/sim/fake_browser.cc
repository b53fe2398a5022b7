#include "tests/sim/fake_browser.h"

#include "core/base/overloaded.h"

namespace ringline::sim {

std::string FakeBrowser::Sdp(std::string_view ufrag, std::string_view direction) {
  std::string text =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:";
  text += ufrag;
  text += "\r\na=ice-pwd:0123456789012345678901\r\na=rtpmap:0 PCMU/8000\r\na=";
  text += direction;
  return text + "\r\n";
}

bool FakeBrowser::Handle(const Output& output) {
  auto ok = [&](OpId op, std::string sdp = "") {
    tell_(in::PeerResult{.op = op, .ok = true, .sdp = std::move(sdp)});
  };
  auto fail = [&](OpId op, MediaStage stage) {
    tell_(in::PeerResult{.op = op, .ok = false, .stage = stage, .message = "refused"});
  };
  return std::visit(Overloaded{
                        [&](const out::OpenPeer& e) {
                          peers[e.session] = {};
                          return true;
                        },
                        [&](const out::AcquireMedia& e) {
                          deny_media ? fail(e.op, MediaStage::kGetUserMedia) : ok(e.op);
                          return true;
                        },
                        [&](const out::SetLocalDescription& e) {
                          Peer& peer = peers[e.session];
                          if (e.kind == SdpKind::kRollback) {
                            peer.offer_pending = false;
                            ok(e.op);
                            return true;
                          }
                          peer.offer_pending = e.kind == SdpKind::kOffer;
                          if (e.ice_restart || peer.local_generation == 0) peer.local_generation++;
                          ok(e.op);
                          tell_(in::CandidateGathered{e.session, CandidateKind::kHost, false});
                          tell_(in::GatheringEnded{e.session});
                          return true;
                        },
                        [&](const out::ReadLocalDescription& e) {
                          const Peer& peer = peers[e.session];
                          ok(e.op, Sdp("u" + std::to_string(peer.local_generation),
                                       peer.local_held ? "sendonly" : "sendrecv"));
                          return true;
                        },
                        [&](const out::SetRemoteDescription& e) {
                          Peer& peer = peers[e.session];
                          bool wrong_turn = (e.kind == SdpKind::kOffer) == peer.offer_pending;
                          if (bad_remote || wrong_turn) {
                            fail(e.op, MediaStage::kSetRemote);
                            return true;
                          }
                          peer.remote_sdp = e.sdp;
                          if (e.kind == SdpKind::kAnswer) peer.offer_pending = false;
                          ok(e.op);
                          if (e.kind == SdpKind::kAnswer)
                            tell_(in::IceStateChanged{e.session, IceState::kConnected});
                          return true;
                        },
                        [&](const out::SetHold& e) {
                          peers[e.session].local_held = e.local;
                          peers[e.session].remote_held = e.remote;
                          return true;
                        },
                        [&](const out::PlayTones& e) {
                          ok(e.op);
                          return true;
                        },
                        [&](const out::ClosePeer& e) {
                          peers.erase(e.session);
                          return true;
                        },
                        [](const auto&) { return false; },
                    },
                    output);
}

}  // namespace ringline::sim
