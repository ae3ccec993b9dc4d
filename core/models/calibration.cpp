#include "models/calibration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "text.h"

namespace earful {

Result<void> calibrate(const ModelHeader& header, std::span<const float> logits, std::span<float> scores) {
  for (std::size_t label = 0; label < scores.size(); ++label) {
    const auto [scale, bias] = header.calibration[label];
    scores[label] = 1 / (1 + std::exp(-(scale * logits[label] + bias)));
  }
  if (std::ranges::any_of(scores, [](float score) { return std::isnan(score); })) {
    return fail(ErrorCode::model_invalid, "a score is NaN: the model's weights are too large");
  }
  return {};
}

Result<void> check_self_test(const ModelHeader& header, std::span<const float> scores, const char* input) {
  for (std::size_t label = 0; label < scores.size(); ++label) {
    const float expected = header.self_test_scores[label];
    if (!(std::abs(scores[label] - expected) <= header.self_test_tolerance)) {
      return fail(ErrorCode::self_test_failed, concat("label ", header.labels[label], " scores ", scores[label],
                                                      " on the model's test ", input, ", not ", expected));
    }
  }
  return {};
}

}  // namespace earful
