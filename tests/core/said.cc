#include "tests/core/said.h"

#include "core/vocabulary/codec.h"

namespace ringline::test {

Said::Said() : all_(std::make_unique<std::vector<Output>>()) {}
Said::Said(Said&&) noexcept = default;
Said::~Said() = default;

std::span<const Output> Said::Take(Outbox& out) {
  size_t before = all_->size();
  for (Record record = out.Pop(); !record.empty(); record = out.Pop()) {
    Decode<Output>(record, [this](auto&& one) { all_->emplace_back(std::move(one)); });
  }
  return std::span<const Output>(*all_).subspan(before);
}

const Output* Said::begin() const { return all_->data(); }
const Output* Said::end() const { return all_->data() + all_->size(); }

std::string NameOf(const Output& output) {
  auto name = [](const auto& one) {
    std::string text(std::remove_cvref_t<decltype(one)>::kName);
    if constexpr (requires { one.why; }) {
      text += ":" + std::string(WordsOf(one.why)[static_cast<size_t>(one.why)]);
    }
    return text;
  };
  return std::visit(name, output);
}

}  // namespace ringline::test
