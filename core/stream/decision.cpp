#include "stream/decision.h"

namespace earful {

bool Decision::flags(std::size_t label, float score, double start, double end) {
  const float threshold = thresholds_[label];
  std::optional<double>& last_high = last_high_[label];
  // What was said between two utterances was nothing: silence cools down too.
  if (last_high && start - *last_high >= cool_down_) last_high.reset();
  if (last_high) {
    if (score >= threshold * lower_bound) {
      last_high = end;
    } else if (end - *last_high >= cool_down_) {
      last_high.reset();
    }
    return false;
  }
  if (!(score >= threshold)) return false;
  last_high = end;
  return true;
}

}  // namespace earful
