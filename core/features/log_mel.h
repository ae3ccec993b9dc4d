#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "error.h"
#include "features/mel_filters.h"
#include "features/real_fft.h"
#include "nn/buffer.h"

namespace earful {

enum class Spectrum : std::uint8_t { power, magnitude };
enum class LogBase : std::uint8_t { natural, ten };

enum class Normalisation : std::uint8_t {
  none,
  mean,           ///< each filter less its mean over the frames: undoes gain and the colour of a microphone
  whisper,        ///< max(x, max(x) - 8), then (x + 4) / 4 (Radford et al. 2022, whisper/audio.py)
  whisper_fixed,  ///< (x + 4) / 4: no frame depends on another; the floor is what `floor` says
};

/// The front end as a model file states it. The periodic Hann window is the only one.
struct LogMelConfig {
  double sample_rate;        ///< Hz
  std::size_t frame_length;  ///< samples under the window
  std::size_t hop_length;    ///< samples between frames
  std::size_t fft_size;      ///< even, at least frame_length: the frame is padded with zeros
  bool centre;               ///< frames centred on their time, the signal reflected at both ends; the last is dropped
  Spectrum spectrum;
  MelScale mel_scale;
  MelNorm mel_norm;
  std::size_t filters;
  double low_hz;
  double high_hz;
  LogBase log;
  float floor;  ///< least value that goes into the logarithm
  Normalisation normalisation;
};

/// Computes log-mel frames: the 40-filter LMFB of Yousefi and Emmanouilidou 2021, or Whisper's 80-bin log-mel. Which
/// frames a signal has, and when, is Spectrogram's to know.
class LogMel {
 public:
  /// Samples of a signal: from `start` on to its end, as far as it is known.
  struct Excerpt {
    std::span<const float> samples;
    std::size_t start;
  };

  /// Error: out_of_memory.
  static Result<LogMel> create(const LogMelConfig& config);

  const LogMelConfig& config() const { return config_; }

  /// Number of frames of a signal of so many samples; 0 where they do not fill one.
  std::size_t frames(std::size_t samples) const;

  /// How many of these are as they will stay if more samples follow: a centred frame near the end is not yet.
  std::size_t settled_frames(std::size_t samples) const;

  /// The signal's first sample that a frame, or one after it, looks at.
  std::size_t first_sample(std::size_t frame) const;

  /// The frames from `first` on of a signal, as many as `out` [frames][filters] holds, before normalisation. A frame's
  /// values depend on its own samples alone, to the last bit.
  void compute(const Excerpt& signal, std::size_t first, std::span<float> out);

  /// Normalises, in place, features [frames][filters] of all frames of a window. They lie in a Buffer.
  void normalise(std::span<float> features) const;

 private:
  LogMel(const LogMelConfig& config, RealFft fft);

  std::ptrdiff_t start(std::size_t frame) const;
  const float* frame_samples(const Excerpt& signal, std::size_t frame, std::size_t lane);
  std::span<const float> log_mel(const std::array<const float*, RealFft::lanes>& frames);

  LogMelConfig config_;
  std::vector<float> window_;
  RealFft fft_;
  MelFilters filters_;
  std::vector<float> mirrored_;  // [lanes][frame_length]
  Buffer frames_;                // [fft_size][lanes]
  std::vector<float> power_;     // [fft_size / 2 + 1][lanes]
  Buffer mel_;                   // [filters][lanes]
};

}  // namespace earful
