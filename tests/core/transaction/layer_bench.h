// A transaction layer between a test's two hands: the wire below and the user above.
#pragma once

#include <string>
#include <utility>

#include "core/transaction/transaction_layer.h"
#include "tests/core/transaction/sip_texts.h"

namespace ringline {

struct LayerBench {
  explicit LayerBench(TransactionLayer::Options options = {.sent_by = "ours.invalid"},
                      uint8_t seed = 1)
      : layer(std::move(options), Random(Seed{seed})) {
    layer.TransportChanged(true, now);
  }

  void Wait(Duration duration) {
    now += duration;
    layer.Advance(now);
  }
  void Receive(std::string text) { layer.Receive(std::move(text), now); }
  bool Respond(TransactionId server, int status, std::string_view to_tag = "ours") {
    const Message* request = layer.Request(server);
    REQUIRE(request != nullptr);
    return layer.Respond(server, status, WriteResponse(*request, status, "", to_tag, {}, ""), now);
  }

  // The next frame; "" when there is none.
  std::string Frame() { return layer.PollFrame().value_or(""); }
  // Its status, or its method; "" when there is none.
  std::string FrameIs() {
    const std::string frame = Frame();
    if (frame.empty()) return "";
    const Message message = Parsed(frame);
    return message.is_request() ? std::string(message.method_text())
                                : std::to_string(message.status_code());
  }
  // The next event, which must be of that kind.
  template <class Event>
  Event Up() {
    std::optional<TransactionEvent> event = layer.PollUp();
    REQUIRE(event.has_value());
    REQUIRE(std::holds_alternative<Event>(*event));
    return std::get<Event>(std::move(*event));
  }
  // Nothing to send and nothing to tell.
  bool Quiet() { return Frame().empty() && !layer.PollUp(); }

  // An INVITE or another request of theirs that has come up.
  TransactionId Incoming(const PeerRequest& request) {
    Receive(request.Text());
    return Up<RequestReceived>().server;
  }

  TransactionLayer layer;
  Time now = kStart;
};

}  // namespace ringline
