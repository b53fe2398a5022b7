#include "core/engine/core.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/overloaded.h"
#include "core/uas/inspection.h"

namespace ringline {
namespace {

// How long a stop waits for the answers to BYE and REGISTER, and for final NOTIFYs.
constexpr Duration kStopPatience = 2s;
// More turns than any input needs: beyond it the layers talk in a circle.
constexpr int kTurns = 100'000;

Credentials CredentialsOf(const Config& config) {
  Credentials credentials;
  credentials.user = config.authorization_user;
  credentials.password = config.password;
  credentials.ha1 = config.ha1;
  credentials.realm = config.realm;
  credentials.token = config.authorization_jwt;
  return credentials;
}

Connection::Options OptionsOf(const Config& config) {
  Connection::Options options;
  options.connect_timeout = config.connect_timeout;
  options.keep_alive = config.keep_alive;
  options.pong_timeout = config.pong_timeout;
  options.recovery.floor = config.recovery_min;
  options.recovery.cap = config.recovery_max;
  return options;
}

ServerList ServersOf(const Config& config) {
  std::vector<uint32_t> weights;
  for (const Server& server : config.servers) weights.push_back(server.weight);
  return ServerList(std::move(weights));
}

Random Fork(Random& random) {
  Seed seed;
  for (uint8_t& byte : seed) byte = static_cast<uint8_t>(random.Next());
  return Random(seed);
}

}  // namespace

Engine::Core::Core(Config config, Random random, Account account)
    : config_(std::move(config)),
      random_(std::move(random)),
      account_(std::move(account)),
      transactions_({account_.via_host(), account_.via_transport()}, Fork(random_)),
      uac_(transactions_, account_, random_, CredentialsOf(config_)),
      connection_(OptionsOf(config_), ServersOf(config_)),
      registration_(config_, account_, uac_, random_, out),
      page_(account_, uac_, transactions_, random_, out),
      calls_(Ground{config_, account_, random_, transactions_, uac_, out}),
      subscriptions_(Ground{config_, account_, random_, transactions_, uac_, out}),
      publications_(Ground{config_, account_, random_, transactions_, uac_, out}) {
  transactions_.TransportChanged(false, now_);
}

// ── inputs ──────────────────────────────────────────────────────────────────────────────────────

uint32_t Engine::Core::Handle(Record input, Time now) {
  now_ = std::max(now_, now);
  uint32_t made = 0;
  auto fault = Decode<Input>(input, [&](auto&& one) { made = Do(std::move(one)); });
  if (fault) {
    std::string_view field = fault->field.empty() ? "the input" : fault->field;
    Reject(fault->alternative, std::string(field) + ": not of its type");
  }
  Settle();
  FinishStopping();
  return made;
}

uint32_t Engine::Core::Do(in::Start&&) {
  bool stopping = std::exchange(stop_by_, kNever) != kNever;
  bool waits = !connected_ && config_.connect_failed_after > Duration::zero();
  if (waits) unconnected_ = now_ + config_.connect_failed_after;
  Tell(Connection::Start{});
  // The stop had unregistered already.
  if (stopping && connected_ && config_.auto_register) registration_.Register(now_);
  return 0;
}

uint32_t Engine::Core::Do(in::Stop&&) {
  if (stop_by_ != kNever) return 0;
  stop_by_ = connected_ ? now_ + kStopPatience : now_;
  unconnected_ = kNever;
  calls_.EndAll(now_);
  subscriptions_.EndAll(now_);
  publications_.EndAll(now_);
  registration_.Unregister(false, now_);
  return 0;
}

uint32_t Engine::Core::Do(in::Register&&) {
  if (stop_by_ != kNever) {
    Reject(in::Register::kName, "stopping");
  } else if (connected_) {
    registration_.Register(now_);
  } else {
    Reject(in::Register::kName, "not connected");
  }
  return 0;
}

uint32_t Engine::Core::Do(in::Unregister&& input) {
  registration_.Unregister(input.all, now_);
  return 0;
}

uint32_t Engine::Core::Do(in::SetCredentials&& input) {
  config_.authorization_user = std::move(input.authorization_user);
  config_.password = std::move(input.password);
  config_.realm = std::move(input.realm);
  config_.ha1 = std::move(input.ha1);
  config_.authorization_jwt = std::move(input.authorization_jwt);
  uac_.SetCredentials(CredentialsOf(config_));
  return 0;
}

uint32_t Engine::Core::Do(in::SetIdentity&& input) {
  bool sound = ParseHeaderLine("x: " + input.display_name).ok();
  for (const std::string& line : input.extra_headers) sound = sound && ParseHeaderLine(line).ok();
  if (!sound) {
    Reject(in::SetIdentity::kName, "a header holds what no header may");
    return 0;
  }
  config_.auto_register = input.auto_register;
  account_.SetIdentity(std::move(input.display_name), std::move(input.extra_headers));
  return 0;
}

uint32_t Engine::Core::Do(in::SetRegistrationHeaders&& input) {
  bool sound = ParseHeaderLine("x: y" + input.contact_parameters).ok();
  for (const std::string& line : input.headers) sound = sound && ParseHeaderLine(line).ok();
  if (!sound) {
    Reject(in::SetRegistrationHeaders::kName, "a header holds what no header may");
    return 0;
  }
  registration_.SetHeaders(std::move(input.headers));
  account_.SetContactParameters(std::move(input.contact_parameters));
  return 0;
}

uint32_t Engine::Core::Do(in::Probe&&) {
  Tell(Connection::Probe{});
  return 0;
}

uint32_t Engine::Core::Do(in::NetworkChanged&& input) {
  if (input.online) {
    Tell(Connection::Online{});
  } else {
    Tell(Connection::Offline{});
  }
  return 0;
}

uint32_t Engine::Core::Do(in::MakeCall&& input) {
  SessionId made = calls_.Make(input, now_);
  // It is told of, and that it is over.
  if (stop_by_ != kNever) calls_.EndAll(now_);
  return made.value();
}

uint32_t Engine::Core::Do(in::SendPage&& input) {
  RequestId request = out.NextRequest();
  std::string_view reason = page_.Send(input, request, now_);
  if (reason.empty()) return request.value();
  Reject(in::SendPage::kName, reason);
  return 0;
}

uint32_t Engine::Core::Do(in::Subscribe&& input) {
  if (stop_by_ == kNever) return subscriptions_.Subscribe(input, now_).value();
  Reject(in::Subscribe::kName, "stopping");
  return 0;
}

uint32_t Engine::Core::Do(in::AcceptSubscribe&& input) {
  TransactionId server = page_.Find(input.incoming);
  SubscriptionId made = subscriptions_.Accept(input, server, now_);
  if (made) page_.Forget(input.incoming);
  return made.value();
}

uint32_t Engine::Core::Do(in::Publish&& input) {
  if (stop_by_ == kNever) return publications_.Publish(input, now_).value();
  Reject(in::Publish::kName, "stopping");
  return 0;
}

uint32_t Engine::Core::Do(in::Respond&& input) {
  if (calls_.Respond(input, now_)) return 0;
  std::string_view reason = page_.Respond(input, now_);
  if (!reason.empty()) Reject(in::Respond::kName, reason);
  return 0;
}

uint32_t Engine::Core::Do(in::SocketOpened&& input) {
  Tell(Connection::SocketOpened{input.socket});
  return 0;
}

uint32_t Engine::Core::Do(in::SocketClosed&& input) {
  Tell(Connection::SocketClosed{input.socket, input.error, input.code, input.reason});
  return 0;
}

uint32_t Engine::Core::Do(in::SocketMessage&& input) {
  bool current = connected_ && input.socket == connection_.socket();
  Tell(Connection::Received{input.socket, input.data});
  if (!current || Connection::IsKeepAlive(input.data)) return 0;
  transactions_.Receive(std::move(input.data), now_);
  NoteDrops();
  return 0;
}

// ── choreography ────────────────────────────────────────────────────────────────────────────────

void Engine::Core::Settle() {
  for (int turn = 0;; turn++) {
    INVARIANT(turn < kTurns);
    if (auto event = transactions_.PollUp()) {
      Carry(*std::move(event));
    } else if (auto client = uac_.PollUp()) {
      Carry(*client);
    } else if (auto frame = transactions_.PollFrame()) {
      out.Push(out::SendFrame{connection_.socket(), *std::move(frame)});
    } else {
      break;
    }
  }
}

void Engine::Core::Tell(const Connection::Event& event) {
  Connection::Outbox box;
  connection_.Handle(event, now_, random_, box);
  // Up first: what the layers above still have to say to the old socket must find it gone.
  for (Connection::Up& up : box.up) Carry(std::move(up));
  for (const Connection::Down& down : box.down) Carry(down);
}

void Engine::Core::Carry(const Connection::Down& down) {
  std::visit(
      Overloaded{
          [&](const Connection::OpenSocket& e) { out.Push(out::OpenSocket{e.socket, e.server}); },
          [&](const Connection::SendFrame& e) {
            out.Push(out::SendFrame{e.socket, std::string(e.frame)});
          },
          [&](const Connection::CloseSocket& e) { out.Push(out::CloseSocket{e.socket}); },
      },
      down);
}

void Engine::Core::Carry(Connection::Up&& up) {
  std::visit(
      Overloaded{
          [&](Connection::AttemptStarted& e) { out.Push(out::Connecting{e.server, e.attempts}); },
          [&](Connection::Connected& e) {
            account_.UseServer(config_.servers[e.server]);
            transactions_.SetTransport(account_.via_transport());
            out.Push(out::Connected{e.server});
            connected_ = true;
            unconnected_ = kNever;
            transactions_.TransportChanged(true, now_);
            calls_.Connected(true, now_);
            if (config_.auto_register && stop_by_ == kNever) registration_.Register(now_);
            subscriptions_.Connected(now_);
            publications_.Connected(now_);
          },
          [&](Connection::Disconnected& e) {
            bool was_connected = std::exchange(connected_, false);
            if (was_connected) transactions_.TransportChanged(false, now_);
            Settle();
            out.Push(out::Disconnected{e.server, e.error, e.code, std::move(e.reason)});
            if (was_connected) registration_.TransportLost();
            if (was_connected) calls_.Connected(false, now_);
          },
          [&](Connection::ProbeWanted&) { SendProbe(); },
      },
      up);
}

void Engine::Core::Carry(TransactionEvent&& event) {
  std::visit(Overloaded{
                 [&](RequestReceived& e) { Take(std::move(e)); },
                 [&](AckReceived& e) { calls_.Acknowledged(e.ack, now_); },
                 [&](CancelReceived& e) { calls_.Canceled(e.invite, e.cancel, now_); },
                 [&](ResponseReceived& e) { uac_.Handle(std::move(e), now_); },
                 [&](TimedOut& e) { uac_.Handle(e); },
                 [&](TransportFailed& e) { uac_.Handle(e); },
                 [](AckMissing&) {},  // Of a rejection: that call is over anyhow (17.2.1).
                 [&](TransactionChanged& e) {
                   out.Push(out::TransactionChanged{e.id, e.is_server, std::move(e.request)});
                 },
             },
             event);
}

void Engine::Core::Take(RequestReceived&& event) {
  const Message& request = event.request;
  auto answer = [&](int status, std::string_view reason, std::vector<HeaderLine> headers) {
    for (HeaderLine& line : account_.ResponseHeaders(request.method())) {
      headers.push_back(std::move(line));
    }
    transactions_.Respond(event.server, status,
                          WriteResponse(request, status, reason, random_.Token(10), headers, ""),
                          now_);
  };
  if (!request.to_tag().empty()) {
    bool judged = request.method() != Method::kBye;
    if (auto refusal = judged ? InspectNeeds(request, account_) : std::nullopt) {
      return answer(refusal->status, refusal->reason, std::move(refusal->headers));
    }
    switch (calls_.Receive(event.server, request, now_)) {
      case Calls::Taken::kDone:
        return;
      case Calls::Taken::kForApplication:
        if (request.method() == Method::kMessage) return page_.Receive(event.server, request);
        return answer(405, "", {{"Allow", account_.Allow()}});
      case Calls::Taken::kNoDialog:
        break;
    }
    if (subscriptions_.Receive(event.server, request, now_)) return;
  }
  if (auto refusal = Inspect(request, account_)) {
    return answer(refusal->status, refusal->reason, std::move(refusal->headers));
  }
  if (stop_by_ != kNever) return answer(480, "", {});
  switch (request.method()) {
    case Method::kInvite:
      return calls_.Invite(event.server, request, now_);
    case Method::kNotify:
      answer(200, "", {});
      out.Push(out::StrayNotify{std::string(request.Header(HeaderName::kEvent)), request.text()});
      return;
    case Method::kSubscribe:
      out.Push(out::SubscribeOffered{page_.Keep(event.server), request.text()});
      return;
    default:
      return page_.Receive(event.server, request);
  }
}

void Engine::Core::Carry(const ClientEvent& event) {
  switch (event.owner.kind) {
    case Owner::Kind::kRegistration:
      return registration_.Handle(event, now_);
    case Owner::Kind::kSession:
      return calls_.Handle(event, now_);
    case Owner::Kind::kPage:
      return page_.Handle(event);
    case Owner::Kind::kSubscription:
      return subscriptions_.Handle(event, now_);
    case Owner::Kind::kPublication:
      return publications_.Handle(event, now_);
    case Owner::Kind::kProbe:
    case Owner::Kind::kNobody:
      return;
  }
}

// A server that answers no ping answers an OPTIONS (RFC 3261 11).
void Engine::Core::SendProbe() {
  auto registrar = Uri::Parse(account_.registrar());
  if (!registrar) return;
  auto options = account_.MakeRequest(Method::kOptions, *registrar, *registrar, {}, {}, random_);
  if (!options) return;
  uac_.Send(*std::move(options), {Owner::Kind::kProbe, 0}, /*in_dialog=*/false, now_);
}

void Engine::Core::NoteDrops() {
  if (transactions_.dropped() == dropped_) return;
  dropped_ = transactions_.dropped();
  out.Push(
      out::Log{LogLevel::kWarning, "dropped a message: " + std::string(transactions_.last_drop())});
}

void Engine::Core::FinishStopping() {
  if (stop_by_ == kNever) return;
  bool quiet = calls_.empty() && subscriptions_.empty() && publications_.empty() &&
               registration_.quiet() && !registration_.registered();
  if (!quiet && now_ < stop_by_) return;
  stop_by_ = kNever;
  Tell(Connection::Stop{});
  Settle();
  subscriptions_.Abandon();
  publications_.Abandon();
  transactions_.EndAll();
  out.Push(out::Stopped{});
}

void Engine::Core::Reject(std::string_view input, std::string_view reason) {
  out.Push(out::Rejected{std::string(input), std::string(reason)});
}

// ── time ────────────────────────────────────────────────────────────────────────────────────────

void Engine::Core::Advance(Time now) {
  now_ = std::max(now_, now);
  if (connection_.Deadline() <= now_) Tell(Connection::TimerFired{});
  if (unconnected_ <= now_) {
    unconnected_ = kNever;
    out.Push(out::ConnectFailed{});
  }
  transactions_.Advance(now_);
  Settle();
  registration_.Advance(now_);
  calls_.Advance(now_);
  subscriptions_.Advance(now_);
  publications_.Advance(now_);
  Settle();
  FinishStopping();
}

Time Engine::Core::Deadline() {
  return std::min({connection_.Deadline(), transactions_.Deadline(), registration_.Deadline(),
                   calls_.Deadline(), subscriptions_.Deadline(), publications_.Deadline(),
                   unconnected_, stop_by_});
}

}  // namespace ringline
