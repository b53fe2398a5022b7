#include "core/session/media_ops.h"

#include "doctest/doctest.h"
#include "tests/core/said.h"

namespace ringline {
namespace {

using Task = MediaOps::Task;

struct Browser {
  Config config;
  Outbox out;
  Time now{};
  MediaOps ops{SessionId(1), config};

  explicit Browser(bool reviews = false) { config.reviews = reviews; }
  template <class Out>
  Out Next() {
    test::Said said = test::Drain(out);
    REQUIRE(said.size() == 1);
    REQUIRE(said.Last<Out>() != nullptr);
    return *said.Last<Out>();
  }
  std::optional<MediaOps::Done> Succeed(OpId op, std::string sdp = "") {
    return ops.Handle(in::PeerResult{.op = op, .sdp = std::move(sdp)}, now, out);
  }
};

TEST_CASE("an offer is described, gathered, read and done") {
  Browser b;
  b.ops.Describe(SdpKind::kOffer, false, b.now, b.out);
  CHECK_FALSE(b.Succeed(b.Next<out::SetLocalDescription>().op).has_value());
  CHECK(b.ops.Deadline() == b.now + b.config.gathering_cap);
  b.ops.Handle(in::CandidateGathered{SessionId(1), CandidateKind::kHost, false}, b.now, b.out);
  CHECK(b.ops.Deadline() == b.now + b.config.gathering_host_quiet);
  b.ops.Advance(b.now + b.config.gathering_host_quiet, b.out);
  auto done = b.Succeed(b.Next<out::ReadLocalDescription>().op, "v=0");
  REQUIRE(done.has_value());
  CHECK(done->ok);
  CHECK(done->sdp == "v=0");
  CHECK(b.ops.idle());
}

TEST_CASE("with servers a host candidate is not enough") {
  Browser b;
  b.ops.Describe(SdpKind::kOffer, false, b.now, b.out);
  b.Succeed(b.Next<out::SetLocalDescription>().op);
  b.ops.Handle(in::CandidateGathered{SessionId(1), CandidateKind::kHost, true}, b.now, b.out);
  CHECK(b.ops.Deadline() == b.now + b.config.gathering_cap);
  b.ops.Handle(in::CandidateGathered{SessionId(1), CandidateKind::kRelay, true}, b.now, b.out);
  CHECK(b.ops.Deadline() == b.now + b.config.gathering_quiet);
}

TEST_CASE("the second description of a transport waits for nothing") {
  Browser b;
  b.ops.Describe(SdpKind::kOffer, false, b.now, b.out);
  b.Succeed(b.Next<out::SetLocalDescription>().op);
  b.ops.Handle(in::GatheringEnded{SessionId(1)}, b.now, b.out);
  b.Succeed(b.Next<out::ReadLocalDescription>().op, "1");
  b.ops.Describe(SdpKind::kOffer, false, b.now, b.out);
  b.Succeed(b.Next<out::SetLocalDescription>().op);
  b.Next<out::ReadLocalDescription>();
}

TEST_CASE("an answer that nobody waits for is dropped") {
  Browser b;
  b.ops.Acquire(b.out);
  OpId first = b.Next<out::AcquireMedia>().op;
  b.ops.Acquire(b.out);
  CHECK_FALSE(b.Succeed(first).has_value());
  CHECK(b.Succeed(b.Next<out::AcquireMedia>().op)->task == Task::kAcquire);
}

TEST_CASE("what the application edits is what is used") {
  Browser b(/*reviews=*/true);
  b.ops.Apply(SdpKind::kAnswer, "theirs", b.out);
  OpId op = b.Next<out::ReviewSdp>().op;
  b.ops.Handle(in::SdpReviewed{op, "edited"}, b.out);
  CHECK(b.Next<out::SetRemoteDescription>().sdp == "edited");
}

TEST_CASE("a failure names its stage and its exception") {
  Browser b;
  b.ops.Apply(SdpKind::kOffer, "bad", b.out);
  OpId op = b.Next<out::SetRemoteDescription>().op;
  auto done = b.ops.Handle(in::PeerResult{.op = op, .ok = false, .stage = MediaStage::kSetRemote},
                           b.now, b.out);
  REQUIRE(done.has_value());
  CHECK_FALSE(done->ok);
  CHECK(done->task == Task::kApply);
  CHECK(done->op == op);
}

}  // namespace
}  // namespace ringline
