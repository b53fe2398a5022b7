#include "core/engine/engine.h"

#include <algorithm>
#include <utility>

#include "core/engine/core.h"

namespace ringline {

Engine::Engine(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::Make(Config config) {
  if (config.servers.empty()) return Failed{"sockets"};
  if (config.register_expires < Duration::zero()) return Failed{"register_expires"};
  if (config.no_answer_timeout <= Duration::zero()) return Failed{"no_answer_timeout"};
  if (config.recovery_min <= Duration::zero()) return Failed{"connection_recovery_min_interval"};
  config.recovery_max = std::max(config.recovery_max, config.recovery_min);
  Random random(config.seed);
  auto account = Account::Make(config, random);
  if (!account) return Failed{account.reason()};
  if (config.authorization_user.empty()) config.authorization_user = account->uri().user;
  return Engine(std::make_unique<Core>(std::move(config), std::move(random), *std::move(account)));
}

uint32_t Engine::Feed(Record input, Time now) {
  // What is due comes first: a message that arrives after its deadline is late.
  core_->Advance(now);
  return core_->Handle(input, now);
}

void Engine::Advance(Time now) { core_->Advance(now); }
Record Engine::Yield() { return core_->out.Pop(); }
Time Engine::Deadline() { return core_->Deadline(); }
std::vector<std::string> Engine::Transactions() const { return core_->Transactions(); }

}  // namespace ringline
