// The border: plain exports of integers. What has a length crosses in the inbox and in records,
// which all engines of a module share, since nothing here runs while something else does.
//
// js/engine/module.ts is the other end.
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/base/buffer.h"
#include "core/engine/engine.h"
#include "core/vocabulary/codec.h"
#include "wasm/answers.h"

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace ringline {

// Where core/base/invariant.cc leaves what did not hold.
extern "C" const char* ringline_invariant;

namespace {

constinit Buffer inbox;
constinit Buffer outbox;

// An engine, or why there is none.
struct Handle {
  std::optional<Engine> engine;
  std::string failure;
};

// `text` as a string in the outbox.
const uint8_t* Say(std::string_view text) {
  Writer writer(outbox);
  writer.Write(text);
  return writer.record().data();
}

// NaN and what lies before the engine was made is its beginning.
Time TimeOf(double now) { return Time(Duration(now > 0 ? static_cast<int64_t>(now) : 0)); }

}  // namespace

// Where at least `size` bytes can be written; what was there stays.
EXPORT(inbox) uint8_t* Inbox(uint32_t size) { return inbox.Reserve(size); }

// Answers the question of that length in the inbox with a list of strings.
EXPORT(ask) const uint8_t* Ask(uint32_t length) {
  outbox.Trim();
  Writer writer(outbox);
  writer.Write(Answer(Reader(inbox.First(length))));
  inbox.Trim();
  return writer.record().data();
}

// Null, or the text of the invariant that did not hold.
EXPORT(invariant) const uint8_t* Invariant() {
  return ringline_invariant ? Say(ringline_invariant) : nullptr;
}

// An engine from the configuration of that length in the inbox; drop() frees it, also when it
// failed.
EXPORT(make) Handle* Make(uint32_t length) {
  auto handle = std::make_unique<Handle>();
  Config config;
  Reader reader(inbox.First(length));
  config.Fields(reader);
  inbox.Trim();
  if (!reader.ok()) {
    handle->failure = std::string(reader.failed_field()) + ": not of its type";
    return handle.release();
  }
  Result<Engine> made = Engine::Make(std::move(config));
  if (made) {
    handle->engine.emplace(*std::move(made));
  } else {
    handle->failure = made.reason();
  }
  return handle.release();
}
EXPORT(drop) void Drop(Handle* handle) { delete handle; }

// Null, or why make() made no engine.
EXPORT(failure) const uint8_t* Failure(const Handle* handle) {
  return handle->engine ? nullptr : Say(handle->failure);
}

// Gives the input of that length in the inbox to the engine; the id it made, or 0.
EXPORT(feed) uint32_t Feed(Handle* handle, uint32_t length, double now) {
  uint32_t made = handle->engine->Feed(inbox.First(length), TimeOf(now));
  inbox.Trim();
  return made;
}
EXPORT(advance) void Advance(Handle* handle, double now) { handle->engine->Advance(TimeOf(now)); }

// Null, or the next output, good until the next call.
EXPORT(yield) const uint8_t* Yield(Handle* handle) { return handle->engine->Yield().data(); }

// Engine::Transactions as a list of strings in the outbox.
EXPORT(transactions) const uint8_t* Transactions(const Handle* handle) {
  Writer writer(outbox);
  writer.Write(handle->engine->Transactions());
  return writer.record().data();
}

// When advance() wants to be called; infinity when never.
EXPORT(deadline) double Deadline(Handle* handle) {
  Time deadline = handle->engine->Deadline();
  if (deadline == kNever) return INFINITY;
  return static_cast<double>(deadline.time_since_epoch().count());
}

}  // namespace ringline
