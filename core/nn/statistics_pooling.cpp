#include "nn/statistics_pooling.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace earful {

void pool_statistics(std::span<const float> features, std::span<const float> weights, std::span<float> pooled) {
  constexpr float variance_floor = 1e-5F;  // as in training, where it keeps the root's gradient finite
  const std::size_t size = pooled.size() / 2;
  const auto mean = pooled.first(size);
  const auto deviation = pooled.last(size);
  std::ranges::fill(pooled, 0.0F);
  for (std::size_t step = 0; step < weights.size(); ++step) {
    for (std::size_t i = 0; i < size; ++i) mean[i] += weights[step] * features[step * size + i];
  }
  for (std::size_t step = 0; step < weights.size(); ++step) {
    for (std::size_t i = 0; i < size; ++i) {
      const float difference = features[step * size + i] - mean[i];
      deviation[i] += weights[step] * difference * difference;
    }
  }
  for (float& value : deviation) value = std::sqrt(value + variance_floor);
}

}  // namespace earful
