// Messages as peers write them, for the tests of transactions and dialogs.
#pragma once

#include <string>
#include <string_view>

#include "core/sip/message.h"
#include "core/sip/outgoing.h"
#include "core/transaction/timers.h"
#include "doctest/doctest.h"

namespace ringline {

inline const Time kStart = Time(Duration(1000));

// A request off the wire. Everything that matters to matching can be turned.
struct PeerRequest {
  std::string method = "MESSAGE";
  std::string uri = "sip:alice@x.invalid";
  std::string via = "SIP/2.0/WS peer.example.com;branch=z9hG4bKpeer1";
  std::string from = "<sip:bob@example.com>;tag=bob1";
  std::string to = "<sip:alice@example.com>";
  std::string call_id = "call-1";
  uint32_t cseq = 1;
  std::string cseq_method = "";  // "" is `method`.
  std::string more = "";         // Lines, each with its CR LF.
  std::string body = "";

  std::string Text() const {
    return method + " " + uri + " SIP/2.0\r\nVia: " + via +
           "\r\nMax-Forwards: 70\r\nFrom: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + call_id +
           "\r\nCSeq: " + std::to_string(cseq) + " " +
           (cseq_method.empty() ? method : cseq_method) + "\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
};

inline Message Parsed(std::string text) {
  Result<Message> message = Message::Parse(std::move(text));
  REQUIRE(message.ok());
  return *std::move(message);
}

// A peer's answer to a frame of ours.
inline std::string AnswerTo(const std::string& frame, int status, std::string_view to_tag = "peer",
                            std::string_view contact = "") {
  std::vector<HeaderLine> headers;
  if (!contact.empty()) headers.push_back({"Contact", std::string(contact)});
  return WriteResponse(Parsed(frame), status, "", to_tag, headers, "");
}

// A request of ours, as the upper layers hand it down.
inline OutgoingRequest OurRequest(Method method, std::string call_id = "ours-1",
                                  uint32_t cseq = 7) {
  OutgoingRequest request;
  request.method = method;
  request.uri = "sip:bob@example.com";
  request.Add("Max-Forwards", "70");
  request.Add("To", "<sip:bob@example.com>");
  request.Add("From", "\"Alice\" <sip:alice@example.com>;tag=alice1");
  request.Add("Call-ID", std::move(call_id));
  request.Add("CSeq", std::to_string(cseq) + " " + std::string(NameOf(method)));
  return request;
}

}  // namespace ringline
