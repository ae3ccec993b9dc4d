#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "error.h"
#include "features/log_mel.h"
#include "models/attentive_cnn_sizes.h"
#include "models/speech_encoder_sizes.h"
#include "models/text_encoder_sizes.h"

namespace earful {

/// A label's logit becomes its score by sigmoid(scale x logit + bias) (Platt's scaling).
struct Calibration {
  float scale;
  float bias;
};

/// All that a model file says beside its tensors; format version 1.
struct ModelHeader {
  static constexpr std::size_t format_version = 1;
  static constexpr std::size_t max_labels = 64;

  std::string json;  ///< the header as it stands in the file
  std::string model_name;
  /// The sizes of the network of its type.
  std::variant<AttentiveCnnSizes, SpeechEncoderSizes, TextEncoderSizes> architecture;
  LogMelConfig features;  ///< of a network that hears
  std::vector<std::string> labels;
  std::vector<Calibration> calibration;  ///< per label
  /// Named threshold sets; a threshold per label.
  std::map<std::string, std::vector<float>, std::less<>> operating_points;
  std::vector<float> self_test_scores;  ///< expected, per label
  float self_test_tolerance;

  /// Reads the file's metadata. Errors: model_invalid naming the field, model_unsupported for a newer format or an
  /// architecture that this version does not know.
  static Result<ModelHeader> read(const std::map<std::string, std::string, std::less<>>& metadata);
};

}  // namespace earful
