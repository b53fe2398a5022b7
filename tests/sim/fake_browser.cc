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
  // clang-format off
  return std::visit(Overloaded{
      [&](const out::OpenPeer& e) { return peers[e.session] = {}, true; },
      [&](const out::AcquireMedia& e) {
        if (!Fail(e.op, MediaStage::kGetUserMedia, deny_media)) Succeed(e.op);
        return true;
      },
      [&](const out::SetLocalDescription& e) { return Do(e), true; },
      [&](const out::ReadLocalDescription& e) {
        const Peer& peer = peers[e.session];
        std::string direction = peer.described_held ? "sendonly" : "sendrecv";
        std::string sdp = Sdp("u" + std::to_string(peer.local_generation), direction);
        if (peer.video_section) sdp += peer.video ? "m=video 9" : "m=video 0";
        if (peer.video_section) sdp += " UDP/TLS/RTP/SAVPF 96\r\na=" + direction + "\r\n";
        Succeed(e.op, std::move(sdp));
        return true;
      },
      [&](const out::SetRemoteDescription& e) { return Do(e), true; },
      [&](const out::SetHold& e) {
        peers[e.session].local_held = e.local;
        peers[e.session].remote_held = e.remote;
        return true;
      },
      [&](const out::SetMode& e) {
        Peer& peer = peers[e.session];
        peer.video = e.mode == MediaMode::kVideo || peer.remote_video;
        if (e.mode == MediaMode::kAudio) peer.video = false;
        peer.video_section |= peer.video;
        return true;
      },
      [&](const out::PlayTones& e) { return Succeed(e.op), true; },
      [&](const out::ReadStats& e) { return Do(e), true; },
      [](const out::LimitSending&) { return true; },
      [&](const out::ClosePeer& e) { return peers.erase(e.session), true; },
      [](const auto&) { return false; },
  }, output);
  // clang-format on
}

void FakeBrowser::Do(const out::SetLocalDescription& e) {
  Peer& peer = peers[e.session];
  bool rollback = e.kind == SdpKind::kRollback;
  MediaStage stage = rollback                     ? MediaStage::kSetLocal
                     : e.kind == SdpKind::kAnswer ? MediaStage::kCreateAnswer
                                                  : MediaStage::kCreateOffer;
  bool possible = rollback                    ? peer.signalling != Signalling::kStable
                  : e.kind == SdpKind::kOffer ? peer.signalling == Signalling::kStable ||
                                                    peer.signalling == Signalling::kLocalOffer
                                              : peer.signalling == Signalling::kRemoteOffer;
  if (!possible) return void(WrongTurn(e.op, stage, "setLocalDescription"));
  if (!rollback && Fail(e.op, stage, false)) return;
  bool offer = e.kind == SdpKind::kOffer;
  peer.signalling = offer ? Signalling::kLocalOffer : Signalling::kStable;
  if (e.ice_restart || peer.local_generation == 0) peer.local_generation++, peer.connects = true;
  Succeed(e.op);
  if (rollback) return;
  peer.described_held = peer.local_held;
  tell_(in::CandidateGathered{e.session, CandidateKind::kHost, false}, Duration(0));
  tell_(in::GatheringEnded{e.session}, Duration(0));
  if (!offer) Connect(e.session, peer);
}

void FakeBrowser::Do(const out::SetRemoteDescription& e) {
  Peer& peer = peers[e.session];
  bool offer = e.kind == SdpKind::kOffer;
  bool possible =
      offer ? peer.signalling == Signalling::kStable || peer.signalling == Signalling::kRemoteOffer
            : peer.signalling == Signalling::kLocalOffer ||
                  peer.signalling == Signalling::kRemotePranswer;
  if (!possible) return void(WrongTurn(e.op, MediaStage::kSetRemote, "setRemoteDescription"));
  if (Fail(e.op, MediaStage::kSetRemote, bad_remote)) return;
  peer.remote_sdp = e.sdp;
  peer.remote_video = HasVideo(e.sdp);
  peer.video_section |= peer.remote_video;
  peer.video = peer.remote_video;
  peer.signalling = offer                          ? Signalling::kRemoteOffer
                    : e.kind == SdpKind::kPranswer ? Signalling::kRemotePranswer
                                                   : Signalling::kStable;
  Succeed(e.op);
  if (e.kind == SdpKind::kAnswer) Connect(e.session, peer);
}

// Fresh candidates on both sides: a path is found.
void FakeBrowser::Connect(SessionId session, Peer& peer) {
  if (!std::exchange(peer.connects, false)) return;
  peer.ice = IceState::kConnected;
  tell_(in::IceStateChanged{session, peer.ice}, Duration(0));
}

void FakeBrowser::BecomeIce(SessionId session, IceState state) {
  auto peer = peers.find(session);
  if (peer == peers.end() || peer->second.local_generation == 0) return;
  // What failed comes back by a restart alone.
  if (peer->second.ice == IceState::kFailed || peer->second.ice == state) return;
  peer->second.ice = state;
  tell_(in::IceStateChanged{session, state}, Duration(0));
}

void FakeBrowser::Succeed(OpId op, std::string sdp) {
  Answer(in::PeerResult{.op = op, .ok = true, .sdp = std::move(sdp)});
}

bool FakeBrowser::Fail(OpId op, MediaStage stage, bool must) {
  bool chance = Chance(manners.failing) && fails(stage);
  if (!must && !chance) return false;
  Answer(in::PeerResult{.op = op, .ok = false, .stage = stage, .message = "refused"});
  return true;
}

bool FakeBrowser::WrongTurn(OpId op, MediaStage stage, std::string_view what) {
  if (on_wrong_turn) on_wrong_turn(std::string(what) + " out of turn");
  return Fail(op, stage, true);
}

void FakeBrowser::Do(const out::ReadStats& e) {
  Peer& peer = peers[e.session];
  peer.stats.session = e.session;
  line.Move(peer.stats);
  if (Chance(manners.never)) return withheld_.push_back(peer.stats);
  tell_(peer.stats, Delay());
}

bool FakeBrowser::Chance(uint32_t percent) { return percent > 0 && random_.Below(100) < percent; }

Duration FakeBrowser::Delay() {
  return Chance(manners.late) ? Duration(random_.Below(5'000)) : Duration(0);
}

void FakeBrowser::Answer(in::PeerResult result) {
  if (Chance(manners.never)) return withheld_.push_back(result);
  Duration delay = Delay();
  if (Chance(manners.twice)) tell_(result, delay + Duration(random_.Below(100)));
  tell_(std::move(result), delay);
}

void FakeBrowser::Calm() {
  manners = {};
  for (Input& input : std::exchange(withheld_, {})) tell_(std::move(input), Duration(0));
  // What falters heals or fails.
  for (auto& [session, peer] : peers) {
    if (peer.ice != IceState::kDisconnected) continue;
    peer.ice = random_.Below(2) == 0 ? IceState::kConnected : IceState::kFailed;
    tell_(in::IceStateChanged{session, peer.ice}, Duration(0));
  }
}

}  // namespace ringline::sim
