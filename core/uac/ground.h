// The layers that whoever speaks SIP for the application stands on: a call, a subscription. They
// outlive it.
#pragma once

#include "core/base/random.h"
#include "core/transaction/transaction_layer.h"
#include "core/uac/account.h"
#include "core/uac/user_agent_client.h"
#include "core/vocabulary/config.h"
#include "core/vocabulary/outbox.h"

namespace ringline {

struct Ground {
  const Config& config;
  Account& account;
  Random& random;
  TransactionLayer& transactions;
  UserAgentClient& uac;
  Outbox& out;
};

}  // namespace ringline
