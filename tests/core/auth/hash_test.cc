#include "core/auth/hash.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

struct Vector {
  std::string_view text, md5, sha256, sha512_256;
};

// RFC 1321 A.5 and FIPS 180-4's published examples.
TEST_CASE("the published examples") {
  const Vector kVectors[] = {
      {"", "d41d8cd98f00b204e9800998ecf8427e",
       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
       "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a"},
      {"abc", "900150983cd24fb0d6963f7d28e17f72",
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
       "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "8215ef0796a20bcaaae116d3876c664a",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
       "bde8e1f9f19bb9fd3406c90ec6bc47bd36d8ada9f11880dbc8a22a7078b6a461"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
       "lmnopqrsmnopqrstnopqrstu",
       "03dd8807a93175fb062dfb55dc7d359c",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
       "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a"},
  };
  for (const Vector& vector : kVectors) {
    CAPTURE(vector.text);
    CHECK(HexDigest(Hash::kMd5, {vector.text}) == vector.md5);
    CHECK(HexDigest(Hash::kSha256, {vector.text}) == vector.sha256);
    CHECK(HexDigest(Hash::kSha512_256, {vector.text}) == vector.sha512_256);
  }
}

TEST_CASE("a million a's") {
  const std::string text(1'000'000, 'a');
  CHECK(HexDigest(Hash::kMd5, {text}) == "7707d6ae4e027c70eea2a935c2296f21");
  CHECK(HexDigest(Hash::kSha256, {text}) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(HexDigest(Hash::kSha512_256, {text}) ==
        "9a59a052930187a97038cae692f30708aa6491923ef5194394dc68d56c74fb21");
}

// The digest of the digests of 0 to 299 a's, which end at every place of a block, as Python's
// hashlib has it.
TEST_CASE("every length around two blocks") {
  auto digest_of_digests = [](Hash hash) {
    std::string digests;
    for (size_t length = 0; length < 300; ++length) {
      digests += HexDigest(hash, {std::string(length, 'a')});
    }
    return HexDigest(hash, {digests});
  };
  CHECK(digest_of_digests(Hash::kMd5) == "334f515074b978951ed9966745e04656");
  CHECK(digest_of_digests(Hash::kSha256) ==
        "dd21bb91165542678c760dec417a174580c2006e5105a25e373c77dd466cdf00");
  CHECK(digest_of_digests(Hash::kSha512_256) ==
        "7380bfc4a7334fb2572fce472dfcd8d6c4311e03e645f6aa23587cbff95fb03a");
}

TEST_CASE("parts are hashed as one text") {
  for (Hash hash : {Hash::kMd5, Hash::kSha256, Hash::kSha512_256}) {
    CHECK(HexDigest(hash, {"a", "", "b", "c"}) == HexDigest(hash, {"abc"}));
    CHECK(HexDigest(hash, {}) == HexDigest(hash, {""}));
  }
}

}  // namespace
}  // namespace ringline
