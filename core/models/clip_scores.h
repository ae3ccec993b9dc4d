#pragma once

#include <vector>

namespace earful {

/// Scores of a stretch of at most 15 s that was scored at once.
struct WindowScores {
  double start;  ///< seconds from the clip's start
  double end;
  std::vector<float> scores;     ///< calibrated probabilities, per label in the model's order
  std::vector<float> attention;  ///< per step of equal length from start to end, summing to 1
};

struct ClipScores {
  double duration;            ///< seconds
  std::vector<float> scores;  ///< per label, the maximum over the windows
  std::vector<WindowScores> windows;
};

}  // namespace earful
