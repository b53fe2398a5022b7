#include "core/vocabulary/outbox.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

std::string LogOf(Record record) {
  std::string text = "(no log)";
  Decode<Output>(record, [&](auto&& one) {
    if constexpr (std::is_same_v<std::decay_t<decltype(one)>, out::Log>) text = one.text;
  });
  return text;
}

TEST_CASE("outputs leave in the order they came, also while more come") {
  Outbox out;
  CHECK(out.Pop().empty());
  out.Push(out::Log{LogLevel::kInfo, "1"});
  out.Push(out::Log{LogLevel::kInfo, "2"});
  CHECK(LogOf(out.Pop()) == "1");
  out.Push(out::Log{LogLevel::kInfo, "3"});
  CHECK(LogOf(out.Pop()) == "2");
  CHECK(LogOf(out.Pop()) == "3");
  CHECK(out.Pop().empty());
  CHECK(out.Pop().empty());
}

TEST_CASE("records of every length stand at words") {
  Outbox out;
  for (size_t size = 0; size < 9; size++)
    out.Push(out::Log{LogLevel::kInfo, std::string(size, 'x')});
  for (size_t size = 0; size < 9; size++) {
    Record record = out.Pop();
    CHECK(reinterpret_cast<uintptr_t>(record.data()) % sizeof(uint32_t) == 0);
    CHECK(LogOf(record) == std::string(size, 'x'));
  }
}

TEST_CASE("an output larger than the buffer passes whole") {
  Outbox out;
  std::string large(3 << 20, 'y');
  out.Push(out::Log{LogLevel::kInfo, "before"});
  out.Push(out::Log{LogLevel::kInfo, large});
  out.Push(out::Log{LogLevel::kInfo, "after"});
  CHECK(LogOf(out.Pop()) == "before");
  CHECK(LogOf(out.Pop()) == large);
  CHECK(LogOf(out.Pop()) == "after");
  CHECK(out.Pop().empty());
}

}  // namespace
}  // namespace ringline
