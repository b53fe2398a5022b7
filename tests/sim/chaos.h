// The faults of a run: links that stall, die or are cut, servers that close, frames that come again
// or broken, offers that are taken back, strangers' messages, ICE that falters. A frame is lost
// only where a link loses it.
#pragma once

#include <string>
#include <vector>

#include "tests/sim/world.h"

namespace ringline::sim {

class Chaos {
 public:
  explicit Chaos(World& world);

  // One fault, or the end of one.
  void Act();
  // The faults stop: links are mended or closed with notice.
  void Calm();
  // A frame on its way to a phone: it may come again, or broken.
  void Saw(Phone& to, const std::string& frame);

 private:
  void Trouble(Phone& phone);
  void Soothe(Phone& phone);
  void Faze(Phone& phone);
  void Stray(Phone& phone);
  std::string Broken(std::string frame);
  bool Chance(uint32_t percent) { return percent > 0 && world_.random().Below(100) < percent; }
  Phone& Somebody();

  World& world_;
  bool calm_ = false;
  // Of a hundred, and one for a whole run.
  uint32_t links_, repeats_, breaks_, strays_, ice_, withdrawals_;
};

}  // namespace ringline::sim
