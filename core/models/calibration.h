#pragma once

#include <span>

#include "error.h"
#include "format/model_header.h"

namespace earful {

/// The scores that a network's logits give, one per label. Error: model_invalid, where one is NaN.
Result<void> calibrate(const ModelHeader& header, std::span<const float> logits, std::span<float> scores);

/// Error: self_test_failed, where the scores of the model's own `input` ("clip") are not those that the header
/// promises.
Result<void> check_self_test(const ModelHeader& header, std::span<const float> scores, const char* input);

}  // namespace earful
