// Which server to try next: the heaviest, by lot among equals. One that failed is set aside until
// all have failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/random.h"

namespace ringline {

class ServerList {
 public:
  // One weight a server, at least one; a server is its index.
  explicit ServerList(std::vector<uint32_t> weights);

  // Chooses among all when all have failed.
  uint32_t Pick(Random& random) const;
  void Fail(uint32_t server);
  // Whether none is left that has not failed.
  bool exhausted() const { return failed_count_ == servers_.size(); }
  // Nobody has failed.
  void Forgive();

 private:
  struct Server {
    uint32_t weight;
    bool failed = false;
  };
  std::vector<Server> servers_;
  size_t failed_count_ = 0;
};

}  // namespace ringline
