#include "core/session/calls.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "core/sip/name_addr.h"
#include "core/sip/parameterized.h"
#include "core/text/ascii.h"

namespace ringline {
namespace {

// For a header inside a URI (RFC 3261 19.1.1): everything but unreserved characters.
std::string Percent(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      out += static_cast<char>(c);
    } else {
      out += '%', out += kHex[c >> 4], out += kHex[c & 15];
    }
  }
  return out;
}

// RFC 3891 3: the dialog as we know it: their to-tag is ours.
DialogKey KeyOf(const Replaces& replaces) {
  return {replaces.call_id, replaces.to_tag, replaces.from_tag};
}

}  // namespace

SessionId Calls::Make(const in::MakeCall& wish, Time now) {
  SessionId id = ground_.out.NextSession();
  auto session = std::make_unique<Session>(id, ground_);
  auto made = session->Invite(wish, now);
  if (!made) {
    ground_.out.Push(out::Rejected{std::string(in::MakeCall::kName), std::string(made.reason())});
    return SessionId();
  }
  sessions_[id] = std::move(session);
  Tend(id, now);
  return id;
}

Session* Calls::Find(const DialogKey& key) {
  auto id = dialogs_.Find(key);
  if (!id) return nullptr;
  auto found = sessions_.find(*id);
  return found == sessions_.end() ? nullptr : found->second.get();
}

// RFC 3891 3, RFC 3911 4: who asks for a call that cannot be replaced or joined gets none at all.
// How often such a header may stand was looked at before (inspection.h).
int Calls::FindNamed(const Message& invite, HeaderName header, SessionId& found) {
  if (!invite.Has(header)) return 0;
  auto named = Replaces::Parse(invite.Header(header));
  if (!named) return 400;
  Session* session = Find(KeyOf(*named));
  if (session == nullptr) return 481;
  if (!session->established() && !session->early()) return 603;
  if (header == HeaderName::kReplaces) {
    if (named->early_only && session->established()) return 486;
    // What rings here was not asked for by us: its caller is not ours to give away.
    if (session->early() && !session->ours()) return 481;
  }
  found = session->id();
  return 0;
}

void Calls::Invite(TransactionId server, const Message& invite, Time now) {
  NamedCalls named;
  int refusal = FindNamed(invite, HeaderName::kReplaces, named.replaces);
  if (refusal == 0) refusal = FindNamed(invite, HeaderName::kJoin, named.joins);
  if (refusal != 0) {
    ground_.transactions.Respond(
        server, refusal,
        WriteResponse(invite, refusal, "", ground_.random.Token(10),
                      ground_.account.ResponseHeaders(Method::kInvite), ""),
        now);
    return;
  }
  SessionId id = ground_.out.NextSession();
  auto session = std::make_unique<Session>(id, ground_);
  if (!session->Invited(server, invite, named, now)) return;
  invites_[server] = id;
  sessions_[id] = std::move(session);
  Tend(id, now);
}

Calls::Taken Calls::Receive(TransactionId server, const Message& request, Time now) {
  Session* session = Find(KeyOfRequest(request));
  if (session == nullptr) return Taken::kNoDialog;
  SessionId id = session->id();
  bool done = session->Receive(server, request, now);
  if (!done && request.method() == Method::kRefer) {
    TakeRefer(*session, server, request, now);
    done = true;
  }
  Tend(id, now);
  return done ? Taken::kDone : Taken::kForApplication;
}

void Calls::TakeRefer(Session& session, TransactionId server, const Message& refer, Time now) {
  // RFC 4488 4: they may wish to hear no more of it.
  bool silent = absl::EqualsIgnoreCase(Trimmed(refer.Header("Refer-Sub")), "false");
  auto answer = [&](int status) {
    std::vector<HeaderLine> headers = {{"Contact", ground_.account.Contact()}};
    if (silent) headers.push_back({"Refer-Sub", "false"});
    ground_.transactions.Respond(
        server, status,
        WriteResponse(refer, status, "", session.dialog()->key().local_tag, headers, ""), now);
  };
  // RFC 3515 2.4.1: exactly one Refer-To.
  auto target = NameAddr::Parse(refer.Header(HeaderName::kReferTo));
  if (!target || refer.Count("Refer-To") != 1) return answer(400);
  answer(202);
  if (!silent) session.NotifyRefer(refer.cseq(), 100, "", now);
  IncomingId incoming = ground_.out.NextIncoming();
  referrals_[incoming] = {session.id(), refer.cseq(), target->uri.ToString(),
                          std::string(refer.Header(HeaderName::kReferredBy)), silent};
  ground_.out.Push(
      out::ReferReceived{session.id(), incoming, target->uri.ToString(), refer.text()});
}

void Calls::Review(const in::UpgradeReviewed& input, Time now) {
  bool taken = false;
  for (auto& [id, session] : sessions_) taken |= session->Handle(input, now);
  // Whoever accepted has a camera open for it.
  if (!taken) {
    ground_.out.Push(out::Rejected{std::string(in::UpgradeReviewed::kName), "no such upgrade"});
  }
  TendAll(now);
}

SessionId Calls::AcceptRefer(const in::AcceptRefer& input, Time now) {
  auto found = referrals_.find(input.refer);
  if (found == referrals_.end()) {
    ground_.out.Push(out::Rejected{std::string(in::AcceptRefer::kName), "no such REFER"});
    return SessionId();
  }
  Referral referral = std::move(found->second);
  referrals_.erase(found);
  auto uri = Uri::Parse(referral.target);
  in::MakeCall wish{.target = referral.target, .extra_headers = input.extra_headers};
  if (uri) {
    // The headers in the URI are for the INVITE (19.1.5); of those only what names a call is taken,
    // since the others would let a stranger write our requests.
    for (const auto& [name, value] : uri->headers) {
      HeaderName header = HeaderNameOf(name);
      bool names = header == HeaderName::kReplaces || header == HeaderName::kJoin;
      if (names) wish.extra_headers.push_back(std::string(NameOf(header)) + ": " + value);
    }
    uri->headers.clear();
    wish.target = uri->ToString();
  }
  if (!referral.referred_by.empty()) {
    wish.extra_headers.push_back("Referred-By: " + referral.referred_by);
  }
  SessionId id = Make(wish, now);
  if (id) {
    referred_calls_[id] = std::move(referral);
  } else {
    Report(referral, 400, now);
  }
  return id;
}

bool Calls::Respond(const in::Respond& answer, Time now) {
  auto found = referrals_.find(answer.incoming);
  if (found == referrals_.end()) return false;
  Report(found->second, answer.status_code >= 300 ? answer.status_code : 603, now);
  referrals_.erase(found);
  return true;
}

// RFC 3515 2.4.4: whoever referred us hears how it goes.
void Calls::Report(const Referral& referral, int status, Time now) {
  auto session = sessions_.find(referral.session);
  if (referral.silent || session == sessions_.end()) return;
  session->second->NotifyRefer(referral.cseq, status, "", now);
}

RequestId Calls::Refer(const in::ReferCall& input, Time now) {
  RequestId request = ground_.out.NextRequest();
  auto refer = [&](Session& session) -> std::string_view {
    auto target = ground_.account.Target(input.target);
    if (!target) return target.reason();
    std::string uri = target->ToString();
    if (input.replaces) {
      auto other = sessions_.find(input.replaces);
      if (other == sessions_.end() || !other->second->dialog())
        return "the call to replace is gone";
      const DialogKey& key = other->second->dialog()->key();
      uri += "?Replaces=" +
             Percent(key.call_id + ";to-tag=" + key.remote_tag + ";from-tag=" + key.local_tag);
    }
    return session.Refer(input, "<" + uri + ">", request, now);
  };
  return With(input.session, in::ReferCall::kName, refer, now) ? request : RequestId();
}

void Calls::Acknowledged(const Message& ack, Time now) {
  Session* session = Find(KeyOfRequest(ack));
  if (session == nullptr) return;
  SessionId id = session->id();
  session->Acknowledged(ack, now);
  Tend(id, now);
}

void Calls::Canceled(TransactionId invite, const Message& cancel, Time now) {
  // One without a To tag is about an INVITE that makes a dialog.
  auto first = invites_.find(invite);
  auto found = first == invites_.end() ? sessions_.end() : sessions_.find(first->second);
  Session* session = found == sessions_.end() ? Find(KeyOfRequest(cancel)) : found->second.get();
  if (session == nullptr) return;
  SessionId id = session->id();
  session->Canceled(invite, cancel, now);
  Tend(id, now);
}

void Calls::Handle(const ClientEvent& event, Time now) {
  SessionId id(event.owner.id);
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  found->second->Handle(event, now);
  Tend(id, now);
}

void Calls::Connected(bool connected, Time now) {
  for (auto& [id, session] : sessions_) session->Connected(connected, now);
  TendAll(now);
}

void Calls::EndAll(Time now) {
  for (auto& [id, session] : sessions_) {
    if (session->early() || session->established())
      session->Handle(in::EndCall{.session = id}, now);
  }
  TendAll(now);
}

void Calls::Advance(Time now) {
  while (SessionId id = deadlines_.PopDue(now)) {
    auto found = sessions_.find(id);
    if (found == sessions_.end()) continue;
    found->second->Advance(now);
    Tend(id, now);
  }
}

void Calls::TendAll(Time now) {
  std::vector<SessionId> ids;
  for (auto& [id, session] : sessions_) ids.push_back(id);
  for (SessionId id : ids) Tend(id, now);
}

void Calls::Tend(SessionId id, Time now) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  Session& session = *found->second;
  for (const DialogKey& key : session.TakeNewDialogs()) dialogs_.Add(key, id);
  deadlines_.Set(id, session.Deadline());

  // RFC 3891 3: the new call stands, the old one goes.
  bool confirmed = session.TakeConfirmed();
  if (SessionId replaced = session.replaces(); confirmed && replaced) {
    if (auto old = sessions_.find(replaced); old != sessions_.end()) {
      old->second->Handle(in::EndCall{.session = replaced}, now);
      Tend(replaced, now);
    }
  }
  int status = session.TakeReport();
  bool over = session.over();
  if (auto referred = referred_calls_.find(id); referred != referred_calls_.end()) {
    if (status == 0 && over) status = 487;
    if (status != 0) Report(referred->second, status, now);
    if (status >= 200) referred_calls_.erase(referred);
  }
  if (!over) return;
  dialogs_.RemoveAllOf(id);
  deadlines_.Forget(id);
  invites_.erase(session.invite());
  std::erase_if(referrals_, [&](const auto& entry) { return entry.second.session == id; });
  sessions_.erase(id);
}

}  // namespace ringline
