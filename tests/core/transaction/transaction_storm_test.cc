// Storms: random peers, users, clocks and connections by a fixed seed, and what must hold in all of
// them. A failing seed is named and replays exactly.
#include <map>
#include <optional>
#include <set>

#include "core/base/overloaded.h"
#include "tests/core/transaction/layer_bench.h"

namespace ringline {
namespace {

class Storm {
 public:
  explicit Storm(uint32_t seed)
      : dice_(Seed{static_cast<uint8_t>(seed), static_cast<uint8_t>(seed >> 8), 77}),
        bench_({.sent_by = "ours.invalid", .server_limit = 40}, static_cast<uint8_t>(seed)) {}

  void Run(int steps) {
    for (int i = 0; i < steps; ++i) {
      Step();
      Drain();
    }
    Calm();
  }
  // Everything that was seen, for a replay to compare.
  const std::string& transcript() const { return transcript_; }

 private:
  uint32_t Dice(uint32_t sides) { return dice_.Below(sides); }
  template <class T>
  const T& Any(const std::vector<T>& of) {
    return of[Dice(static_cast<uint32_t>(of.size()))];
  }

  void Step() {
    switch (Dice(20)) {
      case 0:
      case 1:
        return Send(Method::kInvite);
      case 2:
        return Send(Dice(2) ? Method::kMessage : Method::kRegister);
      case 3:
        if (!invites_.empty()) bench_.layer.Cancel(Any(invites_), {}, bench_.now);
        return;
      case 4:
      case 5:
      case 6:
        return Request(Fresh());
      case 7:  // Sent again, or the same by another way.
        if (requests_.empty()) return;
        {
          PeerRequest request = Any(requests_);
          if (Dice(3) == 0) request.via += "x";
          return Request(request);
        }
      case 8:
        return Follow("ACK");
      case 9:
        return Follow("CANCEL");
      case 10:
      case 11:
      case 12:
      case 13:
        return Answer();
      case 14:
      case 15:
      case 16:
        return Respond();
      case 17:
        return Garbage();
      case 18:
        if (Dice(4) == 0) {
          bench_.layer.TransportChanged(Dice(3) != 0, bench_.now);
        }
        return;
      default:
        return Wait(Dice(4) == 0 ? Dice(40'000) : Dice(1000));
    }
  }

  PeerRequest Fresh() {
    static const std::vector<std::string> kMethods = {"INVITE",  "INVITE", "MESSAGE",
                                                      "OPTIONS", "BYE",    "X-ODD"};
    const std::string n = std::to_string(++peer_number_);
    PeerRequest request{.method = Any(kMethods), .call_id = "call-" + n};
    request.via = Dice(6) == 0 ? "SIP/2.0/WS old.example.com;branch=" + n
                               : "SIP/2.0/WS peer.example.com;branch=z9hG4bK" + n;
    if (Dice(3) == 0) request.to += ";tag=ours";
    return request;
  }
  void Request(const PeerRequest& request) {
    if (requests_.size() < 50) requests_.push_back(request);
    bench_.Receive(request.Text());
  }
  void Follow(const char* method) {
    if (requests_.empty()) return;
    PeerRequest request = Any(requests_);
    request.method = method;
    if (std::string_view(method) == "ACK") request.to = "<sip:alice@example.com>;tag=ours";
    if (Dice(4) == 0) request.via += "other";
    bench_.Receive(request.Text());
  }
  void Answer() {
    if (frames_.empty()) return;
    static const std::vector<int> kStatuses = {100, 180, 183, 200, 200, 202, 302, 401, 486, 487};
    static const std::vector<std::string> kTags = {"desk", "mobile", "car"};
    const std::string& frame = Any(frames_);
    std::string text = AnswerTo(frame, Any(kStatuses), Any(kTags));
    bench_.Receive(text);
    if (Dice(3) == 0) bench_.Receive(text);
  }
  void Garbage() {
    std::string text = Fresh().Text();
    for (uint32_t i = 0; i < 1 + Dice(8); ++i) {
      text[Dice(static_cast<uint32_t>(text.size()))] = static_cast<char>(Dice(256));
    }
    if (Dice(4) == 0) text.resize(Dice(static_cast<uint32_t>(text.size())));
    bench_.Receive(text);
  }
  void Send(Method method) {
    const TransactionId id = bench_.layer.Send(OurRequest(method, "ours", ++cseq_), bench_.now);
    clients_[id] = method;
    if (method == Method::kInvite) invites_.push_back(id);
  }
  void Respond() {
    if (servers_.empty()) return;
    auto it = servers_.begin();
    std::advance(it, Dice(static_cast<uint32_t>(servers_.size())));
    static const std::vector<int> kStatuses = {180, 200, 200, 404, 486};
    RespondTo(it->first, Any(kStatuses));
  }
  void RespondTo(TransactionId id, int status) {
    const Message* request = bench_.layer.Request(id);
    if (!request) return;
    bench_.layer.Respond(id, status, WriteResponse(*request, status, "", "ours", {}, ""),
                         bench_.now);
  }
  void Wait(uint32_t milliseconds) {
    bench_.Wait(Duration(milliseconds));
    CHECK(bench_.layer.Deadline() > bench_.now);
  }

  void Drain() {
    while (auto frame = bench_.layer.PollFrame()) {
      transcript_ += *frame;
      const Message message = Parsed(*frame);  // Whatever we send can be read.
      CHECK(message.skipped_lines() == 0);
      if (message.is_request() && message.method() != Method::kAck && frames_.size() < 100) {
        frames_.push_back(*frame);
      }
    }
    while (auto event = bench_.layer.PollUp()) {
      transcript_ += std::to_string(event->index());
      std::visit(
          Overloaded{
              [&](const RequestReceived& e) {
                CHECK(e.request.method() != Method::kAck);
                CHECK(e.request.method() != Method::kCancel);
                CHECK(bench_.layer.Request(e.server) != nullptr);
                CHECK(servers_.emplace(e.server, e.request.method()).second);
              },
              [&](const AckReceived& e) { CHECK(e.ack.method() == Method::kAck); },
              [&](const CancelReceived& e) { CHECK(servers_.at(e.invite) == Method::kInvite); },
              [&](const ResponseReceived& e) {
                const int status = e.response.status_code();
                if (status >= 200) return End(e.client, status);
                CHECK(!ended_.contains(e.client));
              },
              [&](const TimedOut& e) { End(e.client, 408); },
              [&](const TransportFailed& e) { End(e.client, 503); },
              [&](const AckMissing& e) { CHECK(servers_.at(e.server) == Method::kInvite); },
              [](const TransactionChanged&) { FAIL("nobody watches"); },
          },
          *event);
    }
  }

  // Exactly once, but for further 2xx to an INVITE.
  void End(TransactionId id, int status) {
    REQUIRE(clients_.contains(id));
    transcript_ += "#" + std::to_string(id.value()) + "=" + std::to_string(status);
    auto [it, first] = ended_.emplace(id, status);
    if (first) return;
    CHECK(clients_.at(id) == Method::kInvite);
    CHECK(it->second / 100 == 2);
    CHECK(status / 100 == 2);
  }

  // The faults stop and users do their part: cancel what rings, answer what is asked. Then all that
  // waits must end by its own timers.
  void Calm() {
    bench_.layer.TransportChanged(true, bench_.now);
    for (TransactionId id : invites_) bench_.layer.Cancel(id, {}, bench_.now);
    for (const auto& [id, method] : servers_) RespondTo(id, 404);
    Drain();
    const Time end = bench_.now + 64 * kT1;
    while (bench_.layer.Deadline() <= end) {
      const Time next = bench_.layer.Deadline();
      REQUIRE(next > bench_.now);  // No deadline is met twice.
      bench_.Wait(next - bench_.now);
      Drain();
    }
    CHECK(bench_.layer.Deadline() == kNever);
    CHECK(bench_.layer.size() == 0);
    CHECK(bench_.Quiet());
    for (const auto& [id, method] : clients_) CHECK(ended_.contains(id));
    for (const auto& [id, method] : clients_) CHECK(bench_.layer.Sent(id) == nullptr);
    for (const auto& [id, method] : servers_) CHECK(bench_.layer.Request(id) == nullptr);
  }

  Random dice_;
  LayerBench bench_;
  std::string transcript_;
  uint32_t cseq_ = 0;
  int peer_number_ = 0;
  std::vector<PeerRequest> requests_;
  std::vector<std::string> frames_;
  std::vector<TransactionId> invites_;
  std::map<TransactionId, Method> clients_, servers_;
  std::map<TransactionId, int> ended_;
};

TEST_CASE("in every storm each client ends exactly once and nothing stays") {
  for (uint32_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Storm storm(seed);
    storm.Run(400);
  }
}

TEST_CASE("a storm of the same seed is the same storm") {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Storm one(seed), two(seed);
    one.Run(300);
    two.Run(300);
    CHECK(one.transcript() == two.transcript());
  }
}

}  // namespace
}  // namespace ringline
