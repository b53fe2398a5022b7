// All calls of an engine: which message belongs to which, and what one call does to another
// (Replaces, REFER).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "core/base/deadlines.h"
#include "core/dialog/dialog_table.h"
#include "core/session/session.h"

namespace ringline {

class Calls {
 public:
  explicit Calls(const Ground& ground) : ground_(ground) {}

  // The new SessionId, or zero after a Rejected.
  SessionId Make(const in::MakeCall& wish, Time now);
  // An input about one call; Rejected when there is none, or it cannot be done now.
  template <class In>
  void Handle(const In& input, Time now) {
    With(
        input.session, In::kName, [&](Session& session) { return session.Handle(input, now); },
        now);
  }
  // The same for inputs whose outcome an application follows.
  template <class In>
  RequestId Follow(const In& input, Time now) {
    RequestId request = ground_.out.NextRequest();
    bool done = With(
        input.session, In::kName,
        [&](Session& session) { return session.Handle(input, request, now); }, now);
    return done ? request : RequestId();
  }
  RequestId Refer(const in::ReferCall& input, Time now);
  SessionId AcceptRefer(const in::AcceptRefer& input, Time now);
  // Whether `answer` was to a REFER: a refusal is told by NOTIFY, the 202 went out before.
  bool Respond(const in::Respond& answer, Time now);

  // Results of the browser and reviews: told to every call, taken by the one that waits for the op.
  template <class In>
  void Offer(const In& input, Time now) {
    for (auto& [id, session] : sessions_) session->Handle(input, now);
    TendAll(now);
  }
  // The answer to an UpgradeOffered; Rejected when nobody waits for it any more.
  void Review(const in::UpgradeReviewed& input, Time now);
  // Facts about one call's browser side; a call that is gone needs none.
  template <class In>
  void Note(const In& input, Time now) {
    auto found = sessions_.find(input.session);
    if (found == sessions_.end()) return;
    found->second->Handle(input, now);
    Tend(input.session, now);
  }

  // An INVITE that makes a dialog.
  void Invite(TransactionId server, const Message& invite, Time now);
  // A request inside a dialog. False when no call knows it.
  enum class Taken { kNoDialog, kDone, kForApplication };
  Taken Receive(TransactionId server, const Message& request, Time now);
  void Acknowledged(const Message& ack, Time now);
  void Canceled(TransactionId invite, const Message& cancel, Time now);
  void Handle(const ClientEvent& event, Time now);
  void Connected(bool connected, Time now);
  void EndAll(Time now);
  void Advance(Time now);
  Time Deadline() { return deadlines_.Next(); }
  bool empty() const { return sessions_.empty(); }

 private:
  struct Referral {  // A REFER of theirs: who asked, and under which number it is reported on.
    SessionId session;
    uint32_t cseq = 0;
    std::string target;
    std::string referred_by;
    bool silent = false;  // It is not reported on.
  };

  template <class Deed>
  bool With(SessionId id, std::string_view input, Deed deed, Time now) {
    auto found = sessions_.find(id);
    std::string_view reason = "no such call";
    if (found != sessions_.end()) {
      reason = deed(*found->second);
      Tend(id, now);
    }
    if (reason.empty()) return true;
    ground_.out.Push(out::Rejected{std::string(input), std::string(reason)});
    return false;
  }
  Session* Find(const DialogKey& key);
  // The call that a header of an INVITE names; the status of a refusal, or 0.
  int FindNamed(const Message& invite, HeaderName header, SessionId& found);
  // Takes note of what a call has become: dialogs, deadline, reports, its end.
  void Tend(SessionId id, Time now);
  void TendAll(Time now);
  void Report(const Referral& referral, int status, Time now);
  void TakeRefer(Session& session, TransactionId server, const Message& refer, Time now);

  Ground ground_;
  std::map<SessionId, std::unique_ptr<Session>> sessions_;
  DialogTable<SessionId> dialogs_;
  Deadlines<SessionId> deadlines_;
  absl::flat_hash_map<TransactionId, SessionId> invites_;
  std::map<IncomingId, Referral> referrals_;      // Not yet taken up.
  std::map<SessionId, Referral> referred_calls_;  // Calls that a REFER asked for.
};

}  // namespace ringline
