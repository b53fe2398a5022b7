#include "core/auth/hash.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

namespace ringline {
namespace {

// The first 64 bits of the fractions of the cube roots of the first 80 primes (FIPS 180-4 4.2.3).
// SHA-256 has the upper halves of the first 64, so one table serves both.
constexpr std::array<uint64_t, 80> kCubeRoots = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};
// The same of the square roots of the first 8: SHA-256's initial state in the upper halves
// (FIPS 180-4 5.3.3).
constexpr std::array<uint64_t, 8> kSha256State = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
// FIPS 180-4 5.3.6.2.
constexpr std::array<uint64_t, 8> kSha512_256State = {
    0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
    0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2,
};

// What makes SHA-256 and SHA-512 two (FIPS 180-4 4.1.2, 4.1.3). Both are run by the same code on
// 64-bit words, cut to their width: a copy of it for each would cost half a kilobyte of download.
struct Sha2 {
  size_t word;  // In bytes.
  size_t rounds;
  std::array<uint8_t, 3> big0, big1;      // Rotations.
  std::array<uint8_t, 3> small0, small1;  // Two rotations and a shift.
  const std::array<uint64_t, 8>& state;
};
// clang-format off
constexpr Sha2 kSha256 = {4, 64, {2, 13, 22}, {6, 11, 25}, {7, 18, 3}, {17, 19, 10}, kSha256State};
constexpr Sha2 kSha512_256 = {
    8, 80, {28, 34, 39}, {14, 18, 41}, {1, 8, 7}, {19, 61, 6}, kSha512_256State};
// clang-format on

void AppendHex(std::string& out, uint64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i) out += "0123456789abcdef"[(value >> (4 * i)) & 15];
}

// The parts, a 1 bit, and zeros up to whole blocks: 16 words each, of which the last two are left
// for the length in bits.
std::string Padded(std::initializer_list<std::string_view> parts, size_t word) {
  std::string text;
  for (std::string_view part : parts) text += part;
  text += '\x80';
  const size_t block = 16 * word;
  text.resize((text.size() + 2 * word + block - 1) / block * block, '\0');
  return text;
}
uint64_t BitsOf(std::initializer_list<std::string_view> parts) {
  uint64_t bytes = 0;
  for (std::string_view part : parts) bytes += part.size();
  return 8 * bytes;
}

// FIPS 180-4 6.2.2 and 6.4.2. Words are right-aligned; only those that are shifted to the right
// need their upper bits cut off.
void Sha2Block(const Sha2& sha, std::array<uint64_t, 8>& state, const char* block) {
  const int bits = static_cast<int>(8 * sha.word);
  const uint64_t mask = ~uint64_t{0} >> (64 - bits);
  auto rotated = [&](uint64_t x, int by) { return x >> by | x << (bits - by); };
  auto big = [&](uint64_t x, const std::array<uint8_t, 3>& by) {
    return (rotated(x, by[0]) ^ rotated(x, by[1]) ^ rotated(x, by[2])) & mask;
  };
  auto small = [&](uint64_t x, const std::array<uint8_t, 3>& by) {
    return (rotated(x, by[0]) ^ rotated(x, by[1]) ^ (x >> by[2])) & mask;
  };
  std::array<uint64_t, 80> w{};
  for (size_t i = 0; i < 16 * sha.word; ++i) {
    uint64_t& word = w[i / sha.word];
    word = word << 8 | static_cast<uint8_t>(block[i]);
  }
  for (size_t i = 16; i < sha.rounds; ++i) {
    w[i] =
        (small(w[i - 2], sha.small1) + w[i - 7] + small(w[i - 15], sha.small0) + w[i - 16]) & mask;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (size_t i = 0; i < sha.rounds; ++i) {
    const uint64_t root = kCubeRoots[i] >> (64 - bits);
    const uint64_t t1 = h + big(e, sha.big1) + ((e & f) ^ (~e & g)) + root + w[i];
    const uint64_t t2 = big(a, sha.big0) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = (d + t1) & mask;
    d = c, c = b, b = a, a = (t1 + t2) & mask;
  }
  const std::array<uint64_t, 8> worked = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < 8; ++i) state[i] = (state[i] + worked[i]) & mask;
}

std::string DigestOf(const Sha2& sha, std::initializer_list<std::string_view> parts) {
  std::array<uint64_t, 8> state = sha.state;
  for (uint64_t& word : state) word >>= 64 - 8 * sha.word;
  std::string text = Padded(parts, sha.word);
  uint64_t bits = BitsOf(parts);
  for (size_t at = text.size(); bits != 0; bits >>= 8) text[--at] = static_cast<char>(bits);
  for (size_t at = 0; at < text.size(); at += 16 * sha.word) Sha2Block(sha, state, &text[at]);
  // Both are cut to 256 bits: all of SHA-256, half of SHA-512.
  std::string hex;
  const int digits = static_cast<int>(2 * sha.word);
  for (size_t i = 0; i < 32 / sha.word; ++i) AppendHex(hex, state[i], digits);
  return hex;
}

// RFC 1321 3.4. Its table is floor(2^32 |sin(i)|), i in radians from 1; sin(i + 1) comes from
// sin(i) here. Over the 64 steps the error stays below 2e-5 of a unit, and no entry is nearer than
// 0.015 to where its floor would change.
void Md5Block(std::array<uint32_t, 4>& state, const char* block) {
  static constexpr uint8_t kRotations[4][4] = {
      {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  static constexpr uint8_t kFirstWord[4] = {0, 1, 5, 0}, kNextWord[4] = {1, 5, 3, 7};
  constexpr double kSin1 = 0.8414709848078965, kCos1 = 0.5403023058681398;
  double sine = kSin1, cosine = kCos1;
  auto [a, b, c, d] = state;
  for (size_t i = 0; i < 64; ++i) {
    const size_t round = i / 16;
    const size_t at = 4 * ((kFirstWord[round] + kNextWord[round] * i) % 16);
    uint32_t word = 0;
    for (size_t byte = 4; byte-- > 0;) word = (word << 8) | static_cast<uint8_t>(block[at + byte]);
    uint32_t mixed = c ^ (b | ~d);
    if (round == 0) mixed = (b & c) | (~b & d);
    if (round == 1) mixed = (b & d) | (c & ~d);
    if (round == 2) mixed = b ^ c ^ d;
    const auto constant = static_cast<uint32_t>(std::fabs(sine) * 4294967296.0);
    const uint32_t sum = a + mixed + word + constant;
    a = d, d = c, c = b;
    b += std::rotl(sum, kRotations[round][i % 4]);
    const double next = sine * kCos1 + cosine * kSin1;
    cosine = cosine * kCos1 - sine * kSin1;
    sine = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

std::string Md5(std::initializer_list<std::string_view> parts) {
  std::array<uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::string text = Padded(parts, sizeof(uint32_t));
  uint64_t bits = BitsOf(parts);
  for (size_t at = text.size() - 8; bits != 0; bits >>= 8) text[at++] = static_cast<char>(bits);
  for (size_t at = 0; at < text.size(); at += 64) Md5Block(state, &text[at]);
  std::string hex;
  for (uint32_t word : state) {
    for (int byte = 0; byte < 4; ++byte) AppendHex(hex, (word >> (8 * byte)) & 0xff, 2);
  }
  return hex;
}

}  // namespace

std::string HexDigest(Hash hash, std::initializer_list<std::string_view> parts) {
  switch (hash) {
    case Hash::kSha512_256:
      return DigestOf(kSha512_256, parts);
    case Hash::kSha256:
      return DigestOf(kSha256, parts);
    case Hash::kMd5:
      break;
  }
  return Md5(parts);
}

}  // namespace ringline
