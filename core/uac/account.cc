#include "core/uac/account.h"

#include <utility>

namespace ringline {
namespace {

constexpr std::string_view kUserAgent = "Ringline " RINGLINE_VERSION;
constexpr std::string_view kAnonymous = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
constexpr std::string_view kMaxForwards = "69";

constexpr std::string_view kAllow =
    "INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY,SUBSCRIBE";

// Which of "100rel, timer, gruu, ice, replaces, join, path, outbound" a method says it supports.
std::string Supported(Method method, bool reliable, bool timers, bool gruu) {
  std::string text;
  auto add = [&](std::string_view tag) {
    if (!text.empty()) text += ',';
    text += tag;
  };
  bool negotiates = method == Method::kInvite || method == Method::kUpdate;
  if (method == Method::kInvite && reliable) add("100rel");
  if (negotiates && timers) add("timer");
  if (method == Method::kRegister) add("path"), add("gruu");
  if (method == Method::kInvite && gruu) add("gruu");
  if (negotiates) add("ice");
  if (method == Method::kInvite) add("replaces"), add("join");
  add("outbound");
  return text;
}

}  // namespace

Result<Account> Account::Make(const Config& config, Random& random) {
  Account account;
  auto uri = Uri::Parse(config.uri);
  if (!uri || !uri->is_sip() || uri->user.empty()) return Failed{"uri"};
  account.uri_ = *std::move(uri);

  account.via_host_ = config.via_host.empty() ? random.Token(12) + ".invalid" : config.via_host;
  std::string contact = config.contact_uri;
  if (contact.empty()) {
    contact = "sip:" + random.Token(8) + "@" + account.via_host_ + ";transport=ws";
  }
  auto contact_uri = Uri::Parse(contact);
  if (!contact_uri || !contact_uri->is_sip()) return Failed{"contact_uri"};
  account.contact_ = *std::move(contact_uri);
  if (config.via_host.empty() && !config.contact_uri.empty()) {
    account.via_host_ = account.contact_.host;
  }

  std::string registrar = config.registrar;
  if (registrar.empty()) {
    Uri domain = account.uri_;
    domain.user.clear(), domain.password.clear();
    domain.parameters.clear(), domain.headers.clear();
    registrar = domain.ToString();
  }
  auto registrar_uri = Uri::Parse(registrar);
  if (!registrar_uri || !registrar_uri->is_sip() || !registrar_uri->user.empty()) {
    return Failed{"registrar_server"};
  }
  account.registrar_ = registrar_uri->ToString();

  for (const std::string& line : config.extra_headers) {
    auto header = ParseHeaderLine(line);
    if (!header) return Failed{"extra_headers"};
    account.extra_headers_.push_back(*std::move(header));
  }
  auto has_control = [](std::string_view text) {
    for (unsigned char c : text) {
      if (c < 0x20 || c == 0x7f) return true;
    }
    return false;
  };
  if (has_control(config.display_name)) return Failed{"display_name"};
  if (has_control(config.user_agent)) return Failed{"user_agent"};
  if (has_control(config.authorization_jwt)) return Failed{"authorization_jwt"};

  account.display_name_ = config.display_name;
  account.instance_id_ = config.instance_id.empty() ? random.Uuid() : config.instance_id;
  account.user_agent_ = config.user_agent.empty() ? std::string(kUserAgent) : config.user_agent;
  account.loop_token_ = random.Token(5);
  account.jwt_ = config.authorization_jwt;
  account.use_preloaded_route_ = config.use_preloaded_route;
  account.session_timers_ = config.session_timers;
  account.reliable_provisionals_ = config.reliable_provisionals;
  return account;
}

Result<OutgoingRequest> Account::MakeRequest(Method method, const Uri& uri, const Uri& to,
                                             const Identity& identity,
                                             const std::vector<std::string>& headers,
                                             Random& random) const {
  OutgoingRequest request;
  request.method = method;
  request.uri = uri.ToString();
  if (use_preloaded_route_ && !preloaded_route_.empty()) request.Add("Route", preloaded_route_);
  if (method != Method::kRegister) {
    for (const std::string& route : service_route_) request.Add("Route", route);
  }
  request.Add("Max-Forwards", std::string(kMaxForwards));
  NameAddr to_address{.display_name = {}, .uri = to, .parameters = {}};
  request.Add("To", to_address.ToString());

  NameAddr from{
      .display_name = identity.display_name.empty() ? display_name_ : identity.display_name,
      .uri = uri_,
      .parameters = {}};
  from.uri.parameters.clear(), from.uri.headers.clear();
  std::string asserted = from.ToString();
  if (!identity.user_name.empty()) from.uri.user = identity.user_name;
  std::string from_text = identity.anonymous ? std::string(kAnonymous) : from.ToString();
  request.Add("From", from_text + ";tag=" + random.Token(10));
  request.Add("Call-ID", loop_token_ + random.Token(15));
  request.Add("CSeq", "1 " + std::string(NameOf(method)));

  // RFC 3325 9.1: who we are is for the proxy to know.
  if (identity.anonymous || !identity.user_name.empty()) {
    request.Add("P-Preferred-Identity", asserted);
  }
  if (identity.anonymous) request.Add("Privacy", "id");

  for (const std::string& text : headers) {
    auto line = ParseHeaderLine(text);
    if (!line) return Failed{line.reason()};
    request.Set(line->name, std::move(line->value));
  }
  return request;
}

Result<Uri> Account::Target(std::string_view text) const {
  std::string domain = uri_.host;
  if (uri_.port != 0) domain += ":" + std::to_string(uri_.port);
  return Uri::FromTarget(text, domain);
}

void Account::Complete(OutgoingRequest& request) const {
  auto add = [&](std::string_view name, std::string_view value) {
    if (request.Find(name) == nullptr) request.Add(name, std::string(value));
  };
  if (!jwt_.empty()) request.Set("Authorization", jwt_);
  for (const HeaderLine& line : extra_headers_) add(line.name, line.value);
  if (request.method == Method::kAck) return add("User-Agent", user_agent_);
  bool bare = request.method == Method::kBye || request.method == Method::kCancel;
  if (!bare) add("Allow", Allow());
  add("Supported", SupportedBy(request.method));
  add("User-Agent", user_agent_);
}

std::vector<HeaderLine> Account::ResponseHeaders(Method method) const {
  std::vector<HeaderLine> headers = extra_headers_;
  if (method == Method::kInvite || method == Method::kUpdate || method == Method::kOptions) {
    headers.push_back({"Allow", Allow()});
    headers.push_back({"Supported", SupportedBy(Method::kInvite)});
  }
  // RFC 3261 11.2: what we take.
  if (method == Method::kOptions) headers.push_back({"Accept", std::string(kAccept)});
  headers.push_back({"User-Agent", user_agent_});
  return headers;
}

std::string Account::Allow() const {
  std::string allow(kAllow);
  if (reliable_provisionals_ != ReliableProvisional::kOff) allow += ",PRACK";
  return allow;
}

std::string Account::SupportedBy(Method method) const {
  return Supported(method, reliable_provisionals_ != ReliableProvisional::kOff, session_timers_,
                   !pub_gruu_.empty());
}

std::string Account::Contact(bool anonymous) const {
  if (anonymous) {
    return "<" +
           (temp_gruu_.empty() ? "sip:anonymous@anonymous.invalid;transport=ws;ob" : temp_gruu_) +
           ">";
  }
  if (!pub_gruu_.empty()) return "<" + pub_gruu_ + ">";
  return "<" + contact_.ToString() + ";ob>";
}

std::string Account::RegisterContact() const {
  return "<" + contact_.ToString() +
         ">;+sip.ice;reg-id=1;+sip.instance=\"<urn:uuid:" + instance_id_ + ">\"" +
         contact_parameters_;
}

void Account::UseServer(const Server& server) {
  if (!server.via_transport.empty()) via_transport_ = server.via_transport;
  preloaded_route_ = server.sip_uri.empty() ? "" : "<" + server.sip_uri + ";lr>";
}

void Account::SetIdentity(std::string display_name, std::vector<std::string> extra_headers) {
  display_name_ = std::move(display_name);
  extra_headers_.clear();
  for (const std::string& text : extra_headers) {
    if (auto line = ParseHeaderLine(text)) extra_headers_.push_back(*std::move(line));
  }
}

void Account::SetGruus(std::string pub, std::string temp) {
  pub_gruu_ = std::move(pub);
  temp_gruu_ = std::move(temp);
}

}  // namespace ringline
