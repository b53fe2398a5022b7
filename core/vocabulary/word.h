// How a struct of the vocabulary names itself and its fields.
#pragma once

#include <string_view>

// The name and fields of a struct, in the order of the border.
#define RINGLINE_WORD(name, ...)                                   \
  static constexpr std::string_view kName [[maybe_unused]] = name; \
  template <class V>                                               \
  void Fields([[maybe_unused]] V&& v) {                            \
    __VA_ARGS__;                                                   \
  }
