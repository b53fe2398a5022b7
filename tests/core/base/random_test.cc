#include "core/base/random.h"

#include <algorithm>
#include <set>

#include "core/text/ascii.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

std::string HexOf(Random& random, int words) {
  std::string hex;
  for (int i = 0; i < words; ++i) {
    const uint32_t word = random.Next();
    for (int byte = 0; byte < 4; ++byte) {
      hex += kAlphabet[(word >> (8 * byte + 4)) & 15];
      hex += kAlphabet[(word >> (8 * byte)) & 15];
    }
  }
  return hex;
}

Random Seeded(uint8_t first) { return Random(Seed{first}); }

// The published vectors of ChaCha with 8 rounds and a 256-bit key (draft-strombergson-chacha-test-
// vectors, TC1 and TC2): key, then two blocks of stream.
TEST_CASE("the stream is ChaCha8's") {
  Random zero((Seed()));
  CHECK(HexOf(zero, 16) ==
        "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e"
        "984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42");
  CHECK(HexOf(zero, 16) ==
        "d2aefa0deaa5c151bf0adb6c01f2a5adc0fd581259f9a2aadcf20f8fd566a26b"
        "5032ec38bbc5da98ee0c6f568b872a65a08abf251deb21bb4b56e5d8821e68aa");
  Random one = Seeded(1);
  CHECK(HexOf(one, 16) ==
        "cf5ee9a0494aa9613e05d5ed725b804b12f4a465ee635acc3a311de8740489ea"
        "289d04f43c7518db56eb4433e498a1238cd8464d3763ddbb9222ee3bd8fae3c8");
}

TEST_CASE("one seed gives one stream, and a copy goes its own way from there") {
  Random a = Seeded(7), b = Seeded(7), other = Seeded(8);
  CHECK(a.Token(40) == b.Token(40));
  CHECK(a.Token(40) != other.Token(40));
  Random copy = a;
  CHECK(copy.Next() == a.Next());
}

TEST_CASE("Below is uniform and never reaches its limit") {
  Random random = Seeded(3);
  std::array<int, 6> seen{};
  for (int i = 0; i < 60'000; ++i) ++seen[random.Below(6)];
  for (int count : seen) {
    CHECK(count > 9'600);
    CHECK(count < 10'400);
  }
  for (int i = 0; i < 100; ++i) CHECK(random.Below(1) == 0);
  // Three quarters of 2^32: a modulo would give the lower third twice as often as the others.
  constexpr uint32_t kThreeQuarters = 3u << 30;
  int low = 0;
  for (int i = 0; i < 30'000; ++i) {
    const uint32_t drawn = random.Below(kThreeQuarters);
    REQUIRE(drawn < kThreeQuarters);
    low += drawn < kThreeQuarters / 3;
  }
  CHECK(low > 9'600);
  CHECK(low < 10'400);
}

TEST_CASE("Between reaches both ends") {
  Random random = Seeded(4);
  std::set<Duration> drawn;
  for (int i = 0; i < 200; ++i) drawn.insert(random.Between(Duration(-2), Duration(2)));
  CHECK(drawn ==
        std::set<Duration>{Duration(-2), Duration(-1), Duration(0), Duration(1), Duration(2)});
  CHECK(random.Between(Duration(9), Duration(9)) == Duration(9));
}

TEST_CASE("a token has its length, and every letter and digit at every place") {
  Random random = Seeded(5);
  CHECK(random.Token(0).empty());
  std::array<std::set<char>, 11> places;
  for (int i = 0; i < 2'000; ++i) {
    const std::string token = random.Token(places.size());
    REQUIRE(token.size() == places.size());
    for (size_t at = 0; at < token.size(); ++at) places[at].insert(token[at]);
  }
  const std::set<char> alphabet(kAlphabet.begin(), kAlphabet.end());
  for (const auto& place : places) CHECK(place == alphabet);
}

TEST_CASE("a UUID is a random one of version 4") {
  Random random = Seeded(6);
  std::set<std::string> drawn;
  std::set<char> variants;
  for (int i = 0; i < 1'000; ++i) {
    const std::string uuid = random.Uuid();
    REQUIRE(uuid.size() == 36);
    for (size_t at = 0; at < uuid.size(); ++at) {
      const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
      REQUIRE((dash ? uuid[at] == '-' : HexValue(uuid[at]) >= 0));
    }
    CHECK(uuid[14] == '4');
    variants.insert(uuid[19]);
    drawn.insert(uuid);
  }
  CHECK(drawn.size() == 1'000);
  CHECK(variants == std::set<char>{'8', '9', 'a', 'b'});
}

}  // namespace
}  // namespace ringline
