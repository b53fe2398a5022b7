// The browser side of one phone: answers media questions after a delay that the world decides, as a
// well-behaved browser would, or, with other manners, late, twice, with errors or not until Calm.
//
// It keeps the signalling state of each peer connection (JSEP, RFC 8829 3.2) and refuses what is
// out of turn there.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/random.h"
#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"
#include "tests/sim/fake_line.h"

namespace ringline::sim {

class FakeBrowser {
 public:
  // Hands an input to the phone this browser belongs to, later: at least after `delay`.
  using Tell = std::function<void(Input, Duration delay)>;
  FakeBrowser(Random& random, Tell tell) : random_(random), tell_(std::move(tell)) {}

  bool deny_media = false;  // getUserMedia fails.
  bool bad_remote = false;  // setRemoteDescription fails.
  // Of a hundred answers, how many are so.
  struct Manners {
    uint32_t late = 0, twice = 0, never = 0, failing = 0;
  };
  Manners manners;
  FakeLine line;
  // Where it may fail by its manners.
  std::function<bool(MediaStage)> fails = [](MediaStage) { return true; };
  // Told of a command that no peer connection could have obeyed.
  std::function<void(std::string)> on_wrong_turn;

  enum class Signalling { kStable, kLocalOffer, kRemoteOffer, kRemotePranswer };
  struct Peer {
    Signalling signalling = Signalling::kStable;
    int local_generation = 0;
    bool local_held = false, remote_held = false, described_held = false, connects = true;
    // The picture: we have or want one, they do, and whether there is a section for it.
    bool video = false, remote_video = false, video_section = false;
    IceState ice = IceState::kNew;
    std::string remote_sdp;
    in::StatsRead stats;
  };
  std::map<SessionId, Peer> peers;

  // Whether the output was for the browser.
  bool Handle(const Output& output);
  // ICE of that peer becomes so by itself.
  void BecomeIce(SessionId session, IceState state);
  // Good manners from now on: what was never answered is.
  void Calm();
  static std::string Sdp(std::string_view ufrag, std::string_view direction);
  static bool HasVideo(std::string_view sdp) {
    return sdp.find("m=video 9") != std::string_view::npos;
  }

 private:
  void Do(const out::SetLocalDescription& e);
  void Do(const out::SetRemoteDescription& e);
  void Do(const out::ReadStats& e);
  void Answer(in::PeerResult result);
  void Succeed(OpId op, std::string sdp = "");
  // Whether it did: by its manners, or since it had to.
  bool Fail(OpId op, MediaStage stage, bool must);
  bool WrongTurn(OpId op, MediaStage stage, std::string_view what);
  bool Chance(uint32_t percent);
  Duration Delay();
  void Connect(SessionId session, Peer& peer);

  Random& random_;
  Tell tell_;
  std::vector<Input> withheld_;
};

}  // namespace ringline::sim
