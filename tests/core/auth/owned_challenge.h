// A challenge together with the text that it views, for tests that hand it on.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/auth/challenge.h"
#include "doctest/doctest.h"

namespace ringline {

struct OwnedChallenge : Challenge {
  std::shared_ptr<const std::string> text;

  // All challenges of one header line.
  static std::vector<OwnedChallenge> All(std::string value) {
    auto text = std::make_shared<const std::string>(std::move(value));
    std::vector<Challenge> challenges;
    ParseChallenges(*text, challenges);
    std::vector<OwnedChallenge> owned;
    for (const Challenge& challenge : challenges) owned.push_back({challenge, text});
    return owned;
  }
  // The only one.
  static OwnedChallenge Only(std::string value) {
    std::vector<OwnedChallenge> all = All(std::move(value));
    REQUIRE(all.size() == 1);
    return all[0];
  }
  static OwnedChallenge Info(std::string value) {
    auto text = std::make_shared<const std::string>(std::move(value));
    return {ParseAuthenticationInfo(*text), text};
  }
  std::vector<AuthParameter> All() const {
    std::vector<AuthParameter> all;
    AuthParameterReader reader(parameters);
    while (auto parameter = reader.Next()) all.push_back(*parameter);
    return all;
  }
};

}  // namespace ringline
