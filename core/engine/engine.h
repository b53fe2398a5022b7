// The phone: a value that eats inputs and yields outputs.
//
// One Handle, then Poll until nothing comes, then wake it at Deadline(). The engine is the only
// conductor: layers below it never call upwards, and it alone sees them all.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/vocabulary/codec.h"
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

  // Takes the input that the record holds (vocabulary/codec.h). The id that it made (SessionId,
  // RequestId), or 0. One that does not read is answered with Rejected. Time that goes backwards is
  // ignored.
  uint32_t Feed(Record input, Time now);
  // What is due at `now`, without an input.
  void Advance(Time now);
  // The record of the next output, which stands until the next call; an empty one when drained.
  Record Yield();
  // When Advance wants to be called; kNever when only an input can change anything.
  Time Deadline();
  // TransactionLayer::List, for who looks into the workings.
  std::vector<std::string> Transactions() const;

  // The same for who is written in C++.
  uint32_t Handle(const Input& input, Time now);
  std::optional<Output> Poll();

 private:
  struct Core;
  explicit Engine(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

inline uint32_t Engine::Handle(const Input& input, Time now) {
  Buffer buffer;
  Writer writer(buffer);
  std::visit([&](auto alternative) { Encode<Input>(alternative, writer); }, input);
  return Feed(writer.record(), now);
}

inline std::optional<Output> Engine::Poll() {
  std::optional<Output> output;
  Record record = Yield();
  if (!record.empty()) Decode<Output>(record, [&](auto&& one) { output = std::move(one); });
  return output;
}

}  // namespace ringline
