#pragma once

#include <span>

namespace earful {

/// What a network gives for a window, in its own memory until its next run.
struct NetworkOutput {
  std::span<const float> logits;     ///< per label, before calibration
  std::span<const float> attention;  ///< per time step, summing to 1: what each step added to the pooled vector
};

}  // namespace earful
