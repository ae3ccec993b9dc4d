#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "audio/resampler.h"
#include "error.h"
#include "features/spectrogram.h"
#include "models/clip_scores.h"

namespace earful {

class Scorer;

/// Scores one clip that comes in pieces of any size, with the memory of one window however long it is. The result is
/// the same to the last bit whatever the pieces. The scorer must outlive it.
class ClipScorer {
 public:
  /// Rate in Hz. Error: sample_rate_out_of_range.
  static Result<ClipScorer> create(Scorer& scorer, double sample_rate);

  /// Errors: audio_not_finite, naming the sample, and those of Scorer::score. The clip is then lost.
  Result<void> push(std::span<const float> samples);

  /// The scores of all that was pushed. Errors: audio_empty, audio_too_short, and those of Scorer::score.
  Result<ClipScores> finish();

 private:
  ClipScorer(Scorer& scorer, double sample_rate, Resampler resampler);
  Result<void> add_resampled();
  Result<void> score_window();

  Scorer* scorer_;
  double sample_rate_;
  Resampler resampler_;
  std::size_t pushed_ = 0;        // samples at the clip's own rate
  std::vector<float> resampled_;  // at the model's rate, on its way to the window
  Spectrogram window_;
  std::size_t scored_ = 0;  // samples at the model's rate
  ClipScores clip_;
};

}  // namespace earful
