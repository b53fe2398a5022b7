// All publications of an engine.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/subscription/publication.h"

namespace ringline {

class Publications {
 public:
  explicit Publications(const Ground& ground) : ground_(ground) {}

  // The new PublicationId, or zero after a Rejected.
  PublicationId Publish(const in::Publish& wish, Time now) {
    PublicationId id = ground_.out.NextPublication();
    Publication publication(id, ground_);
    std::string_view reason = publication.Begin(wish, now);
    if (!reason.empty()) return Reject(in::Publish::kName, reason), PublicationId();
    publications_.emplace(id, std::move(publication));
    return id;
  }
  // An input about one of them; Rejected when there is none.
  template <class In>
  void Handle(const In& input, Time now) {
    std::string_view reason = "no such publication";
    With(input.publication, [&](Publication& one) { reason = one.Handle(input, now); });
    if (!reason.empty()) Reject(In::kName, reason);
  }
  void Handle(const ClientEvent& event, Time now) {
    With(PublicationId(event.owner.id), [&](Publication& one) { one.Handle(event, now); });
  }
  void Connected(Time now) {
    WithAll([&](Publication& one) { one.Connected(now); });
  }
  void EndAll(Time now) {
    WithAll([&](Publication& one) { one.EndNow(now); });
  }
  // What is not over now is over.
  void Abandon() {
    WithAll([](Publication& one) { one.Abandon(); });
  }
  void Advance(Time now) {
    WithAll([&](Publication& one) {
      if (one.Deadline() <= now) one.Advance(now);
    });
  }
  // Each time anew: nobody publishes more than a handful.
  Time Deadline() const {
    Time next = kNever;
    for (auto& [id, one] : publications_) next = std::min(next, one.Deadline());
    return next;
  }
  bool empty() const { return publications_.empty(); }

 private:
  template <class Deed>
  void With(PublicationId id, Deed deed) {
    auto found = publications_.find(id);
    if (found == publications_.end()) return;
    deed(found->second);
    if (found->second.over()) publications_.erase(found);
  }
  template <class Deed>
  void WithAll(Deed deed) {
    std::vector<PublicationId> ids;
    for (auto& [id, one] : publications_) ids.push_back(id);
    for (PublicationId id : ids) With(id, deed);
  }
  void Reject(std::string_view input, std::string_view reason) {
    ground_.out.Push(out::Rejected{std::string(input), std::string(reason)});
  }

  Ground ground_;
  std::map<PublicationId, Publication> publications_;
};

}  // namespace ringline
