// Prints what a machine does with every event in every state, one line an edge, for the golden
// files: what the last row of a machine's table swallows is seen there.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/overloaded.h"
#include "core/transaction/transaction_outbox.h"
#include "tests/core/transaction/sip_texts.h"

namespace ringline {

inline std::string Padded(std::string_view text, size_t width) {
  std::string out(text);
  if (out.size() < width) out.resize(width, ' ');
  return out;
}

// What a machine left in its outbox, in words.
inline std::string Deeds(TransactionOutbox& out) {
  std::string deeds;
  auto add = [&](const std::string& deed) { deeds += (deeds.empty() ? "" : "  ") + deed; };
  while (auto frame = out.frames.Pop()) {
    const Message message = Parsed(*frame);
    add("send:" + (message.is_request() ? std::string(message.method_text())
                                        : std::to_string(message.status_code())));
  }
  if (out.cancel) add("open:" + std::string(out.cancel->method_name()));
  out.cancel.reset();
  while (auto event = out.up.Pop()) {
    add("up:" + std::visit(Overloaded{
                               [](const RequestReceived&) -> std::string { return "request"; },
                               [](const AckReceived&) -> std::string { return "ack"; },
                               [](const CancelReceived&) -> std::string { return "cancel"; },
                               [](const ResponseReceived& e) {
                                 return std::to_string(e.response.status_code());
                               },
                               [](const TimedOut&) -> std::string { return "timed-out"; },
                               [](const TransportFailed&) -> std::string { return "failed"; },
                               [](const AckMissing&) -> std::string { return "ack-missing"; },
                               [](const TransactionChanged&) -> std::string { return "change"; },
                           },
                           *event));
  }
  return deeds;
}

inline std::string DeadlineText(Time deadline, Time now) {
  if (deadline == kNever) return "";
  return "until:" + std::to_string((deadline - now).count()) + "ms";
}

// `make(state, out)` gives a machine in that state; `send(event, machine, out)` tells it that event
// a second later.
template <class Make, class Send>
std::string Matrix(const std::vector<std::string>& states, const std::vector<std::string>& events,
                   Make make, Send send) {
  std::string text;
  for (size_t state = 0; state < states.size(); ++state) {
    for (size_t event = 0; event < events.size(); ++event) {
      TransactionOutbox out;
      out.connected = true;
      auto machine = make(state, out);
      REQUIRE(machine.state().index() == state);
      Deeds(out);
      const Time before = machine.Deadline();
      const Time now = kStart + Duration(1000);
      send(event, machine, now, out);
      std::string line = Padded(states[state], 12) + Padded(events[event], 16) + "-> " +
                         Padded(states[machine.state().index()], 12) + Padded(Deeds(out), 24);
      // A deadline stands here when the event set it anew.
      if (machine.Deadline() != before) line += DeadlineText(machine.Deadline(), now);
      line.resize(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    text += "\n";
  }
  text.pop_back();
  return text;
}

}  // namespace ringline
