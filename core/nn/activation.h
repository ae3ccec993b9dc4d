#pragma once

#include <cstdint>
#include <limits>

namespace earful {

/// What a layer does to its output; XNNPACK takes it as a range to clamp to.
enum class Activation : std::uint8_t { none, relu };

constexpr float lowest(Activation activation) {
  return activation == Activation::relu ? 0.0F : -std::numeric_limits<float>::infinity();
}

}  // namespace earful
