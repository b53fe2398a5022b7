// Prints what a machine of this layer does with every happening in every state, one line an edge,
// for the golden files; and what it does, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/uac/ground.h"
#include "tests/core/ground.h"

namespace ringline::test {

struct Rig : Layers {
  Ground ground{config, account, random, transactions, uac, out};

  // The outputs that came since the last call, by name, with the word that matters.
  std::string Told() {
    std::string text;
    for (const Output& one : said.Take(out)) text += " " + NameOf(one);
    return text;
  }
  // The frames since the last call.
  std::string Sent() {
    std::string text;
    for (const Message& frame : Frames()) {
      text += " ";
      text += frame.is_request() ? frame.method_text() : std::to_string(frame.status_code());
      for (HeaderName name :
           {HeaderName::kExpires, HeaderName::kSubscriptionState, HeaderName::kSipIfMatch}) {
        if (frame.Has(name)) text += "/" + std::string(frame.Header(name));
      }
      if (!frame.body().empty()) text += "/body";
    }
    return text;
  }
};

// `make(rig, state)` gives the machine in that state; `names` are those of the states in order.
template <class Machine>
std::string Matrix(const std::vector<std::string>& names,
                   const std::vector<std::pair<std::string, typename Machine::Happening>>& all,
                   Machine (*make)(Rig&, size_t)) {
  auto padded = [](std::string text, size_t width) {
    text.resize(std::max(text.size() + 1, width), ' ');
    return text;
  };
  std::string text;
  for (size_t state = 0; state < names.size(); ++state) {
    for (const auto& [name, happening] : all) {
      Rig rig;
      Machine machine = make(rig, state);
      REQUIRE(machine.state().index() == state);
      rig.Sent(), rig.Told();
      rig.now += std::chrono::seconds(1);
      Time before = machine.Deadline();
      machine.Take(happening, rig.now);
      std::string line = padded(names[state], 11) + padded(name, 19) + "-> " +
                         padded(names[machine.state().index()], 11);
      std::string deeds = rig.Sent() + rig.Told();
      if (machine.Deadline() != before && machine.Deadline() != kNever) {
        deeds += " until:" + std::to_string((machine.Deadline() - rig.now).count()) + "ms";
      }
      line += deeds.empty() ? "" : deeds.substr(1);
      line.resize(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    text += "\n";
  }
  text.pop_back();
  return text;
}

}  // namespace ringline::test
