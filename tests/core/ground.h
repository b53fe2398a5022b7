// The layers a user agent stands on, without the engine: what a test of one of them needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/transaction/transaction_layer.h"
#include "core/uac/account.h"
#include "core/uac/user_agent_client.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/outbox.h"
#include "tests/core/said.h"

namespace ringline::test {

inline Config MakeConfig() {
  Config config;
  config.seed[0] = 7;
  config.servers = {{.url = "ws://x", .weight = 1, .sip_uri = "sip:x", .via_transport = "WS"}};
  config.uri = "sip:alice@example.com";
  config.password = "secret";
  config.authorization_user = "alice";
  return config;
}

inline Credentials MakeCredentials() {
  Credentials credentials;
  credentials.user = "alice";
  credentials.password = "secret";
  return credentials;
}

struct Layers {
  Config config;
  Random random{config.seed};
  Account account;
  TransactionLayer transactions;
  UserAgentClient uac;
  Outbox out;
  Time now{};

  explicit Layers(Config wanted = MakeConfig())
      : config(std::move(wanted)),
        account(*Account::Make(config, random)),
        transactions({account.via_host(), "WS"}, Random(config.seed)),
        uac(transactions, account, random, MakeCredentials()) {
    transactions.TransportChanged(true, now);
  }

  // The frames that went out since the last call.
  std::vector<Message> Frames() {
    std::vector<Message> frames;
    while (auto frame = transactions.PollFrame()) frames.push_back(*Message::Parse(*frame));
    return frames;
  }
  // Their answer to `request`, carried to the user agent client.
  void Answer(const Message& request, int status, const std::vector<HeaderLine>& headers = {},
              std::string_view body = "") {
    transactions.Receive(WriteResponse(request, status, "", "theirs", headers, body), now);
    Carry();
  }
  void Carry() {
    while (auto event = transactions.PollUp()) {
      if (auto* e = std::get_if<ResponseReceived>(&*event)) uac.Handle(std::move(*e), now);
      if (auto* e = std::get_if<TimedOut>(&*event)) uac.Handle(*e);
      if (auto* e = std::get_if<TransportFailed>(&*event)) uac.Handle(*e);
    }
  }
  // The newest output of that type since the start; everything polled is kept.
  template <class Out>
  const Out* Last() {
    said.Take(out);
    return said.Last<Out>();
  }
  Said said;
};

}  // namespace ringline::test
