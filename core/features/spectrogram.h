#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "features/log_mel.h"

namespace earful {

/// The log-mel frames of one window of audio that comes in pieces, before normalisation. Whatever the pieces, the
/// frames are the same to the last bit.
class Spectrogram {
 public:
  /// Whether a vector holds the values of so many samples: one of 32 bits does not hold those of any clip.
  static bool fits(const LogMel& log_mel, std::size_t samples);

  /// Appends samples at the front end's rate.
  void push(LogMel& log_mel, std::span<const float> samples);

  /// Brings `values` up to the samples so far; frames that more samples could still change are left out.
  void catch_up(LogMel& log_mel);

  /// Brings `values` up to the end: no more samples follow.
  void finish(LogMel& log_mel);

  /// Ready for another window. The memory is kept.
  void clear();

  /// Room for windows of so many samples, so that `push` need not make any.
  void reserve(const LogMel& log_mel, std::size_t samples);

  std::size_t samples() const { return samples_; }

  /// [frames][filters], row-major.
  std::span<const float> values() const { return values_; }

 private:
  void compute(LogMel& log_mel, std::size_t frames);

  std::vector<float> pending_;  // samples that frames to come look at
  std::size_t samples_ = 0;     // in all
  std::size_t frames_ = 0;
  std::vector<float> values_;
};

}  // namespace earful
