#include "tests/sim/trace.h"

#include <cstdio>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ringline::sim {
namespace {

std::string_view Line(std::string_view text, std::string_view name) {
  size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size());
  return text.substr(0, text.find('\r'));
}

// A SIP text by what tells it from others; any other whole.
std::string Shortened(std::string_view text) {
  std::string_view cseq = Line(text, "\r\nCSeq: ");
  if (cseq.empty()) return std::string(text.substr(0, text.find_first_of("\r\n")));
  std::string out(text.substr(0, text.find('\r')));
  out += " [" + std::string(cseq) + ", " + std::string(Line(text, "\r\nCall-ID: ").substr(0, 5));
  return out + (text.find("\r\n\r\nv=0") != text.npos ? ", sdp]" : "]");
}

// Reads the fields of a word: all for the hash, what a person wants for the line.
struct Reader {
  std::string line, whole;
  template <class Value>
  void operator()(const char* name, Value& value) {
    std::string brief, full;
    if constexpr (requires { value.Fields(*this); }) {
      value.Fields(*this);
    } else if constexpr (requires { value.known(); }) {
      full = std::to_string(value.known() ? value.value() : -1);
      if (value.known()) brief = full;
    } else if constexpr (std::is_same_v<Value, std::string>) {
      brief = Shortened(value), full = value;
    } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
      for (const std::string& one : value) full += one + "\n";
      brief = value.empty() ? "" : value.front();
    } else if constexpr (std::is_same_v<Value, Duration>) {
      brief = full = std::to_string(value.count());
    } else if constexpr (std::is_enum_v<Value>) {
      brief = full = WordsOf(value)[static_cast<size_t>(value)];
    } else if constexpr (std::is_arithmetic_v<Value>) {
      brief = full = std::to_string(value);
    } else {
      brief = full = std::to_string(value.value());
    }
    whole += full + '\0';
    if (!brief.empty()) line += std::string(" ") + name + "=" + brief;
  }
};

template <class Word>
Reader Read(const Word& word) {
  return std::visit(
      [](auto one) {
        Reader reader;
        reader.line = reader.whole = one.kName;
        one.Fields(reader);
        return reader;
      },
      word);
}

void Mix(uint64_t& hash, std::string_view text) {
  for (unsigned char c : text) hash = (hash ^ c) * 1099511628211ull;
}

}  // namespace

void Trace::Told(Time now, std::string_view who, const Input& input) {
  if (keep_ > 0) Add(now, who, " <- ", Read(input).line);
}

void Trace::Said(Time now, std::string_view who, const Output& output) {
  Reader reader = Read(output);
  Mix(hash_, std::to_string(now.time_since_epoch().count()));
  Mix(hash_, who);
  Mix(hash_, reader.whole);
  if (keep_ > 0) Add(now, who, " -> ", std::move(reader.line));
}

void Trace::Note(Time now, std::string_view who, std::string_view text) {
  if (keep_ > 0) Add(now, who, " ** ", std::string(text));
}

void Trace::Add(Time now, std::string_view who, std::string_view arrow, std::string line) {
  char time[24];
  std::snprintf(time, sizeof time, "%9.3f ", now.time_since_epoch().count() / 1000.0);
  lines_.push_back(time + std::string(who) + std::string(arrow) + line);
  if (lines_.size() > keep_) lines_.pop_front();
}

std::string Trace::Text() const {
  std::string text;
  for (const std::string& line : lines_) text += line + "\n";
  return text;
}

}  // namespace ringline::sim
