#include "core/connection/server_list.h"

#include <array>
#include <set>

#include "doctest/doctest.h"

namespace ringline {
namespace {

std::set<uint32_t> Picks(const ServerList& servers) {
  Random random(Seed{1});
  std::set<uint32_t> picks;
  for (int i = 0; i < 200; ++i) picks.insert(servers.Pick(random));
  return picks;
}

using Set = std::set<uint32_t>;

TEST_CASE("the heaviest is picked, by lot among equals") {
  CHECK(Picks(ServerList({0})) == Set{0});
  CHECK(Picks(ServerList({1, 5, 3})) == Set{1});
  CHECK(Picks(ServerList({5, 1, 5, 5})) == Set{0, 2, 3});
}

TEST_CASE("the lot is fair") {
  Random random(Seed{2});
  ServerList servers({7, 7, 7});
  std::array<int, 3> picks{};
  for (int i = 0; i < 3'000; ++i) ++picks[servers.Pick(random)];
  for (int count : picks) CHECK(count > 900);
}

TEST_CASE("failed servers are set aside until all have failed") {
  ServerList servers({5, 5, 1});
  servers.Fail(0);
  CHECK(Picks(servers) == Set{1});
  servers.Fail(1);
  servers.Fail(1);
  CHECK(Picks(servers) == Set{2});
  CHECK_FALSE(servers.exhausted());
  servers.Fail(2);
  CHECK(servers.exhausted());
  CHECK(Picks(servers) == Set{0, 1});
  servers.Forgive();
  CHECK_FALSE(servers.exhausted());
  CHECK(Picks(servers) == Set{0, 1});
}

}  // namespace
}  // namespace ringline
