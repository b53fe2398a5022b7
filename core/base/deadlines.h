// The deadlines of many machines, each one's latest by its id: the earliest in O(1), a change in
// O(log n), so that work per message does not grow with the machines that wait.
//
// It schedules nothing: it only remembers what each machine's own Deadline() last said.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/base/time.h"

namespace ringline {

template <class Id>
class Deadlines {
 public:
  // kNever forgets the id.
  void Set(Id id, Time when) {
    if (when == kNever) {
      current_.erase(id);
      return;
    }
    Time& known = current_.try_emplace(id, kNever).first->second;
    if (known == when) return;
    known = when;
    heap_.push_back({when, id});
    std::push_heap(heap_.begin(), heap_.end(), Later{});
    if (heap_.size() > 64 && heap_.size() > 2 * current_.size()) Compact();
  }
  void Forget(Id id) { current_.erase(id); }

  Time Next() {
    DropStale();
    return heap_.empty() ? kNever : heap_.front().when;
  }
  // Takes out one id that is due at `now`; the zero id when none is. Equal deadlines leave in the
  // order of their ids, so a replay is exact.
  Id PopDue(Time now) {
    DropStale();
    if (heap_.empty() || heap_.front().when > now) return Id();
    Id id = heap_.front().id;
    current_.erase(id);
    DropStale();
    return id;
  }
  size_t size() const { return current_.size(); }

 private:
  struct Entry {
    Time when;
    Id id;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.when != b.when ? a.when > b.when : b.id < a.id;
    }
  };
  bool Stale(const Entry& e) const {
    auto it = current_.find(e.id);
    return it == current_.end() || it->second != e.when;
  }
  void DropStale() {
    while (!heap_.empty() && Stale(heap_.front())) {
      std::pop_heap(heap_.begin(), heap_.end(), Later{});
      heap_.pop_back();
    }
  }
  void Compact() {
    std::erase_if(heap_, [this](const Entry& e) { return Stale(e); });
    std::make_heap(heap_.begin(), heap_.end(), Later{});
  }

  absl::flat_hash_map<Id, Time> current_;
  std::vector<Entry> heap_;
};

}  // namespace ringline
