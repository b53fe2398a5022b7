// Who we are: what every request of ours says of us, and how others reach us back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/sip/name_addr.h"
#include "core/sip/outgoing.h"
#include "core/sip/uri.h"
#include "core/vocabulary/config.h"

namespace ringline {

inline constexpr std::string_view kAccept = "application/sdp, application/dtmf-relay";

// What one request wants otherwise than the account says.
struct Identity {
  std::string user_name, display_name;
  bool anonymous = false;  // RFC 3323: From anonymous, Privacy: id.
};

class Account {
 public:
  // Fails with the name of the configuration's field that is wrong.
  static Result<Account> Make(const Config& config, Random& random);

  // A request outside any dialog (RFC 3261 8.1.1): Route, Max-Forwards, To, From with a fresh tag,
  // Call-ID, CSeq 1. `headers` are the application's "Name: value" lines; one that would inject is
  // the Result's failure. What every request has (Allow, Supported…) is added by Complete.
  Result<OutgoingRequest> MakeRequest(Method method, const Uri& uri, const Uri& to,
                                      const Identity& identity,
                                      const std::vector<std::string>& headers,
                                      Random& random) const;
  // Reads a target as people write it, in our domain (RFC 3261 19.1.6).
  Result<Uri> Target(std::string_view text) const;

  // Supported, Allow, User-Agent and the account's extra headers, unless the request has them.
  void Complete(OutgoingRequest& request) const;
  // What every response of ours carries beside its own headers.
  std::vector<HeaderLine> ResponseHeaders(Method method) const;

  // The methods we understand (RFC 3261 20.5).
  std::string Allow() const;
  ReliableProvisional reliable_provisionals() const { return reliable_provisionals_; }

  // Contact for a request or response that makes a dialog: a GRUU when the registrar gave one
  // (RFC 5627 4.3), else the contact with ;ob (RFC 5626 4.3).
  std::string Contact(bool anonymous = false) const;
  // Contact for REGISTER with instance-id and reg-id (RFC 5626 4.2).
  std::string RegisterContact() const;

  const Uri& uri() const { return uri_; }
  const std::string& display_name() const { return display_name_; }
  const Uri& contact_uri() const { return contact_; }
  const std::string& via_host() const { return via_host_; }
  const std::string& via_transport() const { return via_transport_; }
  const std::string& registrar() const { return registrar_; }
  // Starts every Call-ID of ours: a request of ours that comes back is known by it (8.2.2.2).
  const std::string& loop_token() const { return loop_token_; }

  // For the connection in use: a preloaded Route goes to it (RFC 3261 8.1.2).
  void UseServer(const Server& server);
  void SetIdentity(std::string display_name, std::vector<std::string> extra_headers);
  void SetJwt(std::string jwt) { jwt_ = std::move(jwt); }
  void SetContactParameters(std::string parameters) { contact_parameters_ = std::move(parameters); }
  // RFC 3608: what the registrar wants put before our out-of-dialog requests.
  void SetServiceRoute(std::vector<std::string> route) { service_route_ = std::move(route); }
  void SetGruus(std::string pub, std::string temp);

 private:
  Account() = default;
  std::string SupportedBy(Method method) const;

  Uri uri_, contact_;
  std::string display_name_, via_host_, via_transport_ = "WS", registrar_, instance_id_;
  std::string user_agent_, loop_token_, jwt_, contact_parameters_, pub_gruu_, temp_gruu_;
  std::string preloaded_route_;
  bool use_preloaded_route_ = false, session_timers_ = true;
  ReliableProvisional reliable_provisionals_ = ReliableProvisional::kOff;
  std::vector<HeaderLine> extra_headers_;
  std::vector<std::string> service_route_;
};

}  // namespace ringline
