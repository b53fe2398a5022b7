#include "core/sdp/description.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

constexpr std::string_view kBrowserOffer =
    "v=0\r\n"
    "o=- 4611731400430051336 2 IN IP4 127.0.0.1\r\n"
    "s=-\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE 0 1\r\n"
    "a=msid-semantic: WMS\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 110\r\n"
    "c=IN IP4 0.0.0.0\r\n"
    "a=candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host\r\n"
    "a=candidate:2 1 udp 1686052607 198.51.100.1 54321 typ srflx raddr 0.0.0.0 rport 0\r\n"
    "a=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789abcdef01234567\r\n"
    "a=mid:0\r\n"
    "a=sendrecv\r\n"
    "a=rtcp-mux\r\n"
    "a=rtpmap:111 opus/48000/2\r\n"
    "a=rtpmap:110 Telephone-Event/48000\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
    "c=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789abcdef01234567\r\n"
    "a=mid:1\r\n"
    "a=recvonly\r\n"
    "a=rtpmap:96 VP8/90000\r\n";

Description Parsed(std::string_view text) {
  Result<Description> description = Description::Parse(text);
  REQUIRE_MESSAGE(description.ok(), description.reason());
  return *std::move(description);
}

// One audio section with these lines.
Description Audio(std::string_view lines, std::string_view session = "",
                  std::string_view port = "9") {
  return Parsed("v=0\r\n" + std::string(session) + "m=audio " + std::string(port) +
                " RTP/AVP 0\r\n" + std::string(lines));
}

TEST_CASE("a description is taken apart and written back as it came") {
  const Description offer = Parsed(kBrowserOffer);
  CHECK(offer.ToString() == kBrowserOffer);
  CHECK(offer.session().Attribute("group") == "BUNDLE 0 1");
  CHECK(offer.session().Line('o') == "- 4611731400430051336 2 IN IP4 127.0.0.1");
  CHECK_FALSE(offer.session().Line('x'));
  REQUIRE(offer.media().size() == 2);
  const SdpMedia& audio = offer.media()[0];
  CHECK(audio.kind == "audio");
  CHECK(audio.port == 9);
  CHECK(audio.protocol == "UDP/TLS/RTP/SAVPF");
  CHECK(audio.formats == std::vector<std::string>{"111", "0", "8", "110"});
  CHECK(audio.mid() == "0");
  CHECK(audio.Has("rtcp-mux"));
  CHECK(audio.Attribute("rtcp-mux") == "");
  CHECK_FALSE(audio.Has("rtcp"));
  CHECK(audio.Count("candidate") == 2);
  CHECK(audio.HasCodec("telephone-event"));
  CHECK_FALSE(audio.HasCodec("VP8"));
  CHECK(offer.CandidateCount() == 2);
  CHECK(offer.HasIceCredentials());
  CHECK(offer.HasMedia("video"));
  CHECK_FALSE(offer.HasMedia("application"));
  CHECK(IceFragment(kBrowserOffer) == "abcd");
}

TEST_CASE("a direction is the section's own, else the session's, else both ways") {
  CHECK(Audio("").DirectionOf(Audio("").media()[0]) == Direction::kSendRecv);
  const Description described = Parsed(
      "v=0\r\na=sendonly\r\nm=audio 9 RTP/AVP 0\r\nm=video 9 RTP/AVP "
      "31\r\na=inactive\r\na=sendrecv\r\n");
  CHECK(described.DirectionOf(described.media()[0]) == Direction::kSendOnly);
  CHECK(described.DirectionOf(described.media()[1]) == Direction::kInactive);
  CHECK_FALSE(described.media()[0].OwnDirection());
  for (const std::string_view name : {"sendrecv", "sendonly", "recvonly", "inactive"}) {
    CHECK(NameOf(*DirectionOf(name)) == name);
    CHECK(Reversed(Reversed(*DirectionOf(name))) == *DirectionOf(name));
  }
  CHECK(Reversed(Direction::kSendOnly) == Direction::kRecvOnly);
  CHECK_FALSE(DirectionOf("sendrecvx"));
}

TEST_CASE("held is who is no longer listened to") {
  CHECK_FALSE(Audio("a=sendrecv\r\n").IsHeld());
  CHECK(Audio("a=sendonly\r\n").IsHeld());
  CHECK(Audio("a=inactive\r\n").IsHeld());
  CHECK_FALSE(Audio("a=recvonly\r\n").IsHeld());
  CHECK(Audio("", "a=sendonly\r\n").IsHeld());
  CHECK_FALSE(Audio("a=sendrecv\r\n", "a=sendonly\r\n").IsHeld());
}

TEST_CASE("the address 0.0.0.0 is a hold of old, but not where ICE gives the addresses") {
  CHECK(Audio("c=IN IP4 0.0.0.0\r\n").IsHeld());
  CHECK(Audio("", "c=IN IP4 0.0.0.0\r\n").IsHeld());
  CHECK_FALSE(Audio("c=IN IP4 192.0.2.1\r\n", "c=IN IP4 0.0.0.0\r\n").IsHeld());
  CHECK_FALSE(Audio("c=IN IP4 10.0.0.0\r\n").IsHeld());
  CHECK_FALSE(Parsed(kBrowserOffer).IsHeld());
  CHECK_FALSE(Audio("c=IN IP4 0.0.0.0\r\n", "a=ice-ufrag:x\r\n").IsHeld());
}

TEST_CASE("a call is held when all its audio and video is, rejected sections aside") {
  constexpr std::string_view kMixed =
      "v=0\r\nm=audio 9 RTP/AVP 0\r\na=sendonly\r\nm=video 0 RTP/AVP 31\r\nm=application 9 "
      "UDP/DTLS/SCTP x\r\n";
  CHECK(HoldsUs(kMixed));
  CHECK(Parsed(kMixed).IsHeld("audio"));
  CHECK_FALSE(Parsed(kMixed).IsHeld("video"));
  CHECK_FALSE(HoldsUs("v=0\r\nm=audio 9 RTP/AVP 0\r\na=sendonly\r\nm=video 9 RTP/AVP 31\r\n"));
  CHECK_FALSE(HoldsUs("v=0\r\na=inactive\r\n"));
  CHECK_FALSE(HoldsUs("v=0\r\nm=audio 0 RTP/AVP 0\r\na=inactive\r\n"));
  CHECK_FALSE(HoldsUs("not SDP"));
}

TEST_CASE("port zero is a rejected section, unless it is only bundled") {
  CHECK(Audio("", "", "0").media()[0].rejected());
  CHECK_FALSE(Audio("a=bundle-only\r\n", "", "0").media()[0].rejected());
  CHECK_FALSE(Audio("", "", "49170/2").media()[0].rejected());
  CHECK(Audio("", "", "x").media()[0].rejected());
  CHECK(Audio("", "", "99999").media()[0].rejected());
}

TEST_CASE("a direction is set where it stands") {
  Description described = Audio("a=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=sendonly\r\n");
  described.media()[0].SetDirection(Direction::kInactive);
  CHECK(described.ToString() ==
        "v=0\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=inactive\r\na=rtcp-mux\r\n");
  described = Audio("a=mid:0\r\n");
  described.media()[0].SetDirection(Direction::kSendOnly);
  CHECK(described.ToString() == "v=0\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=sendonly\r\n");
}

TEST_CASE("odd lines are kept: spaces, other ends, no equals sign, no end at all") {
  const Description odd =
      Parsed("v=0\n\na = x\nz\nm=\nm =video 1 RTP/AVP\na=mid\na=\nm=audio  9   RTP/AVP   0  8 ");
  CHECK(odd.ToString() ==
        "v=0\r\na = x\r\nz\r\nm=\r\nm =video 1 RTP/AVP\r\na=mid\r\na=\r\nm=audio  9   RTP/AVP   0  "
        "8 \r\n");
  REQUIRE(odd.media().size() == 2);
  CHECK(odd.media()[0].kind.empty());
  CHECK(odd.media()[0].mid().empty());
  CHECK(odd.media()[1].formats == std::vector<std::string>{"0", "8"});
  CHECK(odd.media()[0].rejected());
}

TEST_CASE("what is no SDP fails") {
  for (const std::string_view text : {"", "\r\n\r\n", "hello", "<audio/>", "="}) {
    CAPTURE(text);
    CHECK_FALSE(Description::Parse(text).ok());
  }
  CHECK_FALSE(Description::Parse(std::string((1 << 20) + 1, 'a')).ok());
  std::string sections;
  for (int i = 0; i < 501; ++i) sections += "m=audio 9 RTP/AVP 0\r\n";
  CHECK_FALSE(Description::Parse(sections).ok());
  CHECK(Description::Parse(sections.substr(21)).ok());
  CHECK(IceFragment("junk").empty());
  CHECK(IceFragment("v=0\r\na=ice-ufrag:s\r\nm=audio 9 x 0\r\na=ice-ufrag:m\r\n") == "s");
}

TEST_CASE("every cut of a description reads or fails, and reads back what it kept") {
  for (size_t size = 0; size <= kBrowserOffer.size(); ++size) {
    const auto cut = Description::Parse(kBrowserOffer.substr(0, size));
    if (!cut) continue;
    CHECK(Parsed(cut->ToString()).ToString() == cut->ToString());
  }
}

}  // namespace
}  // namespace ringline
