// A message off the wire: one owned text, and where each header stands in it (RFC 3261 7, 25).
//
//   INVITE sip:bob@biloxi.com SIP/2.0 CRLF        start line
//   Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1 CRLF header fields, folded lines joined in place
//   CRLF
//   v=0 …                                          body
//
// Parse looks at the start line and at where lines begin; what a header says is parsed when
// somebody asks, so an odd optional header never costs a message. What every message must have is
// checked by message_check.h before anyone looks inside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "core/base/result.h"
#include "core/sip/header_name.h"
#include "core/sip/method.h"

namespace ringline {

class Message {
 public:
  // A header field as it stands: one line, which may hold a comma list.
  struct Field {
    HeaderName name;
    std::string_view name_text;
    std::string_view value;  // Trimmed; folds are spaces.
  };

  Message() = default;
  // Fails only when there is no telling where the start line or the headers end, when a status line
  // has no status, and beyond 1 MiB or 1,000 header fields. A header line without a colon, or whose
  // name is not a token, is skipped and counted; the rest stands. What is wrong with a request line
  // is message_check's to say, since its sender can be answered.
  static Result<Message> Parse(std::string text);

  bool is_request() const { return status_code_ == 0; }
  bool is_response() const { return status_code_ != 0; }

  Method method() const { return method_; }  // Of the request line; of CSeq for a response.
  std::string_view version() const { return View(version_); }  // "SIP/2.0", as it stands.
  std::string_view method_text() const { return View(method_text_); }
  std::string_view request_uri() const { return View(request_uri_); }

  int status_code() const { return status_code_; }
  std::string_view reason_phrase() const { return View(reason_phrase_); }

  // The nth field of that name; "" when there is none. Field, not value: see Values().
  std::string_view Header(HeaderName name, size_t index = 0) const;
  std::string_view Header(std::string_view name, size_t index = 0) const;
  bool Has(HeaderName name) const;
  size_t Count(std::string_view name) const;

  // Every value of every field of that name, comma lists taken apart (7.3.1); commas inside quotes,
  // brackets and comments do not count. Fields whose grammar has no list come whole.
  std::vector<std::string_view> Values(HeaderName name) const;
  std::vector<std::string_view> Values(std::string_view name) const;
  // Whether an option tag, method or token stands in a list header (Supported, Require, Allow…).
  bool Lists(HeaderName name, std::string_view token) const;

  size_t field_count() const { return fields_.size(); }
  Field field(size_t index) const;

  // As long as Content-Length says (18.3): on a message-framed transport the rest is dropped, and a
  // body that is shorter than promised is message_check's to refuse.
  std::string_view body() const { return View(body_); }
  // Everything behind the headers, whatever Content-Length says.
  std::string_view after_headers() const { return std::string_view(text_).substr(body_.at); }
  // The whole text with folds joined.
  const std::string& text() const { return text_; }
  int skipped_lines() const { return skipped_lines_; }

  // Read once by Parse since every layer asks. Empty when absent or unreadable: message_check
  // tells.
  std::string_view call_id() const { return View(call_id_); }
  std::string_view from_tag() const { return View(from_tag_); }
  std::string_view to_tag() const { return View(to_tag_); }
  std::string_view branch() const { return View(branch_); }  // Of the topmost Via; no bare cookie.
  std::string_view sent_by() const { return View(sent_by_); }  // host[:port] of the topmost Via.
  uint32_t cseq() const { return cseq_; }
  std::string_view cseq_method() const { return View(cseq_method_); }
  bool has_cseq() const { return cseq_method_.size != 0; }

 private:
  // Offsets, since a moved std::string may take its characters with it.
  struct Span {
    uint32_t at = 0;
    uint32_t size = 0;
  };
  struct StoredField {
    HeaderName name = HeaderName::kOther;
    uint16_t name_size = 0;
    uint32_t at = 0;
    Span value;
  };
  std::string_view View(Span s) const { return std::string_view(text_).substr(s.at, s.size); }
  Span SpanOf(std::string_view part) const;
  void ReadRequestLine(std::string_view line);
  bool ReadStatusLine(std::string_view line);
  void ReadEssentials();
  size_t IndexOf(HeaderName name, size_t nth) const;
  size_t IndexOf(std::string_view name, size_t nth) const;

  std::string text_;
  absl::InlinedVector<StoredField, 20> fields_;
  Method method_ = Method::kUnknown;
  int status_code_ = 0;
  uint32_t cseq_ = 0;
  int skipped_lines_ = 0;
  Span method_text_, request_uri_, version_, reason_phrase_, body_;
  Span call_id_, from_tag_, to_tag_, branch_, sent_by_, cseq_method_;
};

}  // namespace ringline
