#include "core/sdp/picture.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

std::string Sdp(const std::string& sections) {
  return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + sections;
}
std::string Section(const std::string& kind, int port, const std::string& direction) {
  return "m=" + kind + " " + std::to_string(port) + " UDP/TLS/RTP/SAVPF 96\r\na=" + direction +
         "\r\n";
}

TEST_CASE("sound alone is no picture, nor is a text that is no SDP") {
  CHECK_FALSE(PictureOf(Sdp(Section("audio", 9, "sendrecv"))).live);
  CHECK_FALSE(PictureOf("hello").live);
  CHECK_FALSE(PictureOf("").live);
}

TEST_CASE("a section that is rejected is no picture") {
  CHECK_FALSE(
      PictureOf(Sdp(Section("audio", 9, "sendrecv") + Section("video", 0, "sendrecv"))).live);
}

TEST_CASE("who sends and who would look") {
  auto with = [](const std::string& direction) {
    return PictureOf(Sdp(Section("audio", 9, "sendrecv") + Section("video", 9, direction)));
  };
  CHECK(with("sendrecv").live);
  CHECK(with("sendrecv").wanted);
  CHECK(with("sendonly").live);
  CHECK_FALSE(with("sendonly").wanted);
  CHECK(with("recvonly").live);
  CHECK(with("recvonly").wanted);
  CHECK_FALSE(with("inactive").live);
}

TEST_CASE("a call that both hold keeps its picture") {
  CHECK(PictureOf(Sdp(Section("audio", 9, "inactive") + Section("video", 9, "inactive"))).live);
}

TEST_CASE("a section offered bundle-only has port zero and is there") {
  CHECK(PictureOf(Sdp(Section("audio", 9, "sendrecv") + Section("video", 0, "sendrecv") +
                      "a=bundle-only\r\n"))
            .live);
}

TEST_CASE("one of two sections is enough") {
  CHECK(PictureOf(Sdp(Section("audio", 9, "sendrecv") + Section("video", 0, "inactive") +
                      Section("video", 9, "sendonly")))
            .live);
}

}  // namespace
}  // namespace ringline
