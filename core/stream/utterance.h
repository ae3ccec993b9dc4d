#pragma once

#include <span>
#include <vector>

#include "audio/resampler.h"
#include "error.h"
#include "features/spectrogram.h"
#include "models/scorer.h"

namespace earful {

/// The open utterance of a stream, from samples to log-mel frames: what `Scorer::score` computes of the same samples.
class Utterance {
 public:
  /// Takes the memory of the longest window. Error: sample_rate_out_of_range.
  static Result<Utterance> create(Scorer& scorer, double sample_rate);

  /// Begins another one.
  void start();

  /// Appends samples at the stream's rate.
  void push(std::span<const float> samples);

  /// The frames that are settled.
  const Spectrogram& so_far();

  /// All frames: the utterance has ended.
  const Spectrogram& finish();

 private:
  Utterance(Scorer& scorer, Resampler resampler);
  void add_resampled();

  Scorer* scorer_;
  Resampler resampler_;
  std::vector<float> resampled_;  // on its way to the window
  Spectrogram window_;
};

}  // namespace earful
