#pragma once

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>

namespace earful {

inline void append(std::string& text, std::string_view part) { text += part; }

template <std::integral T>
void append(std::string& text, T number) {
  text += std::to_string(number);
}

// Three digits after the point, none for whole numbers.
template <std::floating_point T>
void append(std::string& text, T number) {
  if (!std::isfinite(number) || std::abs(number) > 1e15) {
    text += std::isnan(number) ? "NaN" : number > 0 ? "a huge number" : "a huge negative number";
    return;
  }
  if (number < 0) text += '-';
  const auto thousandths = static_cast<long long>(std::round(std::abs(number) * 1000));
  text += std::to_string(thousandths / 1000);
  if (const auto rest = thousandths % 1000; rest != 0) {
    std::string digits = std::to_string(1000 + rest).substr(1);
    digits.erase(digits.find_last_not_of('0') + 1);
    text += '.' + digits;
  }
}

/// The parts one after another, for error messages. (std::format would add a third to the WebAssembly binary.)
template <class... Parts>
std::string concat(const Parts&... parts) {
  std::string text;
  (append(text, parts), ...);
  return text;
}

}  // namespace earful
