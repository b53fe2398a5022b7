#include "core/session/recovery.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

struct Call {
  Config config;
  Recovery recovery{config};
  Time now{};
  Call() { recovery.Ice(IceState::kConnected, now); }
};

TEST_CASE("ICE that failed is restarted at once and told of") {
  Call call;
  auto deeds = call.recovery.Ice(IceState::kFailed, call.now);
  CHECK(deeds.interrupted);
  CHECK(deeds.restart);
  CHECK_FALSE(call.recovery.Restarted(true, call.now).recovered);
  CHECK(call.recovery.Ice(IceState::kConnected, call.now).recovered);
  CHECK(call.recovery.Deadline() == kNever);
}

TEST_CASE("a short disconnection heals by itself") {
  Call call;
  CHECK_FALSE(call.recovery.Ice(IceState::kDisconnected, call.now).restart);
  CHECK(call.recovery.Deadline() == call.now + 3s);
  call.recovery.Ice(IceState::kConnected, call.now + 1s);
  CHECK(call.recovery.Deadline() == kNever);
}

TEST_CASE("a long one is restarted") {
  Call call;
  call.recovery.Ice(IceState::kDisconnected, call.now);
  auto deeds = call.recovery.Advance(call.now + 3s);
  CHECK(deeds.interrupted);
  CHECK(deeds.restart);
}

TEST_CASE("back after a lost connection the other end is told our new Contact") {
  Call call;
  CHECK_FALSE(call.recovery.Signalling(false, call.now).interrupted);
  CHECK(call.recovery.Signalling(true, call.now + 5s).restart);
  call.recovery.Restarted(true, call.now + 6s);
  CHECK_FALSE(call.recovery.ill());
}

TEST_CASE("while the connection is gone nothing is tried, and the budget ends it") {
  Call call;
  call.recovery.Signalling(false, call.now);
  auto deeds = call.recovery.Ice(IceState::kFailed, call.now);
  CHECK(deeds.interrupted);
  CHECK_FALSE(deeds.restart);
  CHECK(call.recovery.Deadline() == call.now + 60s);
  CHECK(call.recovery.Advance(call.now + 60s).give_up);
}

TEST_CASE("a refused restart is tried again") {
  Call call;
  call.recovery.Ice(IceState::kFailed, call.now);
  call.recovery.Restarted(false, call.now);
  CHECK(call.recovery.Advance(call.now + 2s).restart);
}

TEST_CASE("ICE that was never connected is given up at once where that is wished") {
  Config config;
  config.unconnected_fails = true;
  for (IceState gone : {IceState::kFailed, IceState::kDisconnected}) {
    Recovery recovery(config);
    Time now{};
    CHECK_FALSE(recovery.Ice(IceState::kChecking, now).give_up);
    CHECK(recovery.Ice(gone, now).give_up);
  }
}

TEST_CASE("ICE that was never connected and says `disconnected` is restarted elsewhere") {
  Config config;
  Recovery recovery(config);
  Time now{};
  recovery.Ice(IceState::kChecking, now);
  auto deeds = recovery.Ice(IceState::kDisconnected, now + 15s);
  CHECK(deeds.restart);
  CHECK(deeds.interrupted);
}

TEST_CASE("ICE that was connected once is restarted there as anywhere") {
  Config config;
  config.unconnected_fails = true;
  Recovery recovery(config);
  Time now{};
  recovery.Note(IceState::kConnected, now);
  CHECK(recovery.Ice(IceState::kFailed, now).restart);
}

TEST_CASE("ICE that is connecting for too long is restarted") {
  Config config;
  config.connecting_patience = 5s;
  Recovery recovery(config);
  Time now{};
  recovery.Note(IceState::kChecking, now);
  CHECK(recovery.Deadline() == now + 5s);
  CHECK_FALSE(recovery.Advance(now + 4s).restart);
  CHECK(recovery.Advance(now + 5s).restart);
}

TEST_CASE("ICE that never connects is restarted once where its failure shall end the call") {
  for (bool unconnected_fails : {false, true}) {
    CAPTURE(unconnected_fails);
    Config config;
    config.connecting_patience = 5s;
    config.unconnected_fails = unconnected_fails;
    Recovery recovery(config);
    Time now{};
    recovery.Note(IceState::kChecking, now);
    REQUIRE(recovery.Advance(now + 5s).restart);
    recovery.Restarted(true, now + 6s);
    CHECK(recovery.Advance(now + 14s).restart != unconnected_fails);
    CHECK(recovery.Ice(IceState::kFailed, now + 20s).give_up == unconnected_fails);
  }
}

TEST_CASE("ICE that connects in time is left alone") {
  Config config;
  config.connecting_patience = 5s;
  Recovery recovery(config);
  Time now{};
  recovery.Ice(IceState::kChecking, now);
  recovery.Ice(IceState::kConnected, now + 4s);
  CHECK(recovery.Deadline() == kNever);
}

}  // namespace
}  // namespace ringline
