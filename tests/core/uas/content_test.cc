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

TEST_CASE("SDP is found in a part of a multipart body") {
  std::string body =
      "a preamble\r\n--b c\r\nContent-Type: application/isup\r\n\r\n\1\r\n"
      "--b c\r\ncontent-type:application/sdp;charset=utf-8\r\nContent-Disposition: session\r\n\r\n"
      "v=0\r\ns=-\r\n--b c--\r\nan epilogue";
  CHECK(PartOf("multipart/mixed; boundary=\"b c\"", body, "application/sdp") == "v=0\r\ns=-\r\n");
  CHECK(PartOf("multipart/mixed; boundary=b", body, "application/sdp") == "");
  CHECK(PartOf("multipart/mixed", body, "application/sdp") == "");
  CHECK(PartOf("text/plain; boundary=\"b c\"", body, "application/sdp") == "");
  CHECK(PartOf("multipart/mixed; boundary=\"b c\"", body, "text/plain") == "");
}

TEST_CASE("a part that lacks its end, its headers or its boundary is no reason to fall over") {
  std::string_view type = "multipart/mixed;boundary=x";
  CHECK(PartOf(type, "--x\r\nContent-Type: application/sdp\r\n\r\nv=0", kSdpType) == "v=0");
  CHECK(PartOf(type, "--x\nContent-Type: application/sdp\n\nv=0\n--x--", kSdpType) == "v=0\n");
  CHECK(PartOf(type, "--x", kSdpType) == "");
  CHECK(PartOf(type, "--x\r\n\r\nv=0\r\n--x--", kSdpType) == "");
  CHECK(PartOf(type, "--xy\r\nContent-Type: application/sdp\r\n\r\nv=0", kSdpType) == "");
  CHECK(PartOf("multipart/mixed;boundary=\"\"", "--", kSdpType) == "");
}

TEST_CASE("parts inside parts are found, but not without end") {
  auto inside = [](int depth) {
    std::string body = "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--\r\n";
    for (int i = 0; i < depth; i++) {
      body = "--x" + std::to_string(i) + "\r\nContent-Type: multipart/mixed;boundary=x" +
             (i == 0 ? "" : std::to_string(i - 1)) + "\r\n\r\n" + body + "--x" + std::to_string(i) +
             "--\r\n";
    }
    std::string type = "multipart/mixed;boundary=x";
    if (depth > 0) type += std::to_string(depth - 1);
    return std::string(PartOf(type, body, kSdpType));
  };
  CHECK(inside(0) == "v=0\r\n");
  CHECK(inside(2) == "v=0\r\n");
  CHECK(inside(40) == "");
}

}  // namespace
}  // namespace ringline
