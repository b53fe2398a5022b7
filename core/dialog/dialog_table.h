// Which owner a dialog belongs to. Early dialogs of one fork have different remote tags and the
// same owner; they are found by their own key, and all of an owner's leave together.
#pragma once

#include <cstddef>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "core/dialog/dialog_key.h"

namespace ringline {

template <class Owner>
class DialogTable {
 public:
  void Add(const DialogKey& key, Owner owner) { owners_[key] = owner; }
  void Remove(const DialogKey& key) { owners_.erase(key); }
  std::optional<Owner> Find(const DialogKeyView& key) const {
    auto it = owners_.find(key);
    if (it == owners_.end()) return std::nullopt;
    return it->second;
  }
  // The dialog that a message off the wire belongs to, without an allocation.
  std::optional<Owner> Find(const Message& message) const { return Find(DialogKeyView(message)); }
  void RemoveAllOf(Owner owner) {
    absl::erase_if(owners_, [&](const auto& entry) { return entry.second == owner; });
  }
  size_t size() const { return owners_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(const DialogKeyView& key) const { return absl::HashOf(key); }
  };
  struct Same {
    using is_transparent = void;
    bool operator()(const DialogKeyView& a, const DialogKeyView& b) const { return a == b; }
  };
  absl::flat_hash_map<DialogKey, Owner, Hash, Same> owners_;
};

}  // namespace ringline
