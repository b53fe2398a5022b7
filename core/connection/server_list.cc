#include "core/connection/server_list.h"

#include "core/base/invariant.h"

namespace ringline {

ServerList::ServerList(std::vector<uint32_t> weights) {
  INVARIANT(!weights.empty());
  for (uint32_t weight : weights) servers_.push_back({weight});
}

uint32_t ServerList::Pick(Random& random) const {
  std::vector<uint32_t> best;
  for (uint32_t i = 0; i < servers_.size(); ++i) {
    if (servers_[i].failed && !exhausted()) continue;
    if (!best.empty() && servers_[i].weight < servers_[best[0]].weight) continue;
    if (!best.empty() && servers_[i].weight > servers_[best[0]].weight) best.clear();
    best.push_back(i);
  }
  return best[random.Below(static_cast<uint32_t>(best.size()))];
}

void ServerList::Fail(uint32_t server) {
  INVARIANT(server < servers_.size());
  failed_count_ += !servers_[server].failed;
  servers_[server].failed = true;
}

void ServerList::Forgive() {
  for (Server& server : servers_) server.failed = false;
  failed_count_ = 0;
}

}  // namespace ringline
