// The border's encoding of the vocabulary, from each struct's Fields(): js/engine/codec.ts is the
// other end.
//
//   word     u32 little endian: ids, numbers, booleans, an enum's place, milliseconds
//   string   word length, UTF-8, padded to a word     list   word count, elements
//   struct   its fields in order                      variant   word alternative, the struct
//
// A Reader believes nothing: lengths stay inside the bytes, booleans are 0 or 1, enums in range.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/strong_id.h"
#include "core/base/time.h"
#include "wasm/buffer.h"

namespace ringline {

// TypeScript writes these for a value of the wrong type.
inline constexpr uint32_t kUnreadable = 0xffffffff;
inline constexpr int32_t kUnreadableInteger = std::numeric_limits<int32_t>::min();

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  // The visitor of Fields(). After the first field that does not read, none is read.
  template <class T>
  void operator()(std::string_view name, T& field) {
    if (ok_ && !Read(field)) Fail(name);
  }
  bool ok() const { return ok_; }
  // The field that did not read; "" when it was not a field.
  std::string_view failed_field() const { return failed_field_; }
  bool at_end() const { return bytes_.empty(); }

  bool Read(uint32_t& word) { return Word(word) && word != kUnreadable; }
  bool Read(std::string& text);

 private:
  bool Word(uint32_t& word) {
    if (bytes_.size() < sizeof word) return false;
    std::memcpy(&word, bytes_.data(), sizeof word);
    bytes_ = bytes_.subspan(sizeof word);
    return true;
  }
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
    if (!Word(word) || word > 1) return false;
    flag = word == 1;
    return true;
  }
  bool Read(Duration& duration) {
    uint32_t word;
    if (!Read(word)) return false;
    duration = Duration(word);
    return true;
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
    if (!Word(word) || word >= WordsOf(value).size()) return false;
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

  std::span<const uint8_t> bytes_;
  bool ok_ = true;
  std::string_view failed_field_;
};

inline bool Reader::Read(std::string& text) {
  uint32_t size;
  if (!Word(size) || size > bytes_.size()) return false;
  size_t padded = (size_t{size} + 3) & ~size_t{3};
  text.assign(reinterpret_cast<const char*>(bytes_.data()), size);
  bytes_ = bytes_.subspan(padded < bytes_.size() ? padded : bytes_.size());
  return true;
}

// What did not decode, for a Rejected output.
struct Undecoded {
  std::string_view alternative;  // "" when not even that was readable.
  std::string_view field;
};

// Reads one alternative of a variant, whole; false leaves the reason in `why`.
template <class Variant>
bool Decode(std::span<const uint8_t> bytes, Variant& into, Undecoded& why) {
  using Alternative = bool (*)(Reader&, Variant&, Undecoded&);
  static constexpr auto kAlternatives = []<size_t... I>(std::index_sequence<I...>) {
    return std::array<Alternative, sizeof...(I)>{[](Reader& reader, Variant& into, Undecoded& why) {
      auto& value = into.template emplace<I>();
      value.Fields(reader);
      if (reader.ok() && reader.at_end()) return true;
      why = {value.kName, reader.failed_field()};
      return false;
    }...};
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
  Reader reader(bytes);
  uint32_t index;
  if (!reader.Read(index) || index >= kAlternatives.size()) return false;
  return kAlternatives[index](reader, into, why);
}

class Writer {
 public:
  // Writes from the beginning of `buffer`.
  explicit Writer(Buffer& buffer) : buffer_(buffer) { buffer_.Reserve(Buffer::kFloor); }

  template <class T>
  void operator()(std::string_view, const T& field) {
    Write(field);
  }
  const uint8_t* begin() const { return buffer_.First(0).data(); }
  size_t size() const { return size_; }

  void Write(uint32_t word) { std::memcpy(Take(sizeof word), &word, sizeof word); }
  void Write(std::string_view text) {
    Write(static_cast<uint32_t>(text.size()));
    // No byte of what stood there before crosses in the padding.
    uint8_t* to = Take((text.size() + 3) & ~size_t{3});
    if (size_t rest = text.size() % 4) std::memset(to + text.size(), 0, 4 - rest);
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
  }
  void Write(const std::vector<std::string>& list) {
    Write(static_cast<uint32_t>(list.size()));
    for (const std::string& text : list) Write(std::string_view(text));
  }

 private:
  uint8_t* Take(size_t size) {
    if (size_ + size > buffer_.capacity()) buffer_.Reserve(2 * (size_ + size));
    uint8_t* at = buffer_.Reserve(size_ + size) + size_;
    size_ += size;
    return at;
  }
  void Write(const std::string& text) { Write(std::string_view(text)); }
  void Write(int number) { Write(static_cast<uint32_t>(number)); }
  void Write(bool flag) { Write(uint32_t{flag}); }
  void Write(Duration duration) { Write(static_cast<uint32_t>(duration.count())); }
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
  size_t size_ = 0;
};

template <class... Alternatives>
void Encode(std::variant<Alternatives...>& value, Writer& writer) {
  writer.Write(static_cast<uint32_t>(value.index()));
  std::visit([&](auto& alternative) { alternative.Fields(writer); }, value);
}

}  // namespace ringline
