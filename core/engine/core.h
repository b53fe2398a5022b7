// What an engine is made of: the layers, and the choreography between them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/connection/connection.h"
#include "core/engine/engine.h"
#include "core/messaging/page.h"
#include "core/registration/registration.h"
#include "core/session/calls.h"
#include "core/subscription/publications.h"
#include "core/subscription/subscriptions.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

struct Engine::Core {
  Core(Config config, Random random, Account account);

  uint32_t Handle(Record input, Time now);
  void Advance(Time now);
  Time Deadline();
  std::vector<std::string> Transactions() const { return transactions_.List(); }

  Outbox out;

 private:
  // One row per input; the result is Engine::Handle's.
  uint32_t Do(in::Start&&);
  uint32_t Do(in::Stop&&);
  uint32_t Do(in::Register&&);
  uint32_t Do(in::Unregister&& input);
  uint32_t Do(in::SetCredentials&& input);
  uint32_t Do(in::SetIdentity&& input);
  uint32_t Do(in::SetRegistrationHeaders&& input);
  uint32_t Do(in::Probe&&);
  uint32_t Do(in::WatchTransactions&&) { return transactions_.Watch(), 0; }
  uint32_t Do(in::NetworkChanged&& input);
  uint32_t Do(in::MakeCall&& input);
  uint32_t Do(in::HoldCall&& input) { return calls_.Follow(input, now_).value(); }
  uint32_t Do(in::RenegotiateCall&& input) { return calls_.Follow(input, now_).value(); }
  uint32_t Do(in::ChangeMode&& input) { return calls_.Follow(input, now_).value(); }
  uint32_t Do(in::SendInDialog&& input) { return calls_.Follow(input, now_).value(); }
  uint32_t Do(in::ReferCall&& input) { return calls_.Refer(input, now_).value(); }
  uint32_t Do(in::AcceptRefer&& input) { return calls_.AcceptRefer(input, now_).value(); }
  uint32_t Do(in::SendPage&& input);
  uint32_t Do(in::Respond&& input);
  uint32_t Do(in::Subscribe&& input);
  uint32_t Do(in::AcceptSubscribe&& input);
  uint32_t Do(in::Publish&& input);
  uint32_t Do(in::SocketOpened&& input);
  uint32_t Do(in::SocketClosed&& input);
  uint32_t Do(in::SocketMessage&& input);
  uint32_t Do(in::RingCall&& input) { return calls_.Handle(input, now_), 0; }
  uint32_t Do(in::AnswerCall&& input) { return calls_.Handle(input, now_), 0; }
  uint32_t Do(in::EndCall&& input) { return calls_.Handle(input, now_), 0; }
  uint32_t Do(in::SendTones&& input) { return calls_.Handle(input, now_), 0; }
  uint32_t Do(in::PeerResult&& input) { return calls_.Offer(input, now_), 0; }
  uint32_t Do(in::SdpReviewed&& input) { return calls_.Offer(input, now_), 0; }
  uint32_t Do(in::RequestReviewed&& input) { return calls_.Offer(input, now_), 0; }
  uint32_t Do(in::ReofferReviewed&& input) { return calls_.Offer(input, now_), 0; }
  uint32_t Do(in::UpgradeReviewed&& input) { return calls_.Review(input, now_), 0; }
  uint32_t Do(in::CandidateGathered&& input) { return calls_.Note(input, now_), 0; }
  uint32_t Do(in::GatheringEnded&& input) { return calls_.Note(input, now_), 0; }
  uint32_t Do(in::SendNow&& input) { return calls_.Note(input, now_), 0; }
  uint32_t Do(in::IceStateChanged&& input) { return calls_.Note(input, now_), 0; }
  uint32_t Do(in::StatsRead&& input) { return calls_.Note(input, now_), 0; }
  uint32_t Do(in::RefreshSubscription&& input) { return subscriptions_.Handle(input, now_), 0; }
  uint32_t Do(in::Unsubscribe&& input) { return subscriptions_.Handle(input, now_), 0; }
  uint32_t Do(in::ActivateSubscription&& input) { return subscriptions_.Handle(input, now_), 0; }
  uint32_t Do(in::Notify&& input) { return subscriptions_.Handle(input, now_), 0; }
  uint32_t Do(in::EndSubscription&& input) { return subscriptions_.Handle(input, now_), 0; }
  uint32_t Do(in::Republish&& input) { return publications_.Handle(input, now_), 0; }
  uint32_t Do(in::Unpublish&& input) { return publications_.Handle(input, now_), 0; }

  // Carries what each layer said to the next until nothing moves.
  void Settle();
  void Tell(const Connection::Event& event);
  void Carry(const Connection::Down& down);
  void Carry(Connection::Up&& up);
  void Carry(TransactionEvent&& event);
  void Carry(const ClientEvent& event);
  void Take(RequestReceived&& event);
  void SendProbe();
  void NoteDrops();
  void FinishStopping();
  void Reject(std::string_view input, std::string_view reason);

  Config config_;
  Random random_;
  Account account_;
  TransactionLayer transactions_;
  UserAgentClient uac_;
  Connection connection_;
  Registration registration_;
  Page page_;
  Calls calls_;
  Subscriptions subscriptions_;
  Publications publications_;
  Time now_{};
  uint64_t dropped_ = 0;
  bool connected_ = false;
  Time unconnected_ = kNever;  // When the application is told that there is no connection.
  Time stop_by_ = kNever;      // While stopping: when the connection goes, come what may.
};

}  // namespace ringline
