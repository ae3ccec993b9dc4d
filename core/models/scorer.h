#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "error.h"
#include "features/log_mel.h"
#include "features/spectrogram.h"
#include "format/model_header.h"
#include "models/clip_scores.h"
#include "models/network.h"
#include "nn/buffer.h"

namespace earful {

struct LogMelFrames {
  std::vector<float> values;  ///< [frames][filters], row-major
  std::size_t frames;
  std::size_t filters;
};

/// Scores clips of mono audio with one model. Holds the packed weights and the working memory: one thread at a time.
class Scorer {
 public:
  static constexpr double longest_window = 15;  ///< seconds scored at once

  /// Reads a model file; its bytes are not needed afterwards. Errors: model_invalid, model_unsupported, out_of_memory.
  static Result<Scorer> load(std::span<const std::byte> file);

  const ModelHeader& header() const { return header_; }

  /// Scores samples in -1..1 at a rate of 8-192 kHz. Longer audio than 15 s is cut at 15 s strides, a tail shorter than
  /// 0.1 s is left out, and each label takes its maximum. Errors: audio_empty, audio_too_short, audio_not_finite,
  /// sample_rate_out_of_range; model_invalid where the weights make a score NaN.
  Result<ClipScores> score(std::span<const float> samples, double sample_rate);

  /// The model's log-mel features of the whole clip, as if it were one window. Errors as `score`;
  /// out_of_memory, where they are more than a vector holds.
  Result<LogMelFrames> log_mel(std::span<const float> samples, double sample_rate);

  /// Scores the model's own test clip. Error: self_test_failed, where the scores are not the file's.
  Result<std::vector<float>> self_test();

  /// What a window scored, in the scorer's own memory until its next use.
  struct Scored {
    std::span<const float> scores;     ///< calibrated probabilities, per label in the model's order
    std::span<const float> attention;  ///< per step of equal length, summing to 1
  };

  /// Scores a window of `shortest_clip` to `longest_window`. Every score of this class comes from here. Allocates
  /// nothing once it has scored a window as long. Error: model_invalid, as `score`.
  Result<Scored> score(const Spectrogram& window);

  /// Computes what `score` takes.
  LogMel& front_end() { return log_mel_; }

  /// Samples at the model's rate in so many seconds.
  std::size_t samples_in(double seconds) const;

 private:
  Scorer(ModelHeader header, LogMel log_mel, Network network, std::vector<float> self_test_input);

  std::span<const float> normalised(std::span<const float> log_mel, Buffer& memory) const;

  ModelHeader header_;
  LogMel log_mel_;
  Network network_;
  std::vector<float> self_test_input_;  // at the model's rate
  Buffer features_;                     // of a window
  std::vector<float> scores_;
};

}  // namespace earful
