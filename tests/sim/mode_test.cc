#include "doctest/doctest.h"
#include "tests/sim/pair.h"

namespace ringline::sim {
namespace {

void WithModes(Config& config) { config.media_modes = true; }

// Two phones in a call of sound alone, whose applications know of modes.
struct Talk : Pair {
  SessionId ours, theirs;
  explicit Talk(uint64_t seed) : Pair(seed, WithModes) {
    ours = Call();
    theirs = bob.Last<out::CallConfirmed>()->session;
  }
  RequestId Change(MediaMode mode, bool use_update = false) {
    return RequestId(
        alice.Do(in::ChangeMode{.session = ours, .mode = mode, .use_update = use_update}));
  }
  void Answer(bool accept) {
    REQUIRE(world.RunUntil([&] { return bob.Last<out::UpgradeOffered>(); }));
    bob.Do(in::UpgradeReviewed{bob.Last<out::UpgradeOffered>()->op, accept});
  }
  const out::RenegotiationEnded& Ended(int which = 1) {
    REQUIRE(world.RunUntil([&] { return alice.Count<out::RenegotiationEnded>() == which; }, 100s));
    return *alice.Last<out::RenegotiationEnded>();
  }
  MediaMode ModeOf(Phone& phone) { return phone.Last<out::CallModeChanged>()->mode; }
};

TEST_CASE("a call tells its mode once it is agreed") {
  Talk talk(1);
  CHECK(talk.alice.Count<out::CallModeChanged>() == 1);
  CHECK(talk.ModeOf(talk.alice) == MediaMode::kAudio);
  CHECK(talk.ModeOf(talk.bob) == MediaMode::kAudio);
}

TEST_CASE("without modes nobody is asked") {
  Pair pair(1);
  SessionId id = pair.Call();
  CHECK(pair.alice.Count<out::CallModeChanged>() == 0);
  CHECK(pair.alice.Do(in::ChangeMode{.session = id}) == 0);
  CHECK(pair.alice.Last<out::Rejected>()->reason == "calls have no modes");
}

TEST_CASE("an upgrade that is accepted makes a video call at both ends, and back") {
  for (bool use_update : {false, true}) {
    CAPTURE(use_update);
    Talk talk(2);
    talk.Change(MediaMode::kVideo, use_update);
    talk.Answer(true);
    CHECK(talk.Ended().ok);
    CHECK(talk.ModeOf(talk.alice) == MediaMode::kVideo);
    CHECK(talk.ModeOf(talk.bob) == MediaMode::kVideo);
    CHECK(talk.alice.Last<out::CallModeChanged>()->originator == Originator::kLocal);
    CHECK(talk.bob.Last<out::CallModeChanged>()->originator == Originator::kRemote);

    talk.Change(MediaMode::kAudio, use_update);
    CHECK(talk.Ended(2).ok);
    CHECK(talk.ModeOf(talk.alice) == MediaMode::kAudio);
    CHECK(talk.ModeOf(talk.bob) == MediaMode::kAudio);
    // The camera of who was told is given back too.
    CHECK_FALSE(talk.bob.browser.peers[talk.theirs].video);
  }
}

TEST_CASE("an upgrade that is refused leaves a call of sound, and the camera off") {
  Talk talk(3);
  talk.Change(MediaMode::kVideo);
  talk.Answer(false);
  CHECK_FALSE(talk.Ended().ok);
  CHECK(talk.alice.Last<out::RenegotiationEnded>()->cause == Cause::kRejected);
  CHECK(talk.ModeOf(talk.alice) == MediaMode::kAudio);
  CHECK(talk.ModeOf(talk.bob) == MediaMode::kAudio);
  CHECK_FALSE(talk.alice.browser.peers[talk.ours].video);
  CHECK(talk.alice.Last<out::CallEnded>() == nullptr);
}

TEST_CASE("an upgrade that nobody answers is refused in time, and the call goes on") {
  Talk talk(4);
  talk.Change(MediaMode::kVideo);
  CHECK_FALSE(talk.Ended().ok);
  CHECK(talk.alice.Last<out::RenegotiationEnded>()->cause == Cause::kRejected);
  CHECK(talk.bob.Last<out::OfferWithdrawn>()->op == talk.bob.Last<out::UpgradeOffered>()->op);
  talk.world.RunFor(100s);
  CHECK(talk.bob.Count<out::UpgradeOffered>() == 1);
  CHECK(talk.bob.Last<out::CallEnded>() == nullptr);
}

TEST_CASE("an upgrade is answered once, and in time; any other answer is rejected") {
  for (bool late : {false, true}) {
    CAPTURE(late);
    Talk talk(4);
    talk.Change(MediaMode::kVideo);
    REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::UpgradeOffered>(); }));
    OpId op = talk.bob.Last<out::UpgradeOffered>()->op;
    if (late) talk.Ended();
    talk.bob.Do(in::UpgradeReviewed{op, true});
    CHECK(talk.bob.Count<out::Rejected>() == (late ? 1 : 0));
    talk.bob.Do(in::UpgradeReviewed{op, true});
    CHECK(talk.bob.Last<out::Rejected>()->input == "upgradeReviewed");
    CHECK(talk.bob.Count<out::Rejected>() == (late ? 2 : 1));
  }
}

TEST_CASE("both upgrade at once and both have video") {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    CAPTURE(seed);
    Talk talk(seed);
    auto accepts = [](Phone& phone) {
      phone.application = [&phone](const Output& event) {
        auto* offered = std::get_if<out::UpgradeOffered>(&event);
        if (offered) phone.Do(in::UpgradeReviewed{offered->op, true});
      };
    };
    accepts(talk.alice), accepts(talk.bob);
    talk.Change(MediaMode::kVideo);
    talk.bob.Do(in::ChangeMode{.session = talk.theirs, .mode = MediaMode::kVideo});
    CHECK(talk.Ended().ok);
    CHECK(talk.world.RunUntil([&] { return talk.bob.Last<out::RenegotiationEnded>(); }));
    CHECK(talk.bob.Last<out::RenegotiationEnded>()->ok);
    CHECK(talk.ModeOf(talk.alice) == MediaMode::kVideo);
    CHECK(talk.ModeOf(talk.bob) == MediaMode::kVideo);
  }
}

TEST_CASE("an upgrade whose connection is lost is asked for again") {
  Talk talk(5);
  talk.Change(MediaMode::kVideo);
  talk.world.CloseSockets();
  CHECK(talk.world.RunUntil([&] { return talk.alice.Count<out::Registered>() == 2; }));
  talk.bob.application = [&](const Output& event) {
    auto* offered = std::get_if<out::UpgradeOffered>(&event);
    if (offered) talk.bob.Do(in::UpgradeReviewed{offered->op, true});
  };
  CHECK(talk.Ended().ok);
  CHECK(talk.ModeOf(talk.bob) == MediaMode::kVideo);
}

TEST_CASE("a call that is hung up while they think of an upgrade ends as ever") {
  Talk talk(6);
  talk.Change(MediaMode::kVideo);
  REQUIRE(talk.world.RunUntil([&] { return talk.bob.Last<out::UpgradeOffered>(); }));
  talk.alice.Do(in::EndCall{.session = talk.ours});
  CHECK(talk.world.RunUntil([&] { return talk.bob.Last<out::CallEnded>(); }));
  CHECK_FALSE(talk.alice.Last<out::RenegotiationEnded>()->ok);
}

TEST_CASE("hold keeps the mode") {
  Talk talk(7);
  talk.Change(MediaMode::kVideo);
  talk.Answer(true);
  REQUIRE(talk.Ended().ok);
  talk.alice.Do(in::HoldCall{.session = talk.ours});
  CHECK(talk.Ended(2).ok);
  talk.bob.Do(in::HoldCall{.session = talk.theirs});
  CHECK(talk.world.RunUntil([&] { return talk.bob.Last<out::RenegotiationEnded>(); }));
  CHECK(talk.ModeOf(talk.alice) == MediaMode::kVideo);
  CHECK(talk.ModeOf(talk.bob) == MediaMode::kVideo);
}

TEST_CASE("a phone that cannot connect says so once, and goes on") {
  World world(1);
  world.refuse_sockets = true;
  Phone& alice = world.Add("alice", [](Config& config) { config.connect_failed_after = 5s; });
  alice.Do(in::Start{});
  world.RunFor(4s);
  CHECK(alice.Count<out::ConnectFailed>() == 0);
  world.RunFor(60s);
  CHECK(alice.Count<out::ConnectFailed>() == 1);
  world.refuse_sockets = false;
  CHECK(world.RunUntil([&] { return alice.Last<out::Connected>(); }));
}

TEST_CASE("a call that ICE never connects ends where that is wished") {
  Pair pair(8, [](Config& config) { config.unconnected_fails = true; });
  // Before the fake browser's own time.
  pair.alice.application = [&](const Output& event) {
    auto* accepted = std::get_if<out::CallAccepted>(&event);
    if (accepted) pair.alice.Do(in::IceStateChanged{accepted->session, IceState::kFailed});
  };
  pair.alice.Do(in::MakeCall{.target = "bob"});
  CHECK(pair.world.RunUntil([&] { return pair.alice.Last<out::CallEnded>(); }));
  CHECK(pair.alice.Last<out::CallEnded>()->cause == Cause::kRtpTimeout);
}

}  // namespace
}  // namespace ringline::sim
