// First in, first out, without an allocation once it has seen its longest day. A deque of messages
// would allocate for each of them: one fills a whole block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ringline {

template <class T>
class Queue {
 public:
  void Push(T item) {
    items_.push_back(std::move(item));
    ++pushed_;
  }
  std::optional<T> Pop() {
    if (head_ == items_.size()) return std::nullopt;
    std::optional<T> item(std::move(items_[head_++]));
    if (head_ == items_.size()) {
      Clear();
    } else if (head_ >= 64 && head_ * 2 >= items_.size()) {  // Nobody drains it to the end.
      items_.erase(items_.begin(), items_.begin() + static_cast<ptrdiff_t>(head_));
      head_ = 0;
    }
    return item;
  }
  const T& front() const { return items_[head_]; }
  void Clear() {
    items_.clear();
    head_ = 0;
  }
  bool empty() const { return head_ == items_.size(); }
  size_t size() const { return items_.size() - head_; }
  uint64_t pushed() const { return pushed_; }  // Since the start.

 private:
  std::vector<T> items_;
  size_t head_ = 0;
  uint64_t pushed_ = 0;
};

}  // namespace ringline
