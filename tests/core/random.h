#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace earful::test {

/// Pseudo-random values, the same on every platform (the distributions of <random> are not).
class Random {
 public:
  explicit Random(std::uint32_t seed = 1) : engine_(seed) {}

  /// Uniform in low..high.
  float uniform(float low = -1, float high = 1) {
    return low + (high - low) * static_cast<float>(engine_() >> 8) / static_cast<float>(1 << 24);
  }

  /// Uniform whole number in low..high, both included.
  std::size_t size(std::size_t low, std::size_t high) { return low + engine_() % (high - low + 1); }

  std::vector<float> values(std::size_t count, float low = -1, float high = 1) {
    std::vector<float> result(count);
    fill(result, low, high);
    return result;
  }

  void fill(std::span<float> values, float low = -1, float high = 1) {
    for (float& value : values) value = uniform(low, high);
  }

 private:
  std::mt19937 engine_;
};

}  // namespace earful::test
