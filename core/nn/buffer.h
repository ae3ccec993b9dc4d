#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>

namespace earful {

/// Working memory of f32 values, aligned, and with room after the end for kernels that read past it (XNN_EXTRA_BYTES).
/// Grows when asked for more than ever before and then keeps its size, so that a warm network allocates nothing.
class Buffer {
 public:
  /// Room for `count` values; what was in it before is undefined.
  std::span<float> room(std::size_t count) {
    static constexpr std::size_t spare = 128 / sizeof(float);
    if (const auto wanted = static_cast<Eigen::Index>(count + spare); values_.size() < wanted) values_.resize(wanted);
    return {values_.data(), count};
  }

 private:
  Eigen::ArrayXf values_;
};

}  // namespace earful
