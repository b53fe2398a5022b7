// The early dialogs of one INVITE of ours beside the one the call is with: every fork that has
// answered it, and those that were told to go (RFC 3261 12.1, 13.2.2.4).
#pragma once

#include <optional>
#include <vector>

#include "core/dialog/dialog.h"

namespace ringline {

class Forks {
 public:
  Dialog* Find(const DialogKey& key) {
    for (Dialog& fork : forks_) {
      if (fork.key() == key) return &fork;
    }
    return nullptr;
  }
  Dialog& Add(Dialog fork) { return forks_.emplace_back(std::move(fork)); }
  // Makes `current` the dialog with that key: one of these, which takes its place here.
  bool Choose(const DialogKey& key, std::optional<Dialog>& current) {
    if (current && current->key() == key) return true;
    Dialog* fork = Find(key);
    if (fork == nullptr || !current) return false;
    std::swap(*fork, *current);
    return true;
  }
  void Clear() { forks_.clear(); }
  // The first time that this fork is to be hung up.
  bool HangUp(const DialogKey& key) {
    for (const DialogKey& gone : hung_up_) {
      if (gone == key) return false;
    }
    hung_up_.push_back(key);
    return true;
  }

 private:
  std::vector<Dialog> forks_;
  std::vector<DialogKey> hung_up_;
};

}  // namespace ringline
