#include "core/base/random.h"

#include <bit>
#include <string_view>

#include "core/base/invariant.h"

namespace ringline {
namespace {

// "expand 32-byte k": the four words before the key (RFC 8439 2.3).
constexpr std::array<uint32_t, 4> kConstants = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

// RFC 8439 2.1.
void QuarterRound(uint32_t& a, uint32_t& b, uint32_t& c, uint32_t& d) {
  a += b, d = std::rotl(d ^ a, 16);
  c += d, b = std::rotl(b ^ c, 12);
  a += b, d = std::rotl(d ^ a, 8);
  c += d, b = std::rotl(b ^ c, 7);
}

}  // namespace

Random::Random(const Seed& seed) : state_{}, block_{} {
  for (size_t i = 0; i < kConstants.size(); ++i) state_[i] = kConstants[i];
  for (size_t i = 0; i < seed.size(); ++i) {
    state_[4 + i / 4] |= static_cast<uint32_t>(seed[i]) << (8 * (i % 4));
  }
}

uint32_t Random::Next() {
  if (used_ == block_.size()) Refill();
  return block_[used_++];
}

// Words 12 and 13 are the 64-bit block counter of ChaCha's author, 14 and 15 a nonce of zero: one
// stream a seed, and it does not end.
void Random::Refill() {
  block_ = state_;
  auto& x = block_;
  for (int round = 0; round < 8; round += 2) {
    for (size_t i = 0; i < 4; ++i) QuarterRound(x[i], x[4 + i], x[8 + i], x[12 + i]);
    for (size_t i = 0; i < 4; ++i) {
      QuarterRound(x[i], x[4 + (i + 1) % 4], x[8 + (i + 2) % 4], x[12 + (i + 3) % 4]);
    }
  }
  for (size_t i = 0; i < x.size(); ++i) x[i] += state_[i];
  if (++state_[12] == 0) ++state_[13];
  used_ = 0;
}

// The high word of a product spreads 2^32 words over `limit` values; the few low words that would
// come once too often are drawn again.
uint32_t Random::Below(uint32_t limit) {
  INVARIANT(limit > 0);
  uint64_t product = uint64_t{Next()} * limit;
  if (static_cast<uint32_t>(product) < limit) {
    const uint32_t surplus = (0u - limit) % limit;
    while (static_cast<uint32_t>(product) < surplus) product = uint64_t{Next()} * limit;
  }
  return static_cast<uint32_t>(product >> 32);
}

Duration Random::Between(Duration low, Duration high) {
  const auto span = (high - low).count();
  INVARIANT(span >= 0 && span < UINT32_MAX);
  return low + Duration(Below(static_cast<uint32_t>(span) + 1));
}

std::string Random::Token(size_t length) {
  std::string token(length, '0');
  // One draw makes five characters: 36^5 is the largest power that rejects next to nothing.
  uint32_t draw = 0;
  for (size_t i = 0; i < length; ++i) {
    draw = i % 5 == 0 ? Below(36 * 36 * 36 * 36 * 36) : draw / 36;
    token[i] = kAlphabet[draw % 36];
  }
  return token;
}

std::string Random::Uuid() {
  std::string uuid = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  uint32_t draw = 0;
  int digits = 0;
  for (char& c : uuid) {
    if (c != 'x' && c != 'y') continue;
    if (digits++ % 8 == 0) draw = Next();
    // RFC 9562 4.1: the variant is the two bits 10.
    c = kAlphabet[c == 'y' ? 8 + draw % 4 : draw % 16];
    draw /= 16;
  }
  return uuid;
}

}  // namespace ringline
