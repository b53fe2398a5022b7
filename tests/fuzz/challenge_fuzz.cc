// A hostile server's challenges: whatever it asks, in however many rounds, the answers are headers
// of one line that read back as what was meant, and there is an end to them.
//
// Each line of the input is one header: "w" WWW-Authenticate, "p" Proxy-Authenticate, "i" and "j"
// their -Info of a 2xx. An empty line ends a response.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/auth/authenticator.h"
#include "core/auth/challenge.h"
#include "core/base/invariant.h"
#include "core/text/ascii.h"

namespace ringline {
namespace {

constexpr AuthRequest kRequest = {"INVITE", "sip:bob@example.com", "v=0\r\n"};

Credentials Alice(bool ha1) {
  Credentials credentials;
  credentials.user = "al\"ice";
  credentials.token = "Bearer t";
  (ha1 ? credentials.ha1 : credentials.password) = "939e7578ed9e3c518a452acee763bce9";
  credentials.realm = "r";
  return credentials;
}

// Parameters read from the wire hold no line end, and a value survives being written and read.
void CheckParsed(const Challenge& challenge) {
  AuthParameterReader reader(challenge.parameters);
  while (const auto parameter = reader.Next()) {
    INVARIANT(IsPlainText(parameter->value));
    INVARIANT(IsPlainText(challenge.Get(parameter->name)));
    INVARIANT(challenge.Has(parameter->name));
  }
}

void CheckHeader(const AuthHeader& header) {
  INVARIANT(IsPlainText(header.value));
  INVARIANT(header.name == "Authorization" || header.name == "Proxy-Authorization");
  if (header.value == "Bearer t") return;
  std::vector<Challenge> answers;
  ParseChallenges(header.value, answers);
  INVARIANT(answers.size() == 1);
  const Challenge& answer = answers[0];
  INVARIANT(answer.Is("Digest"));
  INVARIANT(answer.Get("uri") == kRequest.uri);
  INVARIANT(answer.IsTrue("userhash") || answer.Get("username") == "al\"ice");
  INVARIANT(IsAll(answer.Get("response"), kHexChar));
  INVARIANT(answer.Has("realm") && answer.Has("nonce"));
}

void CheckHeaders(const std::vector<AuthHeader>& headers) {
  for (const AuthHeader& header : headers) CheckHeader(header);
}

struct Conversation {
  explicit Conversation(bool ha1) : authenticator(Alice(ha1)) {
    CheckHeaders(authenticator.Authorize(kRequest, trail));
  }

  void Hear(std::string_view line) {
    if (line.empty()) return Respond();
    const std::string_view value = line.substr(1);
    switch (line[0]) {
      case 'w':
        response.www.push_back(value);
        break;
      case 'p':
        response.proxy.push_back(value);
        break;
      case 'i':
        authenticator.Learn(kRequest, Challenger::kServer, value);
        break;
      case 'j':
        authenticator.Learn(kRequest, Challenger::kProxy, value);
        break;
      default:
        break;
    }
    std::vector<Challenge> challenges;
    ParseChallenges(value, challenges);
    for (const Challenge& challenge : challenges) CheckParsed(challenge);
    CheckParsed(ParseAuthenticationInfo(value));
  }

  void Respond() {
    const auto answer = authenticator.Answer(kRequest, response, trail, random);
    if (answer) {
      INVARIANT(++rounds <= 8);
      INVARIANT(!answer->empty());
      CheckHeaders(*answer);
    } else {
      INVARIANT(!answer.reason().empty());
    }
    response = {};
    AuthTrail other;
    CheckHeaders(authenticator.Authorize(kRequest, other));
  }

  Authenticator authenticator;
  Random random{Seed{1}};
  AuthTrail trail;
  AuthChallenges response;
  int rounds = 0;
};

}  // namespace
}  // namespace ringline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  ringline::Conversation conversation(/*ha1=*/size % 2 == 1);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    conversation.Hear(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  conversation.Respond();
  return 0;
}
