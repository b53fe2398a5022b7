#include "core/sdp/rewrite.h"

#include <string>

#include "doctest/doctest.h"

namespace ringline {
namespace {

constexpr std::string_view kOffer =
    "v=0\r\n"
    "a=candidate:0 1 udp 1 192.0.2.9 1 typ host\r\n"
    "m=audio 9/2 RTP/AVP 111 0 8 9\r\n"
    "c=IN IP4 192.0.2.1\r\n"
    "a=rtpmap:111 opus/48000/2\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:9 pcma/16000\r\n"
    "m=video 9 RTP/AVP 96\r\n"
    "b=AS:512\r\n"
    "a=sendonly\r\n"
    "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n"
    "a=end-of-candidates\r\n"
    "m=video 0 RTP/AVP 97\r\n"
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n";

Description Sample() { return *Description::Parse(kOffer); }

TEST_CASE("a codec is preferred by its payload types in front") {
  Description offer = Sample();
  CHECK(PreferCodec(offer, "audio", "PCMA"));
  CHECK(offer.media()[0].lines[0] == "m=audio 9/2 RTP/AVP 8 9 111 0");
  CHECK(offer.media()[0].formats == std::vector<std::string>{"8", "9", "111", "0"});
  CHECK_FALSE(PreferCodec(offer, "audio", "PCMA"));
  CHECK_FALSE(PreferCodec(offer, "audio", "G722"));
  CHECK_FALSE(PreferCodec(offer, "video", "VP8"));
}

TEST_CASE("a bit rate is capped in both units, and set free") {
  Description offer = Sample();
  CHECK(CapBitRate(offer, "", 64500));
  CHECK(offer.ToString().find(
            "m=audio 9/2 RTP/AVP 111 0 8 9\r\nc=IN IP4 192.0.2.1\r\nb=AS:65\r\nb=TIAS:64500\r\n") !=
        std::string::npos);
  CHECK(offer.ToString().find("m=video 9 RTP/AVP 96\r\nb=AS:65\r\nb=TIAS:64500\r\na=sendonly") !=
        std::string::npos);
  CHECK(offer.ToString().find("AS:512") == std::string::npos);
  CHECK_FALSE(CapBitRate(offer, "", 64500));
  CHECK(CapBitRate(offer, "", 0));
  CHECK(offer.ToString().find("\r\nb=") == std::string::npos);
  CHECK_FALSE(CapBitRate(offer, "", 0));
}

TEST_CASE("a direction is set for a kind, or for all audio and video") {
  Description offer = Sample();
  CHECK(SetDirection(offer, "video", Direction::kInactive));
  CHECK(offer.DirectionOf(offer.media()[0]) == Direction::kSendRecv);
  CHECK(offer.DirectionOf(offer.media()[1]) == Direction::kInactive);
  CHECK_FALSE(offer.media()[2].OwnDirection());
  CHECK_FALSE(SetDirection(offer, "video", Direction::kInactive));
  CHECK(SetDirection(offer, "", Direction::kSendOnly));
  CHECK(offer.IsHeld());
  CHECK_FALSE(offer.media()[3].OwnDirection());
}

TEST_CASE("candidates go, from the session and from the sections") {
  Description offer = Sample();
  CHECK(StripCandidates(offer));
  CHECK(offer.CandidateCount() == 0);
  CHECK(offer.ToString().find("candidate") == std::string::npos);
  CHECK_FALSE(StripCandidates(offer));
}

TEST_CASE("an empty description is left alone") {
  Description empty = *Description::Parse("v=0");
  CHECK_FALSE(PreferCodec(empty, "", "opus"));
  CHECK_FALSE(SetDirection(empty, "", Direction::kInactive));
  CHECK(empty.ToString() == "v=0\r\n");
  Description bare = *Description::Parse("m=audio");
  CHECK_FALSE(CapBitRate(bare, "audio", 1000));
}

}  // namespace
}  // namespace ringline
