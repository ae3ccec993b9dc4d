#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "features/mel_filters.h"
#include "features/real_fft.h"
#include "nn/buffer.h"

namespace earful {

enum class Spectrum : std::uint8_t { power, magnitude };
enum class LogBase : std::uint8_t { natural, ten };

enum class Normalisation : std::uint8_t {
  none,
  mean,     ///< each filter less its mean over the frames: undoes gain and the colour of a microphone
  whisper,  ///< max(x, max(x) - 8), then (x + 4) / 4 (Radford et al. 2022, whisper/audio.py)
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

/// Log-mel features of a clip: 40-filter LMFB of Yousefi and Emmanouilidou 2021, or Whisper's 80-bin log-mel.
class LogMel {
 public:
  explicit LogMel(const LogMelConfig& config);

  const LogMelConfig& config() const { return config_; }

  /// Number of frames that `samples` samples give; 0 where they do not fill one.
  std::size_t frames(std::size_t samples) const;

  /// samples [n] at the config's rate -> out [frames(n)][filters], row-major.
  void compute(std::span<const float> samples, std::span<float> out);

 private:
  const float* frame_samples(std::span<const float> samples, std::size_t frame, std::size_t lane);
  void windowed_power(const std::array<const float*, RealFft::lanes>& frames);
  void normalise(std::span<float> features) const;

  LogMelConfig config_;
  std::vector<float> window_;
  RealFft fft_;
  MelFilters filters_;
  std::vector<float> mirrored_;  // [lanes][frame_length]
  Buffer frames_;                // [fft_size][lanes]
  std::vector<float> power_;     // [fft_size / 2 + 1][lanes]
  std::vector<float> mel_;       // [filters][lanes]
};

}  // namespace earful
