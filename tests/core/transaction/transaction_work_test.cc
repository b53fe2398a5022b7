// What a message costs must not depend on how many transactions are open. Counted, not timed:
// machines asked, and allocations made.
#include <cstdlib>
#include <new>

#include "tests/core/transaction/layer_bench.h"

namespace {
uint64_t allocations = 0;
}  // namespace

void* operator new(size_t size) {
  ++allocations;
  void* memory = std::malloc(size != 0 ? size : 1);
  if (!memory) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace ringline {
namespace {

struct Cost {
  uint64_t machines = 0;
  uint64_t allocations = 0;
};

std::string Name(const char* prefix, int n) { return prefix + std::to_string(n); }

// `count` of each kind: calls of ours that ring, requests of ours, calls and requests of theirs.
void Crowd(LayerBench& bench, int count) {
  for (int i = 0; i < count; ++i) {
    bench.layer.Send(OurRequest(Method::kInvite), bench.now);
    bench.Receive(AnswerTo(bench.Frame(), 180));
    bench.Up<ResponseReceived>();
    bench.layer.Send(OurRequest(Method::kSubscribe), bench.now);
    bench.Frame();
    for (const char* method : {"INVITE", "REFER"}) {
      PeerRequest request{.method = method,
                          .via = "SIP/2.0/WS p;branch=z9hG4bK" + Name(method, i),
                          .call_id = Name(method, i)};
      bench.Incoming(request);
      bench.Frame();
    }
  }
}

// The mean of many, since a table that grows does so at moments of its own.
template <class Deed>
Cost CostOf(LayerBench& bench, Deed deed) {
  constexpr int kTimes = 200;
  std::vector<std::string> texts;
  for (int i = 0; i < kTimes; ++i) {
    texts.push_back(PeerRequest{.via = "SIP/2.0/WS p;branch=z9hG4bK" + Name("message", i),
                                .call_id = Name("message", i),
                                .body = "hello"}
                        .Text());
  }
  Cost cost;
  for (int i = 0; i < kTimes; ++i) {
    const uint64_t work = bench.layer.work(), before = allocations;
    deed(std::move(texts[i]));
    cost.machines += bench.layer.work() - work;
    cost.allocations += allocations - before;
  }
  CHECK(bench.Quiet());
  return {cost.machines, (cost.allocations + kTimes / 2) / kTimes};
}

Cost IncomingMessage(LayerBench& bench) {
  return CostOf(bench, [&](std::string text) {
    bench.layer.Receive(std::move(text), bench.now);
    TransactionEvent event = *bench.layer.PollUp();
    const auto& received = std::get<RequestReceived>(event);
    bench.layer.Respond(received.server, 200,
                        WriteResponse(received.request, 200, "", "tag", {}, ""), bench.now);
    bench.layer.PollUp();
    bench.layer.PollFrame();
    bench.layer.Advance(bench.now);
    bench.layer.Deadline();
  });
}

Cost OutgoingMessage(LayerBench& bench) {
  return CostOf(bench, [&](std::string) {
    bench.layer.Send(OurRequest(Method::kMessage), bench.now);
    bench.layer.Receive(AnswerTo(*bench.layer.PollFrame(), 200), bench.now);
    bench.layer.PollUp();
    bench.layer.PollUp();
    bench.layer.Advance(bench.now);
    bench.layer.Deadline();
  });
}

TEST_CASE("a message costs the same among none and among 4,000 open transactions") {
  LayerBench alone, crowded;
  Crowd(crowded, 1000);
  CHECK(crowded.layer.size() == 4000);

  // Under a sanitizer Abseil's small tables move at random, to find who holds on to what is in
  // them.
  const Cost in_alone = IncomingMessage(alone), in_crowded = IncomingMessage(crowded);
  CHECK(in_alone.machines == 2 * 200);  // It is opened and it is answered.
  CHECK(in_crowded.machines == in_alone.machines);
  CHECK(in_crowded.allocations <= in_alone.allocations);
  CHECK(in_crowded.allocations <= 4);  // The transaction, its copy of the text, the answer.

  const Cost out_alone = OutgoingMessage(alone), out_crowded = OutgoingMessage(crowded);
  CHECK(out_alone.machines == 2 * 200);
  CHECK(out_crowded.machines == out_alone.machines);
  CHECK(out_crowded.allocations <= out_alone.allocations);
  CHECK(crowded.layer.size() == 4000);
}

TEST_CASE("nobody is asked whose time has not come") {
  LayerBench bench;
  Crowd(bench, 250);
  const uint64_t before = bench.layer.work();
  bench.Wait(Duration(31'999));
  CHECK(bench.layer.work() == before);
  bench.Wait(Duration(100));
  CHECK(bench.layer.work() == before + 250);  // Timer F of our requests.
}

TEST_CASE("what has ended leaves nothing behind") {
  LayerBench bench;
  for (int i = 0; i < 10'000; ++i) {
    const TransactionId id = bench.layer.Send(OurRequest(Method::kMessage), bench.now);
    bench.Receive(AnswerTo(bench.Frame(), 200));
    bench.Up<ResponseReceived>();
    CHECK(bench.Quiet());
    CHECK(bench.layer.Sent(id) == nullptr);
  }
  CHECK(bench.layer.size() == 0);
  CHECK(bench.layer.Deadline() == kNever);
}

}  // namespace
}  // namespace ringline
