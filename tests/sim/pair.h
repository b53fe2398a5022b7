// Two phones that are registered and behave: what most stories begin with.
#pragma once

#include <functional>

#include "doctest/doctest.h"
#include "tests/sim/world.h"

namespace ringline::sim {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

// Rings, and answers when `answers`.
inline void Behave(Phone& phone, bool answers = true) {
  phone.application = [&phone, answers](const Output& event) {
    if (auto* call = std::get_if<out::IncomingCall>(&event)) {
      phone.Do(in::RingCall{call->session});
      if (answers) phone.Do(in::AnswerCall{call->session});
    }
    if (auto* page = std::get_if<out::PageReceived>(&event)) {
      phone.Do(in::Respond{.incoming = page->incoming});
    }
    if (std::get_if<out::RegistrationExpiring>(&event)) phone.Do(in::Register{});
  };
}

struct Pair {
  World world;
  Phone& alice;
  Phone& bob;
  explicit Pair(uint64_t seed, const std::function<void(Config&)>& adjust = {})
      : world(seed), alice(world.Add("alice", adjust)), bob(world.Add("bob", adjust)) {
    Behave(alice), Behave(bob);
    alice.Do(in::Start{}), bob.Do(in::Start{});
    REQUIRE(world.RunUntil(
        [&] { return alice.Last<out::Registered>() && bob.Last<out::Registered>(); }));
  }
  SessionId Call() {
    SessionId id(alice.Do(in::MakeCall{.target = "bob"}));
    REQUIRE(id);
    REQUIRE(world.RunUntil(
        [&] { return alice.Last<out::CallConfirmed>() && bob.Last<out::CallConfirmed>(); }));
    return id;
  }
};

}  // namespace ringline::sim
