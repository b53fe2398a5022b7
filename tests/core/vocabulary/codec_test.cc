#include "core/vocabulary/codec.h"

#include "core/vocabulary/input.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

Record RecordOf(Buffer& buffer, auto input) {
  Writer writer(buffer);
  Encode<Input>(input, writer);
  return writer.record();
}

// The alternative that `record` holds; nothing when it does not read.
template <class T>
std::optional<T> Read(Record record) {
  std::optional<T> found;
  Decode<Input>(record, [&](auto&& one) {
    if constexpr (std::is_same_v<std::decay_t<decltype(one)>, T>) found = std::move(one);
  });
  return found;
}

TEST_CASE("an input comes back as it was") {
  Buffer buffer;
  in::SendTones tones{.session = SessionId(7),
                      .tones = "12#",
                      .duration = Duration(160),
                      .gap = Duration(70),
                      .transport = DtmfTransport::kRtp,
                      .extra_headers = {"X-A: 1", "", "X-B: \xc3\xa9"}};
  auto back = Read<in::SendTones>(RecordOf(buffer, tones));
  REQUIRE(back.has_value());
  CHECK(back->session == tones.session);
  CHECK(back->tones == tones.tones);
  CHECK(back->duration == tones.duration);
  CHECK(back->gap == tones.gap);
  CHECK(back->transport == tones.transport);
  CHECK(back->extra_headers == tones.extra_headers);
}

TEST_CASE("a measure comes back as it was, or as missing") {
  constexpr int64_t kNumbers[] = {0,
                                  1,
                                  (1LL << 31) - 1,
                                  1LL << 31,
                                  1LL << 32,
                                  -1,
                                  -(1LL << 31),
                                  -(1LL << 40),
                                  -(1LL << 53),
                                  (1LL << 53) - 1};
  Buffer buffer;
  for (int64_t number : kNumbers) {
    auto back = Read<in::StatsRead>(RecordOf(
        buffer, in::StatsRead{.available = Count(number), .audio_sent = {.ssrc = Count(9)}}));
    REQUIRE(back.has_value());
    CHECK(back->available.value() == number);
    CHECK_FALSE(back->taken.known());
    CHECK(back->audio_sent.ssrc == Count(9));
    CHECK_FALSE(back->video_sent.ssrc.known());
  }
}

TEST_CASE("a measure beyond what a double holds is refused, and its field named") {
  for (uint32_t high : {kUnreadable, 0x80200000u, 0xbfdfffffu, 0xc0000000u, 0xfffffffdu}) {
    Buffer buffer;
    Writer writer(buffer);
    writer.Write(kIndexOf<in::StatsRead, Input>);
    for (uint32_t word : {1u, high, 0u}) writer.Write(word);
    auto fault = Decode<Input>(writer.record(), [](auto&&) { FAIL("it read"); });
    REQUIRE(fault.has_value());
    CHECK(fault->field == "taken");
  }
}

TEST_CASE("a record that ends early is told by the field where it ends") {
  Buffer buffer;
  Record whole = RecordOf(buffer, in::EndCall{.session = SessionId(1), .reason_phrase = "why"});
  for (size_t size = 0; size < whole.size(); size++) {
    auto fault = Decode<Input>(whole.first(size), [](auto&&) { FAIL("it read"); });
    REQUIRE(fault.has_value());
    CHECK(fault->alternative == (size < 4 ? "" : "endCall"));
    if (size == 4) CHECK(fault->field == "session");
    if (size == whole.size() - 1) CHECK(fault->field == "cause");
  }
}

TEST_CASE("a word behind the last field is no field") {
  Buffer buffer;
  Writer writer(buffer);
  in::RingCall ring{SessionId(1)};
  Encode<Input>(ring, writer);
  writer.Write(uint32_t{0});
  auto fault = Decode<Input>(writer.record(), [](auto&&) { FAIL("it read"); });
  REQUIRE(fault.has_value());
  CHECK(fault->alternative == "ringCall");
  CHECK(fault->field == "");
}

TEST_CASE("no number beyond the alternatives is one") {
  Buffer buffer;
  Writer writer(buffer);
  writer.Write(static_cast<uint32_t>(std::variant_size_v<Input>));
  auto fault = Decode<Input>(writer.record(), [](auto&&) { FAIL("it read"); });
  REQUIRE(fault.has_value());
  CHECK(fault->alternative == "");
}

TEST_CASE("a count larger than the bytes reserves nothing") {
  Buffer buffer;
  Writer writer(buffer);
  writer.Write(kIndexOf<in::AnswerCall, Input>);
  writer.Write(uint32_t{1});
  writer.Write(uint32_t{0x3fffffff});
  CHECK_FALSE(Read<in::AnswerCall>(writer.record()).has_value());
}

TEST_CASE("booleans are 0 or 1, enums have words") {
  for (uint32_t word : {2u, 77u, kUnreadable}) {
    Buffer buffer;
    Writer writer(buffer);
    writer.Write(kIndexOf<in::NetworkChanged, Input>);
    writer.Write(word);
    CHECK_FALSE(Read<in::NetworkChanged>(writer.record()).has_value());
  }
  auto words = static_cast<uint32_t>(WordsOf(IceState{}).size());
  for (uint32_t word : {words - 1, words, kUnreadable}) {
    Buffer buffer;
    Writer writer(buffer);
    writer.Write(kIndexOf<in::IceStateChanged, Input>);
    writer.Write(uint32_t{1});
    writer.Write(word);
    CHECK(Read<in::IceStateChanged>(writer.record()).has_value() == (word < words));
  }
}

}  // namespace
}  // namespace ringline
