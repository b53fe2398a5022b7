#include "core/base/queue.h"

#include <memory>

#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("a queue gives back in the order it was given") {
  Queue<int> queue;
  for (int i = 0; i < 5; ++i) queue.Push(i);
  CHECK(queue.size() == 5);
  CHECK(queue.front() == 0);
  for (int i = 0; i < 5; ++i) CHECK(*queue.Pop() == i);
  CHECK(!queue.Pop());
  CHECK(queue.size() == 0);
  CHECK(queue.pushed() == 5);
}

TEST_CASE("a queue that is never drained to its end stays in order and small") {
  Queue<std::unique_ptr<int>> queue;
  int next = 0;
  for (int i = 0; i < 10'000; ++i) {
    queue.Push(std::make_unique<int>(i));
    if (i >= 100) {
      CHECK(**queue.Pop() == next);
      ++next;
    }
  }
  CHECK(queue.size() == 100);
}

TEST_CASE("a cleared queue goes on") {
  Queue<int> queue;
  queue.Push(1);
  queue.Push(2);
  queue.Pop();
  queue.Clear();
  CHECK(!queue.Pop());
  queue.Push(3);
  CHECK(*queue.Pop() == 3);
}

}  // namespace
}  // namespace ringline
