#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace earful {

/// Working memory of f32 values, aligned as XNNPACK wants its workspaces, and with room after the end for kernels that
/// read past it (XNN_EXTRA_BYTES). Grows when asked for more than ever before and then keeps its size, so that a warm
/// network allocates nothing.
class Buffer {
 public:
  /// Room for `count` values; what was in it before is undefined.
  std::span<float> room(std::size_t count) {
    static constexpr std::size_t spare = 2;  // lines: the 128 bytes of XNN_EXTRA_BYTES
    const std::size_t wanted = (count + line_floats - 1) / line_floats + spare;
    if (lines_.size() < wanted) lines_ = std::vector<Line>(wanted);
    return {lines_.front().values.data(), count};
  }

 private:
  static constexpr std::size_t line_floats = 16;
  struct alignas(64) Line {
    std::array<float, line_floats> values;
  };
  std::vector<Line> lines_;
};

}  // namespace earful
