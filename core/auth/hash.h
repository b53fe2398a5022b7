// The three hashes of SIP's Digest (RFC 7616, RFC 8760): MD5 (RFC 1321), SHA-256 and SHA-512/256
// (FIPS 180-4).
//
// A login hashes a few hundred bytes, so the code is made small rather than fast.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ringline {

// From the weakest to the strongest: a client compares them.
enum class Hash : uint8_t { kMd5, kSha256, kSha512_256 };

// The digest of `parts`, one after the other, as lower-case hex: 32 or 64 digits.
std::string HexDigest(Hash hash, std::initializer_list<std::string_view> parts);

}  // namespace ringline
