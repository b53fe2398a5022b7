// An engine that only echoes, for the border's own tests: what it was told comes back as JSON in a
// Log output, and it can be asked for any output with every field filled.
//
//   sendPage {method: "emit", target: index, body: text}   that alternative of Output, after its
//   JSON sendPage {method: "deadline", target: ms}              what Deadline() says; "" is never
//   sendPage {method: "trap"}                              an invariant that does not hold
//   socketMessage {socket: 9, data}                        the data in a sendFrame
//   anything else                                          its JSON
#include <charconv>
#include <string>
#include <utility>

#include "core/engine/engine.h"
#include "core/vocabulary/outbox.h"

namespace ringline {
namespace {

void AppendText(std::string& json, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  json += '"';
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') json += '\\';
    if (byte < 0x20) {
      json += "\\u00";
      json += kDigits[byte >> 4];
      json += kDigits[byte & 15];
    } else {
      json += c;
    }
  }
  json += '"';
}

// The visitor of Fields() that writes JSON with the names of TypeScript.
struct ToJson {
  std::string& json;
  template <class T>
  void operator()(std::string_view name, T& field) {
    json += ',';
    AppendText(json, name);
    json += ':';
    if constexpr (requires { field.Fields(*this); }) {
      size_t at = json.size();
      field.Fields(*this);
      json[at] = '{';  // In place of the comma.
      json += '}';
    } else {
      Value(field);
    }
  }
  void Value(const std::string& text) { AppendText(json, text); }
  void Value(const std::vector<std::string>& list) {
    json += '[';
    for (const std::string& text : list) {
      if (&text != &list.front()) json += ',';
      AppendText(json, text);
    }
    json += ']';
  }
  void Value(bool flag) { json += flag ? "true" : "false"; }
  void Value(int number) { json += std::to_string(number); }
  void Value(uint32_t number) { json += std::to_string(number); }
  void Value(Duration duration) { json += std::to_string(duration.count()); }
  template <class Unit>
  void Value(Measure<Unit> measure) {
    if (!measure.known()) return void(json += "null");
    // Decimals as TypeScript counts: 1'000 parts are three digits behind the point.
    int64_t scale = Unit::kScale, value = measure.value(), whole = value / scale;
    if (value < 0) json += '-';
    json += std::to_string(std::abs(whole)) + ".";
    json += std::to_string(scale + std::abs(value % scale)).substr(1) + "0";
  }
  template <class Tag>
  void Value(StrongId<Tag> id) {
    json += std::to_string(id.value());
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void Value(Enum value) {
    AppendText(json, WordsOf(value)[static_cast<size_t>(value)]);
  }
};

// Fills every field with something that is not its default.
struct Fill {
  const std::string& text;
  uint32_t number = 7;
  void operator()(std::string_view, std::string& field) { field = text; }
  void operator()(std::string_view, bool& field) { field = !field; }
  void operator()(std::string_view, int& field) { field = -static_cast<int>(++number); }
  void operator()(std::string_view, uint32_t& field) { field = ++number; }
  void operator()(std::string_view, Duration& field) { field = Duration(++number); }
  template <class Unit>
  void operator()(std::string_view, Measure<Unit>& field) {
    // Every length on the border, and what is missing.
    int64_t values[] = {0, -1, (1LL << 31) - 1, 1LL << 31, -(1LL << 31), (1LL << 53) - 1};
    field = ++number % 7 < 6 ? Measure<Unit>(values[number % 7]) : Measure<Unit>();
  }
  template <class Struct>
    requires requires(Struct& field, Fill& fill) { field.Fields(fill); }
  void operator()(std::string_view, Struct& field) {
    field.Fields(*this);
  }
  template <class Tag>
  void operator()(std::string_view, StrongId<Tag>& field) {
    field = StrongId<Tag>(++number);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void operator()(std::string_view, Enum& field) {
    field = static_cast<Enum>(WordsOf(field).size() - 1);
  }
};

template <class Variant>
std::string JsonOf(Variant& value) {
  return std::visit(
      [](auto& alternative) {
        std::string json = "{\"type\":";
        AppendText(json, alternative.kName);
        alternative.Fields(ToJson{json});
        return json + "}";
      },
      value);
}

template <size_t... I>
bool Emplace(Output& output, size_t index, std::index_sequence<I...>) {
  return ((index == I ? (output.emplace<I>(), true) : false) || ...);
}

int64_t NumberOf(const std::string& text) {
  int64_t number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

struct Engine::Core {
  Outbox out;
  Time deadline = kNever;
  uint32_t count = 0;

  void Echo(std::string json) { out.Push(out::Log{LogLevel::kDebug, std::move(json)}); }
  void Emit(const in::SendPage& page) {
    Output output;
    int64_t index = NumberOf(page.target);
    if (!Emplace(output, static_cast<size_t>(index),
                 std::make_index_sequence<std::variant_size_v<Output>>{})) {
      return;
    }
    std::visit([&](auto& alternative) { alternative.Fields(Fill{page.body}); }, output);
    Echo(JsonOf(output));
    std::visit([this](auto& alternative) { out.Push(std::move(alternative)); }, output);
  }
};

Result<Engine> Engine::Make(Config config) {
  if (config.uri.empty()) return Failed{"uri is missing"};
  INVARIANT(config.uri != "trap");
  Engine engine(std::make_unique<Core>());
  std::string json = "{\"seed\":" + std::to_string(config.seed[0] + config.seed[31]);
  json += ",\"servers\":" + std::to_string(config.servers.size());
  for (Server& server : config.servers) server.Fields(ToJson{json});
  config.seed = {};
  struct Rest : ToJson {
    using ToJson::operator();
    void operator()(std::string_view, Seed&) {}
    void operator()(std::string_view, std::vector<Server>&) {}
  };
  config.Fields(Rest{{json}});
  engine.core_->Echo(json + "}");
  return engine;
}
Engine::Engine(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

uint32_t Engine::Feed(Record record, Time) {
  Input input;
  auto fault = Decode<Input>(record, [&](auto&& one) { input = std::move(one); });
  if (fault) {
    std::string field(fault->field.empty() ? "the input" : fault->field);
    core_->out.Push(out::Rejected{std::string(fault->alternative), field + ": not of its type"});
    return 0;
  }
  if (auto* page = std::get_if<in::SendPage>(&input)) {
    INVARIANT(page->method != "trap");
    if (page->method == "deadline") {
      int64_t when = NumberOf(page->target);
      core_->deadline = when < 0 ? kNever : Time(Duration(when));
    }
    if (page->method == "emit") return core_->Emit(*page), ++core_->count;
  }
  if (auto* message = std::get_if<in::SocketMessage>(&input);
      message && message->socket.value() == 9) {
    core_->out.Push(out::SendFrame{message->socket, std::move(message->data)});
    return ++core_->count;
  }
  core_->Echo(JsonOf(input));
  return ++core_->count;
}
void Engine::Advance(Time now) {
  core_->deadline = kNever;
  core_->Echo("{\"type\":\"advance\",\"now\":" + std::to_string(now.time_since_epoch().count()) +
              "}");
}
Record Engine::Yield() { return core_->out.Pop(); }
std::vector<std::string> Engine::Transactions() const { return {}; }
Time Engine::Deadline() { return core_->deadline; }

}  // namespace ringline
