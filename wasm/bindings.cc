// The border: one class, integers only. What has a length crosses in the inbox and the outbox,
// which all engines of a module share, since nothing here runs while something else does.
#include <emscripten/bind.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/engine.h"
#include "wasm/answers.h"
#include "wasm/buffer.h"
#include "wasm/codec.h"

namespace ringline {

// Where core/base/invariant.cc leaves what did not hold.
extern "C" const char* ringline_invariant;

namespace {

constinit Buffer inbox;
constinit Buffer outbox;

uint32_t AddressOf(const void* bytes) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(bytes));
}

uint32_t Inbox(uint32_t size) { return AddressOf(inbox.Reserve(size)); }

// `text` as a string in the outbox.
uint32_t Say(std::string_view text) {
  Writer writer(outbox);
  writer.Write(text);
  return AddressOf(writer.begin());
}

uint32_t Ask(uint32_t length) {
  outbox.Trim();
  Writer writer(outbox);
  writer.Write(Answer(Reader(inbox.First(length))));
  inbox.Trim();
  return AddressOf(writer.begin());
}

uint32_t Invariant() { return ringline_invariant ? Say(ringline_invariant) : 0; }

// NaN and what lies before the engine was made is its beginning.
Time TimeOf(double now) { return Time(Duration(now > 0 ? static_cast<int64_t>(now) : 0)); }

class EngineBorder {
 public:
  explicit EngineBorder(uint32_t length) {
    Config config;
    Reader reader(inbox.First(length));
    config.Fields(reader);
    inbox.Trim();
    if (!reader.ok()) {
      failure_ = std::string(reader.failed_field()) + ": not of its type";
      return;
    }
    Result<Engine> made = Engine::Make(std::move(config));
    if (made) {
      engine_.emplace(*std::move(made));
    } else {
      failure_ = made.reason();
    }
  }

  uint32_t Failure() const { return engine_ ? 0 : Say(failure_); }

  uint32_t Handle(uint32_t length, double now) {
    Input input;
    Undecoded why;
    bool decoded = Decode(inbox.First(length), input, why);
    inbox.Trim();
    if (decoded) return engine_->Handle(std::move(input), TimeOf(now));
    std::string reason(why.field.empty() ? std::string_view("the input") : why.field);
    rejected_.push_back(out::Rejected{std::string(why.alternative), reason + ": not of its type"});
    return 0;
  }

  void Advance(double now) { engine_->Advance(TimeOf(now)); }

  uint32_t Poll() {
    std::optional<Output> output = engine_->Poll();
    if (!output && !rejected_.empty()) {
      output = std::move(rejected_.front());
      rejected_.erase(rejected_.begin());
    }
    if (!output) return 0;
    outbox.Trim();
    Writer writer(outbox);
    Encode(*output, writer);
    return AddressOf(writer.begin());
  }

  double Deadline() {
    Time deadline = engine_->Deadline();
    if (deadline == kNever) return INFINITY;
    return static_cast<double>(deadline.time_since_epoch().count());
  }

 private:
  std::optional<Engine> engine_;
  std::string failure_;
  // Inputs that did not decode: the engine has not seen them.
  std::vector<out::Rejected> rejected_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(ringline) {
  emscripten::class_<EngineBorder>("Engine")
      .constructor<uint32_t>()
      .function("failure", &EngineBorder::Failure)
      .function("handle", &EngineBorder::Handle)
      .function("advance", &EngineBorder::Advance)
      .function("poll", &EngineBorder::Poll)
      .function("deadline", &EngineBorder::Deadline);
  emscripten::function("inbox", &Inbox);
  emscripten::function("ask", &Ask);
  emscripten::function("invariant", &Invariant);
}

}  // namespace ringline
