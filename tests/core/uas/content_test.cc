#include "core/uas/content.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

bool Carries(std::string_view type, std::string_view body) {
  std::string text = "SIP/2.0 200 OK\r\n";
  if (!type.empty()) text += "Content-Type: " + std::string(type) + "\r\n";
  text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  return CarriesSdp(*Message::Parse(text));
}

TEST_CASE("SDP is told by its type, in any case and with parameters") {
  CHECK(Carries("application/sdp", "v=0"));
  CHECK(Carries("Application/SDP", "v=0"));
  CHECK(Carries("application/sdp ;charset=utf-8", "v=0"));
  CHECK_FALSE(Carries("application/sdpx", "v=0"));
  CHECK_FALSE(Carries("multipart/mixed;boundary=x", "v=0"));
  CHECK_FALSE(Carries("", "v=0"));
  CHECK_FALSE(Carries("application/sdp", ""));
}

}  // namespace
}  // namespace ringline
