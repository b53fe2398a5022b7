// Prints js/engine/vocabulary.ts: the vocabulary of core/vocabulary/ as TypeScript's types and as
// the readers and writers of the border. A test holds the file in the tree against this print.
//
// What is printed stands as prettier would leave it, so the file is formatted like any other.
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/config.h"
#include "core/vocabulary/input.h"
#include "core/vocabulary/output.h"

namespace ringline {
namespace {

// C++ cannot name an enum at compile time, and TypeScript's union needs a name.
constexpr std::string_view NameOf(Cause) { return "Cause"; }
constexpr std::string_view NameOf(Originator) { return "Originator"; }
constexpr std::string_view NameOf(SdpKind) { return "SdpKind"; }
constexpr std::string_view NameOf(MediaStage) { return "MediaStage"; }
constexpr std::string_view NameOf(CandidateKind) { return "CandidateKind"; }
constexpr std::string_view NameOf(IceState) { return "IceState"; }
constexpr std::string_view NameOf(DtmfTransport) { return "DtmfTransport"; }
constexpr std::string_view NameOf(ReliableProvisional) { return "ReliableProvisional"; }
constexpr std::string_view NameOf(Substate) { return "Substate"; }
constexpr std::string_view NameOf(SubscriptionEnd) { return "SubscriptionEnd"; }
constexpr std::string_view NameOf(MediaMode) { return "MediaMode"; }
constexpr std::string_view NameOf(Warning) { return "Warning"; }
constexpr std::string_view NameOf(LogLevel) { return "LogLevel"; }

void Print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

template <class... Parts>
void Line(const Parts&... parts) {
  (Print(parts), ...);
  Print("\n");
}

// What one field is in TypeScript, and which call of codec.ts reads or writes it. A struct is read
// and written by its members.
struct Shape {
  std::string type, read, write, fallback;
  std::vector<std::pair<std::string, Shape>> members{};
};
using Members = std::vector<std::pair<std::string, Shape>>;

template <class T>
inline constexpr bool kIsMeasure = false;
template <class Unit>
inline constexpr bool kIsMeasure<Measure<Unit>> = true;

// A number of TypeScript's, with as many decimals as there are.
std::string Scaled(int64_t value, int64_t scale) {
  std::string text = std::to_string(value / scale);
  if (value % scale == 0) return text;
  std::string decimals = std::to_string(scale + value % scale).substr(1);
  while (decimals.ends_with('0')) decimals.pop_back();
  return text + "." + decimals;
}

template <class T>
Members MembersOf(T& value);

template <class T>
Shape ShapeOf(T& field) {
  if constexpr (std::is_same_v<T, std::string>) {
    return {"string", "readString()", "writeString", ""};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {"boolean", "readBoolean()", "writeBoolean", field ? "true" : ""};
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    return {"string[]", "", "writeStrings", ""};
  } else if constexpr (std::is_same_v<T, Seed>) {
    return {"Uint8Array", "", "writeSeed", ""};
  } else if constexpr (std::is_same_v<T, std::vector<Server>>) {
    return {"Server[]", "", "writeServers", ""};
  } else if constexpr (std::is_same_v<T, Duration>) {
    return {"number", "readWord()", "writeDuration",
            field.count() ? std::to_string(field.count()) : ""};
  } else if constexpr (kIsMeasure<T>) {
    std::string scale = std::to_string(T::kScale);
    return {"number | undefined", "readMeasure(" + scale + ")", "writeMeasure(" + scale + ", ",
            field.known() ? Scaled(field.value(), T::kScale) : ""};
  } else if constexpr (requires { T::kName; }) {
    return {std::string(T::kName), "", "", "", MembersOf(field)};
  } else if constexpr (std::is_same_v<T, int>) {
    return {"number", "readInteger()", "writeInteger", field ? std::to_string(field) : ""};
  } else if constexpr (std::is_same_v<T, uint32_t>) {
    return {"number", "readWord()", "writeWord", field ? std::to_string(field) : ""};
  } else if constexpr (std::is_enum_v<T>) {
    std::string name(NameOf(T{}));
    std::string words = name;
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
    words += "Words";
    auto index = static_cast<size_t>(field);
    return {name, "readWordOf(" + words + ")", "writeWordOf(" + words + ", ",
            index ? "'" + std::string(WordsOf(field)[index]) + "'" : ""};
  } else {  // A StrongId.
    return {"number", "readWord()", "writeWord", ""};
  }
}

template <class T>
Members MembersOf(T& value) {
  Members all;
  value.Fields([&](std::string_view name, auto& field) {
    Shape shape = ShapeOf(field);
    // A binary frame crosses as the bytes it is.
    if (std::is_same_v<T, in::SocketMessage> && name == "data") {
      shape.type = "string | ArrayBuffer";
      shape.write = "writeFrame";
    }
    all.emplace_back(std::string(name), shape);
  });
  return all;
}

template <class T>
Members FieldsOf() {
  T value;
  return MembersOf(value);
}

// Calls `visit` with each alternative's type in a tag, and its index.
template <class Variant, class Visit>
void ForEach(Visit visit) {
  [&]<size_t... I>(std::index_sequence<I...>) {
    (visit(std::type_identity<std::variant_alternative_t<I, Variant>>{}, I), ...);
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
}

template <class Enum>
void PrintWords() {
  std::string name(NameOf(Enum{}));
  std::string words = name;
  words[0] = static_cast<char>(words[0] - 'A' + 'a');
  std::string list, one_each;
  for (std::string_view word : WordsOf(Enum{})) {
    if (!list.empty()) list += ", ";
    list += "'" + std::string(word) + "'";
    one_each += "  '" + std::string(word) + "',\n";
  }
  std::string line = "export const " + words + "Words = [" + list + "] as const;";
  if (line.size() > 100) {
    line = "export const " + words + "Words = [\n" + one_each + "] as const;";
  }
  Line(line);
  Line("export type ", name, " = (typeof ", words, "Words)[number];\n");
}

template <class T>
void PrintMembers(std::string_view indent, std::string_view optional) {
  for (const auto& [name, shape] : FieldsOf<T>()) {
    Line(indent, name, optional, ": ", shape.type, ";");
  }
}

// Whether a field may be left out depends on who makes the object: an application does for an
// input.
template <class Variant>
void PrintTypes(std::string_view interface, std::string_view optional) {
  Line("export interface ", interface, " {");
  ForEach<Variant>([&]<class T>(std::type_identity<T>, size_t) {
    if (FieldsOf<T>().empty()) {
      Line("  ", T::kName, ": object;");
      return;
    }
    Line("  ", T::kName, ": {");
    PrintMembers<T>("    ", optional);
    Line("  };");
  });
  Line("}\n");
}

void PrintWrites(std::string_view indent, std::string_view object, const Members& members) {
  for (const auto& [name, shape] : members) {
    std::string path = std::string(object) + "." + name;
    if (!shape.members.empty()) {
      PrintWrites(indent, path + "?", shape.members);
      continue;
    }
    std::string call = shape.write + (shape.write.ends_with(", ") ? "" : "(") + path;
    if (!shape.fallback.empty()) call += ", " + shape.fallback;
    Line(indent, call, ");");
  }
}

void PrintReads(std::string_view indent, const Members& members) {
  for (const auto& [name, shape] : members) {
    if (shape.members.empty()) {
      Line(indent, name, ": ", shape.read, ",");
      continue;
    }
    Line(indent, name, ": {");
    PrintReads(std::string(indent) + "  ", shape.members);
    Line(indent, "},");
  }
}

// Of a struct inside others. Optional for who makes one.
template <class T>
void PrintInterface(std::string_view optional) {
  Line("export interface ", T::kName, " {");
  PrintMembers<T>("  ", optional);
  Line("}\n");
}

void PrintUnion(std::string_view one, std::string_view interface, std::string_view unions) {
  Line("export type ", one, "Of<T extends keyof ", interface, "> = {");
  Line("  [K in T]: { type: K } & ", interface, "[K];");
  Line("}[T];");
  Line("export type ", unions, " = ", one, "Of<keyof ", interface, ">;\n");
}

void PrintAll() {
  Line(
      "// Generated by tools/vocabulary.cc from core/vocabulary/*.h; `npm run generate` writes it "
      "anew.");
  Line("import {");
  for (std::string_view name :
       {"beginInput", "readBoolean", "readInteger", "readMeasure", "readString", "readWord",
        "readWordOf", "writeBoolean", "writeDuration", "writeFrame", "writeInteger", "writeList",
        "writeMeasure", "writeSeed", "writeString", "writeStrings", "writeWord", "writeWordOf"}) {
    Line("  ", name, ",");
  }
  Line("} from './codec.js';\n");

  PrintWords<Cause>();
  PrintWords<Originator>();
  PrintWords<SdpKind>();
  PrintWords<MediaStage>();
  PrintWords<CandidateKind>();
  PrintWords<IceState>();
  PrintWords<DtmfTransport>();
  PrintWords<ReliableProvisional>();
  PrintWords<Substate>();
  PrintWords<SubscriptionEnd>();
  PrintWords<MediaMode>();
  PrintWords<Warning>();
  PrintWords<LogLevel>();

  Line("export interface Server {");
  PrintMembers<Server>("  ", "?");
  Line("}\n");
  PrintInterface<LevelBounds>("?");
  PrintInterface<QualityOptions>("?");
  PrintInterface<SentFlow>("?");
  PrintInterface<ReceivedFlow>("?");
  PrintInterface<FlowQuality>("");
  Line("export interface Config {");
  PrintMembers<Config>("  ", "");
  Line("}\n");

  PrintTypes<Input>("Inputs", "?");
  PrintUnion("Input", "Inputs", "Input");
  PrintTypes<Output>("Outputs", "");
  PrintUnion("Output", "Outputs", "Output");

  // Outputs to the host come first in the variant; Connecting is the first to the application.
  Line("export type HostOutputType =");
  std::string_view last;
  size_t host_outputs = 0;
  bool host = true;
  ForEach<Output>([&]<class T>(std::type_identity<T>, size_t) {
    if (std::is_same_v<T, out::Connecting>) host = false;
    if (host) last = T::kName, ++host_outputs;
  });
  ForEach<Output>([&]<class T>(std::type_identity<T>, size_t index) {
    if (index >= host_outputs) return;
    Line("  | '", T::kName, "'", T::kName == last ? ";" : "");
  });
  Line("export type HostOutput = OutputOf<HostOutputType>;");
  Line("export type AppOutputType = Exclude<keyof Outputs, HostOutputType>;");
  Line("export type AppOutput = OutputOf<AppOutputType>;");
  Line("/** Alternatives below this index are the host's. */");
  Line("export const hostOutputs = ", std::to_string(host_outputs), ";\n");

  Line("const writeServers = writeList((server: Server) => {");
  PrintWrites("  ", "server", FieldsOf<Server>());
  Line("});\n");
  Line("export function writeConfig(config: Partial<Config>): void {");
  PrintWrites("  ", "config", FieldsOf<Config>());
  Line("}\n");

  Line("export const inputWriters: { [T in keyof Inputs]: (input: InputOf<T>) => void } = {");
  ForEach<Input>([&]<class T>(std::type_identity<T>, size_t index) {
    bool bare = FieldsOf<T>().empty();
    Line("  ", T::kName, bare ? "() {" : "(input) {");
    Line("    beginInput(", std::to_string(index), ");");
    PrintWrites("    ", "input", FieldsOf<T>());
    Line("  },");
  });
  Line("};\n");

  Line("export const outputReaders: (() => Output)[] = [");
  ForEach<Output>([&]<class T>(std::type_identity<T>, size_t) {
    Line("  () => ({");
    Line("    type: '", T::kName, "',");
    PrintReads("    ", FieldsOf<T>());
    Line("  }),");
  });
  Line("];");
}

}  // namespace
}  // namespace ringline

int main() {
  ringline::PrintAll();
  return 0;
}
