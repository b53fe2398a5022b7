// The phone: a value that eats inputs and yields outputs.
//
// One Handle, then Poll until nothing comes, then wake it at Deadline(). The engine is the only
// conductor: layers below it never call upwards, and it alone sees them all.
#pragma once

#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"

namespace ringline {

class Engine {
 public:
  // Fails on a configuration that cannot work; the reason begins with the field's name.
  static Result<Engine> Make(Config config);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // The id that the input made (SessionId, RequestId), or 0. Time that goes backwards is ignored.
  uint32_t Handle(Input input, Time now);
  // What is due at `now`, without an input.
  void Advance(Time now);
  // The next output; nothing when drained.
  std::optional<Output> Poll();
  // When Advance wants to be called; kNever when only an input can change anything.
  Time Deadline();

 private:
  struct Core;
  explicit Engine(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace ringline
