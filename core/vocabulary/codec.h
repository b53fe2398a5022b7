// The vocabulary as bytes, from each struct's Fields(): how inputs reach an engine and outputs
// leave it. js/engine/codec.ts is the other end.
//
//   word     u32 little endian: ids, numbers, booleans, an enum's place, milliseconds
//   measure  a word below 2^31 as it is; kMissingMeasure; else a word with the high bit set and the
//            high 30 bits of the number, and a word with the low 32
//   string   word length, UTF-8, padded to a word     list   word count, elements
//   struct   its fields in order                      variant   word alternative, the struct
//
// A Reader believes nothing: lengths stay inside the bytes, booleans are 0 or 1, enums in range.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/strong_id.h"
#include "core/base/time.h"
#include "core/vocabulary/measure.h"

namespace ringline {

using Record = std::span<const uint8_t>;

// TypeScript writes these for a value of the wrong type.
inline constexpr uint32_t kUnreadable = 0xffffffff;
inline constexpr uint32_t kMissingMeasure = 0xfffffffe;
inline constexpr int32_t kUnreadableInteger = std::numeric_limits<int32_t>::min();

class Reader {
 public:
  explicit Reader(Record bytes) : bytes_(bytes) {}

  // The visitor of Fields(). After the first field that does not read, none is read.
  template <class T>
  void operator()(std::string_view name, T& field) {
    if constexpr (requires { field.Fields(*this); }) {
      if (ok_) field.Fields(*this);
    } else if (ok_ && !Read(field)) {
      Fail(name);
    }
  }
  bool ok() const { return ok_; }
  // The field that did not read; "" when it was not a field.
  std::string_view failed_field() const { return failed_field_; }
  bool at_end() const { return bytes_.empty(); }

  bool Read(uint32_t& word) { return Word(word) && word != kUnreadable; }
  bool Read(std::string& text);

 private:
  bool Word(uint32_t& word);
  // Below `limit`, or the word is none.
  bool Word(uint32_t& word, size_t limit) { return Word(word) && word < limit; }
  void Fail(std::string_view name) {
    ok_ = false;
    failed_field_ = name;
  }
  bool Read(int& number) {
    uint32_t word;
    if (!Word(word)) return false;
    number = static_cast<int32_t>(word);
    return number != kUnreadableInteger;
  }
  bool Read(bool& flag) {
    uint32_t word;
    if (!Word(word, 2)) return false;
    flag = word == 1;
    return true;
  }
  bool Read(Duration& duration) {
    uint32_t word;
    if (!Read(word)) return false;
    duration = Duration(word);
    return true;
  }
  bool ReadMeasure(int64_t& measure);
  template <class Unit>
  bool Read(Measure<Unit>& measure) {
    return ReadMeasure(measure.raw());
  }
  template <class Tag>
  bool Read(StrongId<Tag>& id) {
    uint32_t word;
    if (!Read(word)) return false;
    id = StrongId<Tag>(word);
    return true;
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  bool Read(Enum& value) {
    uint32_t word;
    if (!Word(word, WordsOf(value).size())) return false;
    value = static_cast<Enum>(word);
    return true;
  }
  template <size_t size>
  bool Read(std::array<uint8_t, size>& bytes) {
    if (bytes_.size() < size) return false;
    std::memcpy(bytes.data(), bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
    return true;
  }
  template <class T>
  bool Read(std::vector<T>& list) {
    uint32_t count;
    // An element takes a word at least: a count cannot make us reserve more than there is.
    if (!Word(count) || count > bytes_.size() / sizeof count) return false;
    list.resize(count);
    for (T& element : list) {
      if constexpr (requires { element.Fields(*this); }) {
        element.Fields(*this);
        if (!ok_) return false;
      } else if (!Read(element)) {
        return false;
      }
    }
    return true;
  }

  Record bytes_;
  bool ok_ = true;
  std::string_view failed_field_;
};

// What did not decode, for a Rejected output.
struct Undecoded {
  std::string_view alternative;  // "" when not even that was readable.
  std::string_view field;
};

template <class T, class Take>
std::optional<Undecoded> DecodeOne(Reader& reader, Take& take) {
  T value;
  value.Fields(reader);
  if (!reader.ok() || !reader.at_end()) return Undecoded{T::kName, reader.failed_field()};
  take(std::move(value));
  return std::nullopt;
}

// Gives `take` the alternative of Variant that `record` holds; or tells what of it is not readable.
// The variant itself is never made: an alternative costs what its own fields cost.
template <class Variant, class Take>
std::optional<Undecoded> Decode(Record record, Take take) {
  using Alternative = std::optional<Undecoded> (*)(Reader&, Take&);
  static constexpr auto kAlternatives = []<size_t... I>(std::index_sequence<I...>) {
    return std::array<Alternative, sizeof...(I)>{
        &DecodeOne<std::variant_alternative_t<I, Variant>, Take>...};
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
  Reader reader(record);
  uint32_t index;
  if (!reader.Read(index) || index >= kAlternatives.size()) return Undecoded{};
  return kAlternatives[index](reader, take);
}

// The place of T among the alternatives of a variant: its number in a record.
template <class T, class Variant>
inline constexpr uint32_t kIndexOf = 0;
template <class T, class... Alternatives>
inline constexpr uint32_t kIndexOf<T, std::variant<Alternatives...>> = [] {
  constexpr bool kIs[] = {std::is_same_v<T, Alternatives>...};
  uint32_t index = 0;
  while (!kIs[index]) index++;
  return index;
}();

// Writes at the end of `buffer`, whose first `size` bytes are taken.
class Writer {
 public:
  explicit Writer(Buffer& buffer, size_t size = 0) : buffer_(buffer), size_(size) {
    buffer_.Reserve(Buffer::kFloor);
  }

  // The visitor of Fields().
  template <class T>
  void operator()(std::string_view, T& field) {
    if constexpr (requires { field.Fields(*this); }) {
      field.Fields(*this);
    } else {
      Write(field);
    }
  }
  size_t size() const { return size_; }
  Record record() const { return buffer_.First(size_); }

  void Write(uint32_t word);
  void Write(std::string_view text);
  void Write(const std::vector<std::string>& list);

 private:
  uint8_t* Take(size_t size);
  void Write(const std::string& text) { Write(std::string_view(text)); }
  void Write(int number) { Write(static_cast<uint32_t>(number)); }
  void Write(bool flag) { Write(uint32_t{flag}); }
  void Write(Duration duration) { Write(static_cast<uint32_t>(duration.count())); }
  void WriteMeasure(int64_t measure);
  template <class Unit>
  void Write(Measure<Unit> measure) {
    WriteMeasure(measure.raw());
  }
  template <class Tag>
  void Write(StrongId<Tag> id) {
    Write(id.value());
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void Write(Enum value) {
    Write(static_cast<uint32_t>(value));
  }

  Buffer& buffer_;
  size_t size_;
};

template <class Variant, class T>
void Encode(T& value, Writer& writer) {
  writer.Write(kIndexOf<T, Variant>);
  value.Fields(writer);
}

}  // namespace ringline
