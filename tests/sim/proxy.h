// A registrar, keeper of publications and proxy as small as can be: answers REGISTER and PUBLISH,
// forwards requests by the user or the x.invalid host of their target, and responses to whoever
// sent that branch.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/sip/message.h"
#include "core/vocabulary/names.h"

namespace ringline::sim {

class Phone;
class World;

// As the element that forwarded an INVITE would take it back (RFC 3261 9.1).
std::string CancelOf(const Message& invite);

class Proxy {
 public:
  explicit Proxy(World& world) : world_(world) {}

  // How it is. All off: as kind as can be.
  bool strict = false;     // Who has not registered over his present socket is not found.
  bool pongs = true;       // Answers CRLFs.
  uint32_t challenge = 0;  // Of a hundred requests, how many must bring credentials.
  // Users that are several at once: an INVITE for such a one forks (RFC 3261 16.7).
  std::map<std::string, std::vector<std::string>> groups;
  // Whoever has not answered when another has is not told; so two may.
  bool cancels = true;
  uint32_t moody = 0;  // Of a hundred PUBLISHes, how many are refused for now.

  // How many publications of that phone's are kept.
  int Kept(const Phone& by) const;

  void Receive(Phone& from, const std::string& frame);

 private:
  struct Hop {
    Phone* from;
    std::string invite;  // Until it has its final answer.
    uint64_t patience = 0;
    std::string request;          // The INVITE, for ever.
    std::vector<Phone*> ringing;  // Who has it and has not answered for good.
    bool forked = false;
  };
  struct Publication {
    Phone* by;
    Time until;
  };
  void Register(Phone& from, const Message& request);
  void Publish(Phone& from, const Message& request);
  void Answer(Phone& from, const Message& request, int status);
  void Forward(Phone& from, const Message& request, const std::string& frame);
  void ForwardCancel(const Message& cancel, const std::string& frame);
  // Whether the caller is to hear of it: of refusals the last one alone.
  bool Gather(Phone& from, const Message& response, Hop& hop);
  void Backward(Phone& from, const Message& response, const std::string& frame);
  // RFC 3261 16.6 11: nobody rings for ever.
  void StartTimerC(const std::string& branch);
  std::vector<Phone*> Find(const Message& request);

  World& world_;
  std::map<std::string, std::string> contact_hosts_;  // x.invalid → user.
  std::map<std::string, SocketId> bindings_;          // user → the socket he registered over.
  std::map<std::string, Publication> kept_;           // By entity-tag (RFC 3903 6).
  std::map<std::string, Hop> hops_;                   // Via branch and method → who sent it.
};

}  // namespace ringline::sim
