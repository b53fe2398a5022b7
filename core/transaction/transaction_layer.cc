#include "core/transaction/transaction_layer.h"

#include <list>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"

#include "core/sip/message_check.h"
#include "core/transaction/invite_client.h"
#include "core/transaction/invite_server.h"
#include "core/transaction/non_invite_client.h"
#include "core/transaction/non_invite_server.h"
#include "core/transaction/timers.h"
#include "core/transaction/transaction_key.h"
#include "core/transaction/transaction_outbox.h"

namespace ringline {
namespace {

constexpr std::string_view kCookie = "z9hG4bK";
constexpr size_t kBranchSize = kCookie.size() + 14;  // 72 bits of chance.
constexpr size_t kTagSize = 10;

template <class Machine>
constexpr bool kIsServer =
    std::is_same_v<Machine, InviteServer> || std::is_same_v<Machine, NonInviteServer>;

// One allocation a transaction; it never moves, since its keys point into it.
struct Transaction {
  template <class Machine, class... Args>
  Transaction(TransactionId number, std::in_place_type_t<Machine> kind, Args&&... args)
      : id(number), is_server(kIsServer<Machine>), machine(kind, std::forward<Args>(args)...) {}

  TransactionId id;
  bool is_server;
  bool has_ended = false;
  Time deadline = kNever;    // As the alarms know it.
  uint64_t ended_after = 0;  // Events that had come up before its end.
  TransactionKey key, merged_key;
  std::variant<InviteClient, NonInviteClient, InviteServer, NonInviteServer> machine;
};
// In the order of their ids.
using Transactions = std::list<Transaction>;

const Message* AskedOf(const Transaction& t) {
  if (auto* invite = std::get_if<InviteServer>(&t.machine)) return &invite->request();
  if (auto* other = std::get_if<NonInviteServer>(&t.machine)) return &other->request();
  return nullptr;
}
const OutgoingRequest* SentBy(const Transaction& t) {
  if (auto* invite = std::get_if<InviteClient>(&t.machine)) return &invite->request();
  if (auto* other = std::get_if<NonInviteClient>(&t.machine)) return &other->request();
  return nullptr;
}

// Our own Via ends with its branch.
std::string_view BranchOf(const OutgoingRequest& request) {
  std::string_view via = request.headers.front().value;
  return via.substr(via.size() - kBranchSize);
}

std::string TextOf(const Transaction& t) {
  const Message* asked = AskedOf(t);
  return asked ? std::string(asked->text()) : SentBy(t)->Write();
}

// By machine, then by its state: see their headers.
std::string_view StateOf(const Transaction& t) {
  static constexpr std::string_view kStates[][5] = {
      {"calling", "calling", "proceeding", "proceeding", "accepted"},
      {"trying", "proceeding"},
      {"proceeding", "completed", "accepted"},
      {"trying", "proceeding"},
  };
  return std::visit(
      [&](const auto& machine) { return kStates[t.machine.index()][machine.state().index()]; },
      t.machine);
}

// What an RFC 2543 key leaves open (17.2.3).
bool SameOldRequest(const Message& known, const Message& again) {
  return known.request_uri() == again.request_uri() && known.from_tag() == again.from_tag() &&
         (again.method() == Method::kAck || known.to_tag() == again.to_tag());
}

}  // namespace

struct TransactionLayer::Tables {
  Tables(Options o, Random r) : options(std::move(o)), random(std::move(r)) {}

  Options options;
  Random random;
  TransactionOutbox out;
  uint32_t last_id = 0;
  Transactions alive;
  // Found by no message any more, and kept until the user has seen what came up before their end.
  Transactions ended;
  size_t servers = 0;  // Among the living.
  bool watched = false;
  // By id, and the living by what a message says. For look-up only: its order is nobody's.
  absl::flat_hash_map<TransactionKey, Transactions::iterator> index;
  // Every timer of a reliable transport runs 64*T1, so they fire in the order in which they are
  // set. One that a machine has left or set anew is passed over when its time comes.
  struct Alarm {
    Time when;
    TransactionId id;
  };
  Queue<Alarm> alarms;
  uint64_t polled = 0;
  uint64_t dropped = 0;
  uint64_t work = 0;
  std::string_view last_drop;

  TransactionId NextId() { return TransactionId(++last_id); }
  Transaction* Find(const TransactionKey& key) const {
    auto it = index.find(key);
    return it == index.end() ? nullptr : &*it->second;
  }
  Transaction* Find(TransactionId id) const { return Find(TransactionKey::Id(id)); }

  void AddVia(OutgoingRequest& request);
  template <class Machine, class... Args>
  void Open(TransactionId id, Args&&... args);
  void Enlist(Time deadline);
  template <class Machine>
  void Tell(Transaction& t, Machine& machine, const typename Machine::Event& event, Time now);
  void OpenCancel(Time now);
  void SetAlarm(Transaction& t, Time deadline);
  bool IsStale(const Alarm& alarm) const;
  void DropStaleAlarms();
  void End(Transaction& t);
  void ForgetEnded();
  void FailClient(Transaction& t, Time now);
  void OnTimer(Transaction& t, Time now);

  void OnResponse(Message& response, Time now);
  void OnRequest(Message& request, Time now);
  void OnAck(Message& ack, Time now);
  void OnCancel(Message& cancel, Time now);
  void OnNewRequest(Message& request);
  void Answer(const Message& request, int status, std::string_view reason = "",
              std::string_view to_tag = "");
  void Drop(std::string_view reason) {
    ++dropped;
    last_drop = reason;
  }
};

// RFC 3261 8.1.1.7. A request that is sent again, with credentials say, is a new transaction: the
// Via of the old one goes.
void TransactionLayer::Tables::AddVia(OutgoingRequest& request) {
  std::string via = "SIP/2.0/";
  via.reserve(24 + options.transport.size() + options.sent_by.size() + kBranchSize);
  via.append(options.transport).append(" ").append(options.sent_by);
  via.append(";branch=").append(kCookie).append(random.Token(kBranchSize - kCookie.size()));
  std::vector<HeaderLine> headers;
  headers.reserve(request.headers.size() + 1);
  headers.push_back({"Via", std::move(via)});
  for (HeaderLine& line : request.headers) {
    if (HeaderNameOf(line.name) != HeaderName::kVia) headers.push_back(std::move(line));
  }
  request.headers = std::move(headers);
}

template <class Machine, class... Args>
void TransactionLayer::Tables::Open(TransactionId id, Args&&... args) {
  alive.emplace_back(id, std::in_place_type<Machine>, std::forward<Args>(args)..., out);
  Enlist(std::get<Machine>(alive.back().machine).Deadline());
}

// The newest transaction becomes known to messages and timers.
void TransactionLayer::Tables::Enlist(Time deadline) {
  ++work;
  Transaction& t = alive.back();
  Transactions::iterator place = std::prev(alive.end());
  index.emplace(TransactionKey::Id(t.id), place);
  if (const Message* asked = AskedOf(t)) {
    ++servers;
    t.key = TransactionKey::Server(*asked, asked->method_text());
    if (asked->to_tag().empty()) {
      t.merged_key = TransactionKey::Merged(*asked);
      index.emplace(t.merged_key, place);
    }
  } else {
    const OutgoingRequest* sent = SentBy(t);
    t.key = TransactionKey::Client(BranchOf(*sent), sent->method_name());
  }
  index.emplace(t.key, place);
  SetAlarm(t, deadline);
  if (watched) out.Tell(TransactionChanged{t.id, t.is_server, TextOf(t)});
}

template <class Machine>
void TransactionLayer::Tables::Tell(Transaction& t, Machine& machine,
                                    const typename Machine::Event& event, Time now) {
  if (t.has_ended) return;
  ++work;
  machine.Handle(event, now, out);
  if (std::holds_alternative<typename Machine::Terminated>(machine.state())) return End(t);
  SetAlarm(t, machine.Deadline());
  OpenCancel(now);
}

// RFC 3261 9.1: a CANCEL is a transaction of its own, with the branch of the INVITE. How it went
// shows in what becomes of the INVITE; nobody hears of it otherwise.
void TransactionLayer::Tables::OpenCancel(Time now) {
  if (!out.cancel) return;
  OutgoingRequest cancel = *std::move(out.cancel);
  out.cancel.reset();
  Open<NonInviteClient>(NextId(), TransactionId(), std::move(cancel), now);
}

void TransactionLayer::Tables::SetAlarm(Transaction& t, Time deadline) {
  if (deadline == t.deadline) return;
  t.deadline = deadline;
  if (deadline == kNever) return;
  alarms.Push({deadline, t.id});
  if (alarms.size() < 64 || alarms.size() < 2 * alive.size()) return;
  for (size_t n = alarms.size(); n != 0; --n) {  // Most are stale.
    Alarm alarm = *alarms.Pop();
    if (!IsStale(alarm)) alarms.Push(alarm);
  }
}

bool TransactionLayer::Tables::IsStale(const Alarm& alarm) const {
  const Transaction* t = Find(alarm.id);
  return !t || t->has_ended || t->deadline != alarm.when;
}

void TransactionLayer::Tables::DropStaleAlarms() {
  while (alarms.size() != 0 && IsStale(alarms.front())) alarms.Pop();
}

void TransactionLayer::Tables::End(Transaction& t) {
  t.has_ended = true;
  t.ended_after = out.up.pushed();
  servers -= t.is_server;
  const Transactions::iterator place = index.find(TransactionKey::Id(t.id))->second;
  index.erase(t.key);
  if (t.merged_key.kind == TransactionKey::Kind::kMerged) index.erase(t.merged_key);
  ended.splice(ended.end(), alive, place);
  if (watched) out.Tell(TransactionChanged{t.id, t.is_server, ""});
}

void TransactionLayer::Tables::ForgetEnded() {
  while (!ended.empty() && ended.front().ended_after <= polled) {
    index.erase(TransactionKey::Id(ended.front().id));
    ended.pop_front();
  }
}

void TransactionLayer::Tables::FailClient(Transaction& t, Time now) {
  if (auto* invite = std::get_if<InviteClient>(&t.machine)) {
    Tell(t, *invite, InviteClient::TransportLost{}, now);
  } else if (auto* other = std::get_if<NonInviteClient>(&t.machine)) {
    Tell(t, *other, NonInviteClient::TransportLost{}, now);
  }
}

void TransactionLayer::Tables::OnTimer(Transaction& t, Time now) {
  if (auto* client = std::get_if<InviteClient>(&t.machine)) {
    Tell(t, *client, InviteClient::TimerFired{}, now);
  } else if (auto* server = std::get_if<InviteServer>(&t.machine)) {
    Tell(t, *server, InviteServer::TimerFired{}, now);
  } else if (auto* other = std::get_if<NonInviteClient>(&t.machine)) {
    Tell(t, *other, NonInviteClient::TimerFired{}, now);
  }
}

void TransactionLayer::Tables::OnResponse(Message& response, Time now) {
  if (std::optional<Fault> fault = CheckResponse(response)) return Drop(fault->reason);
  Transaction* t = Find(TransactionKey::Client(response.branch(), response.cseq_method()));
  if (!t) return Drop("response to no request of ours");
  int status = response.status_code();
  if (auto* invite = std::get_if<InviteClient>(&t->machine)) {
    if (status < 200) return Tell(*t, *invite, InviteClient::Provisional{response}, now);
    if (status < 300) return Tell(*t, *invite, InviteClient::Success{response}, now);
    return Tell(*t, *invite, InviteClient::Failure{response}, now);
  }
  auto& other = std::get<NonInviteClient>(t->machine);
  if (status < 200) return Tell(*t, other, NonInviteClient::Provisional{response}, now);
  Tell(*t, other, NonInviteClient::Final{response}, now);
}

void TransactionLayer::Tables::OnRequest(Message& request, Time now) {
  if (std::optional<Fault> fault = CheckRequest(request)) {
    // A broken copy of what is being answered gets no other answer: its sender would take that for
    // the end of it, while the user here says something else.
    bool known = Find(TransactionKey::Server(request, request.method_text())) != nullptr;
    if (fault->status == 0 || known || request.method() == Method::kAck) return Drop(fault->reason);
    return Answer(request, fault->status, fault->reason);
  }
  if (request.method() == Method::kAck) return OnAck(request, now);
  if (request.method() == Method::kCancel) return OnCancel(request, now);
  Transaction* t = Find(TransactionKey::Server(request, request.method_text()));
  if (!t) return OnNewRequest(request);
  if (!SameOldRequest(*AskedOf(*t), request)) return Answer(request, 482);
  if (auto* invite = std::get_if<InviteServer>(&t->machine)) {
    return Tell(*t, *invite, InviteServer::Retransmission{}, now);
  }
  Tell(*t, std::get<NonInviteServer>(t->machine), NonInviteServer::Retransmission{}, now);
}

// RFC 3261 17.2.3: the ACK of a non-2xx has the branch of its INVITE; that of a 2xx has its own,
// and is for the dialog. One that comes to Accepted is of a peer that mixes them up.
void TransactionLayer::Tables::OnAck(Message& ack, Time now) {
  TransactionKey key = TransactionKey::Server(ack, NameOf(Method::kInvite));
  Transaction* t = Find(key);
  if (t && key.kind == TransactionKey::Kind::kOldServer) {
    const auto& invite = std::get<InviteServer>(t->machine);
    std::string tag = invite.AnswerTag();
    bool other_dialog = !tag.empty() && ack.to_tag() != tag;
    if (other_dialog || !SameOldRequest(invite.request(), ack)) t = nullptr;
  }
  if (!t) return out.Tell(AckReceived{std::move(ack)});
  Tell(*t, std::get<InviteServer>(t->machine), InviteServer::Ack{ack}, now);
}

// RFC 3261 9.2. The answer has the To tag of the INVITE's answer, if that has one yet.
void TransactionLayer::Tables::OnCancel(Message& cancel, Time now) {
  TransactionKey key = TransactionKey::Server(cancel, NameOf(Method::kInvite));
  Transaction* t = Find(key);
  if (!t) return Answer(cancel, 481);
  auto& invite = std::get<InviteServer>(t->machine);
  Answer(cancel, 200, "", invite.AnswerTag());
  Tell(*t, invite, InviteServer::Cancel{cancel}, now);
}

void TransactionLayer::Tables::OnNewRequest(Message& request) {
  if (request.to_tag().empty() && Find(TransactionKey::Merged(request))) {
    return Answer(request, 482);  // RFC 3261 8.2.2.2.
  }
  if (servers >= options.server_limit) return Answer(request, 503);
  TransactionId id = NextId();
  // The one copy of a text on its way up: the transaction answers from its own.
  if (request.method() == Method::kInvite) {
    Open<InviteServer>(id, id, request);
  } else {
    Open<NonInviteServer>(id, request);
  }
  out.Tell(RequestReceived{id, std::move(request)});
}

// Without a transaction: the same request would get the same answer again.
void TransactionLayer::Tables::Answer(const Message& request, int status, std::string_view reason,
                                      std::string_view to_tag) {
  std::string tag = to_tag.empty() ? random.Token(kTagSize) : std::string(to_tag);
  out.Send(WriteResponse(request, status, reason, tag, {}, ""));
}

TransactionLayer::TransactionLayer(Options options, Random random)
    : tables_(std::make_unique<Tables>(std::move(options), std::move(random))) {}
TransactionLayer::TransactionLayer(TransactionLayer&&) noexcept = default;
TransactionLayer& TransactionLayer::operator=(TransactionLayer&&) noexcept = default;
TransactionLayer::~TransactionLayer() = default;

TransactionId TransactionLayer::Send(OutgoingRequest request, Time now) {
  Tables& t = *tables_;
  TransactionId id = t.NextId();
  t.AddVia(request);
  if (request.method == Method::kInvite) {
    t.Open<InviteClient>(id, id, std::move(request), now);
  } else {
    t.Open<NonInviteClient>(id, id, std::move(request), now);
  }
  if (!t.out.connected) t.FailClient(*t.Find(id), now);
  return id;
}

void TransactionLayer::SendAck(OutgoingRequest ack) {
  tables_->AddVia(ack);
  tables_->out.Send(ack.Write());
}

void TransactionLayer::Cancel(TransactionId invite, std::vector<HeaderLine> headers, Time now) {
  Transaction* t = tables_->Find(invite);
  if (!t) return;
  if (auto* machine = std::get_if<InviteClient>(&t->machine)) {
    tables_->Tell(*t, *machine, InviteClient::Withdrawal{headers}, now);
  }
}

bool TransactionLayer::Respond(TransactionId server, int status, std::string response, Time now) {
  Tables& tables = *tables_;
  Transaction* t = tables.Find(server);
  if (!t) return false;
  uint64_t before = tables.out.frames.pushed();
  if (auto* invite = std::get_if<InviteServer>(&t->machine)) {
    if (status < 200) {
      tables.Tell(*t, *invite, InviteServer::Provisional{response}, now);
    } else if (status < 300) {
      tables.Tell(*t, *invite, InviteServer::Success{response}, now);
    } else {
      tables.Tell(*t, *invite, InviteServer::Rejection{response}, now);
    }
  } else if (auto* other = std::get_if<NonInviteServer>(&t->machine)) {
    if (status < 200) {
      tables.Tell(*t, *other, NonInviteServer::Provisional{response}, now);
    } else {
      tables.Tell(*t, *other, NonInviteServer::Final{response}, now);
    }
  }
  return tables.out.frames.pushed() != before;
}

const Message* TransactionLayer::Request(TransactionId server) const {
  const Transaction* t = tables_->Find(server);
  return t ? AskedOf(*t) : nullptr;
}

const OutgoingRequest* TransactionLayer::Sent(TransactionId client) const {
  const Transaction* t = tables_->Find(client);
  return t ? SentBy(*t) : nullptr;
}

void TransactionLayer::Receive(std::string text, Time now) {
  Result<Message> message = Message::Parse(std::move(text));
  if (!message) return tables_->Drop(message.reason());
  if (message->is_response()) return tables_->OnResponse(*message, now);
  tables_->OnRequest(*message, now);
}

void TransactionLayer::TransportChanged(bool connected, Time now) {
  Tables& tables = *tables_;
  bool lost = tables.out.connected && !connected;
  tables.out.connected = connected;
  if (!lost) return;
  tables.out.frames.Clear();  // They would surprise another connection.
  for (auto it = tables.alive.begin(); it != tables.alive.end();) {
    Transaction& t = *it++;  // It may leave the list.
    tables.FailClient(t, now);
  }
}

void TransactionLayer::EndAll() {
  while (!tables_->alive.empty()) tables_->End(tables_->alive.front());
}

void TransactionLayer::SetTransport(std::string transport) {
  tables_->options.transport = std::move(transport);
}

void TransactionLayer::Advance(Time now) {
  for (Time next; (next = Deadline()) <= now && next != kNever;) {
    Transaction& due = *tables_->Find(tables_->alarms.Pop()->id);
    due.deadline = kNever;
    tables_->OnTimer(due, now);
  }
}

Time TransactionLayer::Deadline() {
  tables_->DropStaleAlarms();
  return tables_->alarms.size() == 0 ? kNever : tables_->alarms.front().when;
}

std::optional<TransactionEvent> TransactionLayer::PollUp() {
  Tables& tables = *tables_;
  tables.ForgetEnded();
  std::optional<TransactionEvent> event = tables.out.up.Pop();
  tables.polled += event.has_value();
  return event;
}

std::optional<std::string> TransactionLayer::PollFrame() { return tables_->out.frames.Pop(); }

void TransactionLayer::Watch() { tables_->watched = true; }

std::vector<std::string> TransactionLayer::List() const {
  std::vector<std::string> all;
  for (const Transaction& t : tables_->alive) {
    all.push_back(std::to_string(t.id.value()));
    all.emplace_back(t.is_server ? "server" : "");
    all.emplace_back(StateOf(t));
    all.push_back(TextOf(t));
  }
  return all;
}

size_t TransactionLayer::size() const { return tables_->alive.size(); }
uint64_t TransactionLayer::dropped() const { return tables_->dropped; }
std::string_view TransactionLayer::last_drop() const { return tables_->last_drop; }
uint64_t TransactionLayer::work() const { return tables_->work; }

}  // namespace ringline
