#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace earful {

/// Each row less its mean, divided by its deviation, times a weight plus a bias (XNNPACK has none).
class LayerNorm {
 public:
  /// weight [size], bias [size].
  LayerNorm(std::vector<float> weight, std::vector<float> bias) : weight_(std::move(weight)), bias_(std::move(bias)) {}

  /// in [rows][size] -> out [rows][size].
  void run(std::span<const float> in, std::span<float> out) const;

 private:
  std::vector<float> weight_;
  std::vector<float> bias_;
};

}  // namespace earful
