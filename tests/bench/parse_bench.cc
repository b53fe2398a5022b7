// Native parsing beside libsofia-sip-ua and libosip2: `parse_bench FOLDER ROUNDS MILLISECONDS`.
//
// The folder holds one subfolder for each kind of message (tests/bench/parse.mjs writes it):
// <n>.sip, and <n>.facts with what the message says, one fact a line: start, Call-ID, CSeq number,
// CSeq method, From tag, From user, To user, bytes of the body. A parser that reads any of them
// wrong ends the program. Each round measures every parser in turn, in processor time of this
// thread, so that whatever else the machine does hits all alike. Prints JSON: seconds per message
// of each round.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/sip/contact.h"
#include "core/sip/message.h"
#include "core/sip/message_check.h"
#include "core/sip/name_addr.h"
#include "core/sip/via.h"

#ifdef RINGLINE_HAS_SOFIA
#include <sofia-sip/msg.h>
#include <sofia-sip/msg_mclass.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#endif
#ifdef RINGLINE_HAS_OSIP
#include <osipparser2/osip_parser.h>
#endif

namespace {

[[noreturn]] void Fail(std::string_view what, std::string_view text) {
  std::fprintf(stderr, "%.*s:\n%.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(text.size()), text.data());
  std::exit(1);
}

struct Facts {
  std::string start;  // The method, or the status code.
  std::string call_id;
  std::string cseq;
  std::string method;
  std::string from_tag;
  std::string from_user;
  std::string to_user;
  std::string body_size;
  bool operator==(const Facts&) const = default;
};

struct Kind {
  std::string name;
  std::vector<std::string> texts;
  std::vector<Facts> facts;
};

// What `Read` gives is compared once; `Parse` is what the clock sees: the sum of a few lengths, so
// that nothing of it can be left out.
struct Parser {
  std::string_view name;
  Facts (*read)(const std::string& text);
  size_t (*parse)(const std::string& text);
};

namespace ours {

using ringline::HeaderName;
using ringline::Message;

Message Checked(const std::string& text) {
  ringline::Result<Message> message = Message::Parse(text);
  if (!message) Fail(message.reason(), text);
  auto fault =
      message->is_request() ? ringline::CheckRequest(*message) : ringline::CheckResponse(*message);
  if (fault) Fail(fault->reason, text);
  return *std::move(message);
}

ringline::NameAddr Party(const Message& message, HeaderName name) {
  auto party = ringline::NameAddr::Parse(message.Header(name));
  if (!party) Fail(party.reason(), message.text());
  return *std::move(party);
}

Facts Read(const std::string& text) {
  Message message = Checked(text);
  std::string start(message.method_text());
  if (message.is_response()) start = std::to_string(message.status_code());
  return {start,
          std::string(message.call_id()),
          std::to_string(message.cseq()),
          std::string(message.cseq_method()),
          std::string(message.from_tag()),
          Party(message, HeaderName::kFrom).uri.user,
          Party(message, HeaderName::kTo).uri.user,
          std::to_string(message.body().size())};
}

size_t Parse(const std::string& text) {
  Message message = Checked(text);
  return message.call_id().size() + message.from_tag().size() + message.cseq();
}

// As the others do whether or not anybody asks: From, To, every Via and Contact typed.
size_t ParseEverything(const std::string& text) {
  Message message = Checked(text);
  size_t sum = message.call_id().size() + message.cseq();
  sum += Party(message, HeaderName::kFrom).tag().size();
  sum += Party(message, HeaderName::kTo).tag().size();
  for (std::string_view value : message.Values(HeaderName::kVia)) {
    auto via = ringline::Via::Parse(value);
    if (!via) Fail(via.reason(), text);
    sum += via->branch.size();
  }
  for (const ringline::Contact& contact : ringline::Contacts::Of(message).values) {
    sum += contact.address.uri.host.size();
  }
  return sum;
}

}  // namespace ours

#ifdef RINGLINE_HAS_SOFIA
namespace sofia {

class Parsed {
 public:
  explicit Parsed(const std::string& text)
      : message_(msg_make(sip_default_mclass(), 0, text.data(), static_cast<ssize_t>(text.size()))),
        sip_(sip_object(message_)) {
    if (!sip_ || (sip_->sip_flags & MSG_FLG_ERROR) || sip_->sip_error) Fail("sofia-sip", text);
  }
  Parsed(const Parsed&) = delete;
  ~Parsed() { msg_destroy(message_); }
  const sip_t* operator->() const { return sip_; }

 private:
  msg_t* message_;
  sip_t* sip_;
};

Facts Read(const std::string& text) {
  Parsed sip(text);
  return {sip->sip_request ? sip->sip_request->rq_method_name
                           : std::to_string(sip->sip_status->st_status),
          sip->sip_call_id->i_id,
          std::to_string(sip->sip_cseq->cs_seq),
          sip->sip_cseq->cs_method_name,
          sip->sip_from->a_tag,
          sip->sip_from->a_url->url_user,
          sip->sip_to->a_url->url_user,
          std::to_string(sip->sip_payload ? sip->sip_payload->pl_len : 0)};
}

size_t Parse(const std::string& text) {
  Parsed sip(text);
  return std::string_view(sip->sip_call_id->i_id).size() +
         std::string_view(sip->sip_from->a_tag).size() + sip->sip_cseq->cs_seq;
}

}  // namespace sofia
#endif

#ifdef RINGLINE_HAS_OSIP
namespace osip {

class Parsed {
 public:
  explicit Parsed(const std::string& text) {
    osip_message_init(&message_);
    if (osip_message_parse(message_, text.data(), text.size()) != 0) Fail("osip", text);
  }
  Parsed(const Parsed&) = delete;
  ~Parsed() { osip_message_free(message_); }
  osip_message_t* operator->() const { return message_; }
  std::string_view from_tag() const {
    osip_generic_param_t* tag = nullptr;
    char name[] = "tag";
    osip_generic_param_get_byname(&message_->from->gen_params, name, &tag);
    return tag ? tag->gvalue : "";
  }
  // It keeps the two halves of word@host apart.
  std::string call_id() const {
    std::string number = message_->call_id->number;
    return message_->call_id->host ? number + '@' + message_->call_id->host : number;
  }
  size_t body_size() const {
    auto* body = static_cast<osip_body_t*>(osip_list_get(&message_->bodies, 0));
    return body ? body->length : 0;
  }

 private:
  osip_message_t* message_ = nullptr;
};

Facts Read(const std::string& text) {
  Parsed sip(text);
  return {sip->sip_method ? sip->sip_method : std::to_string(sip->status_code),
          sip.call_id(),
          sip->cseq->number,
          sip->cseq->method,
          std::string(sip.from_tag()),
          sip->from->url->username,
          sip->to->url->username,
          std::to_string(sip.body_size())};
}

size_t Parse(const std::string& text) {
  Parsed sip(text);
  size_t host = sip->call_id->host ? 1 + std::string_view(sip->call_id->host).size() : 0;
  return std::string_view(sip->call_id->number).size() + host + sip.from_tag().size() +
         std::strtoul(sip->cseq->number, nullptr, 10);
}

}  // namespace osip
#endif

constexpr Parser kParsers[] = {
    {"ours", ours::Read, ours::Parse},
    {"ours, all read", ours::Read, ours::ParseEverything},
#ifdef RINGLINE_HAS_SOFIA
    {"sofia", sofia::Read, sofia::Parse},
#endif
#ifdef RINGLINE_HAS_OSIP
    {"osip", osip::Read, osip::Parse},
#endif
};

std::string Slurp(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

Facts FactsOf(const std::filesystem::path& file) {
  std::ifstream in(file);
  Facts it;
  for (std::string* line : {&it.start, &it.call_id, &it.cseq, &it.method, &it.from_tag,
                            &it.from_user, &it.to_user, &it.body_size}) {
    std::getline(in, *line);
  }
  return it;
}

std::vector<Kind> KindsIn(const std::filesystem::path& folder) {
  std::vector<Kind> kinds;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    Kind kind{entry.path().filename().string(), {}, {}};
    for (const auto& file : std::filesystem::directory_iterator(entry.path())) {
      if (file.path().extension() != ".sip") continue;
      kind.texts.push_back(Slurp(file.path()));
      kind.facts.push_back(FactsOf(std::filesystem::path(file.path()).replace_extension(".facts")));
    }
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Seconds per message, over at least `budget` seconds and whole passes through the texts.
double Measure(const Parser& parser, const Kind& kind, double budget) {
  size_t sum = 0;
  for (const std::string& text : kind.texts) sum += parser.parse(text);
  double begun = ThreadSeconds();
  double elapsed = 0;
  size_t parsed = 0;
  do {
    size_t again = 0;
    for (const std::string& text : kind.texts) again += parser.parse(text);
    if (again != sum) Fail("not twice the same", parser.name);
    parsed += kind.texts.size();
    elapsed = ThreadSeconds() - begun;
  } while (elapsed < budget);
  return elapsed / static_cast<double>(parsed);
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) Fail("usage", "parse_bench FOLDER ROUNDS MILLISECONDS");
  std::vector<Kind> kinds = KindsIn(words[1]);
  int rounds = std::atoi(words[2]);
  double budget = 1e-3 * std::atof(words[3]);
#ifdef RINGLINE_HAS_OSIP
  parser_init();
#endif

  for (const Parser& parser : kParsers) {
    for (const Kind& kind : kinds) {
      for (size_t i = 0; i < kind.texts.size(); ++i) {
        if (parser.read(kind.texts[i]) != kind.facts[i]) Fail(parser.name, kind.texts[i]);
      }
    }
  }

  std::printf("{");
  for (const Kind& kind : kinds) {
    std::printf("%s\"%s\":{", &kind == kinds.data() ? "" : ",", kind.name.c_str());
    std::vector<std::string> figures(std::size(kParsers));
    for (int round = 0; round < rounds; ++round) {
      for (size_t i = 0; i < std::size(kParsers); ++i) {
        char figure[32];
        std::snprintf(figure, sizeof figure, "%s%.4g", round == 0 ? "" : ",",
                      Measure(kParsers[i], kind, budget));
        figures[i] += figure;
      }
    }
    for (size_t i = 0; i < figures.size(); ++i) {
      std::printf("%s\"%s\":[%s]", i == 0 ? "" : ",", std::string(kParsers[i].name).c_str(),
                  figures[i].c_str());
    }
    std::printf("}");
  }
  std::printf("}\n");
  return 0;
}
