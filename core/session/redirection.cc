#include "core/session/redirection.h"

#include <algorithm>
#include <utility>

#include "core/sip/contact.h"

namespace ringline {
namespace {

// Whoever sends us further than this sends us in a circle.
constexpr size_t kMostTargets = 10;

}  // namespace

bool Redirection::Knows(const std::string& uri) const {
  auto waits = [&](const Target& target) { return target.uri == uri; };
  return std::find(tried_.begin(), tried_.end(), uri) != tried_.end() ||
         std::any_of(targets_.begin(), targets_.end(), waits);
}

void Redirection::Note(const Message& response, const std::string& tried) {
  tried_.push_back(tried);
  for (Contact& contact : Contacts::Of(response).values) {
    Uri uri = std::move(contact.address.uri);
    // Headers in a URI would let a stranger write our request (19.1.5).
    uri.headers.clear();
    std::string text = uri.ToString();
    bool full = targets_.size() + tried_.size() > kMostTargets;
    if (full || !uri.is_sip() || Knows(text)) continue;
    auto less = [&](const Target& target) { return target.q < contact.q; };
    targets_.insert(std::find_if(targets_.begin(), targets_.end(), less),
                    {std::move(text), contact.q});
  }
}

std::optional<std::string> Redirection::Next() {
  if (targets_.empty()) return std::nullopt;
  std::string uri = std::move(targets_.front().uri);
  targets_.erase(targets_.begin());
  return uri;
}

}  // namespace ringline
