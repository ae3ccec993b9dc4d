#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace earful {

/// Turns scores into flags so that one outburst gets one flag: a label that was flagged is not flagged again before its
/// scores have been under the lower bound for the cool-down.
class Decision {
 public:
  /// Of its threshold: a score between the two keeps an outburst going but starts none.
  static constexpr float lower_bound = 0.8F;

  /// Thresholds per label; a score at or above its threshold counts. Cool-down in seconds.
  Decision(std::vector<float> thresholds, double cool_down)
      : thresholds_(std::move(thresholds)), cool_down_(cool_down), last_high_(thresholds_.size()) {}

  /// Whether the score that a label has for start..end, in seconds, starts an outburst. Calls go forward in time.
  bool flags(std::size_t label, float score, double start, double end);

  float threshold(std::size_t label) const { return thresholds_[label]; }

 private:
  std::vector<float> thresholds_;
  double cool_down_;
  std::vector<std::optional<double>> last_high_;  // per label, when its outburst was last heard; none: there is none
};

}  // namespace earful
