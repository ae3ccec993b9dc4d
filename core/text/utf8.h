#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"

namespace earful {

/// A text's code points, and where each begins: `at` has one number more, the text's length in bytes.
struct Decoded {
  std::u32string letters;
  std::vector<std::size_t> at;
};

/// Error: text_not_utf8, naming the byte that begins no character (overlong forms and surrogates are none).
Result<Decoded> decode_utf8(std::string_view text);

void append_utf8(char32_t letter, std::string& text);

}  // namespace earful
