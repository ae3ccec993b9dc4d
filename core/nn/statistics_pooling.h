#pragma once

#include <span>

namespace earful {

/// Mean and deviation of features over time, each step by its weight (Okabe et al. 2018, equations 5 and 6):
/// features [steps][size], weights [steps] that sum to 1 -> pooled [mean, deviation][size].
void pool_statistics(std::span<const float> features, std::span<const float> weights, std::span<float> pooled);

}  // namespace earful
