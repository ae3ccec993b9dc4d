#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace earful {

enum class MelScale : std::uint8_t { htk, slaney };
enum class MelNorm : std::uint8_t { none, slaney };

/// A bank of triangular filters, equally spaced on the mel scale, over the bins of a real FFT.
/// As torchaudio's melscale_fbanks and librosa's filters.mel (norm "slaney": each triangle has unit area).
class MelFilters {
 public:
  struct Config {
    double sample_rate;    ///< Hz
    std::size_t fft_size;  ///< bins = fft_size / 2 + 1
    std::size_t filters;
    double low_hz;
    double high_hz;
    MelScale scale;
    MelNorm norm;
  };

  explicit MelFilters(const Config& config);

  /// spectra [fft_size / 2 + 1][lanes] -> out [filters][lanes], the weighted sums, of as many frames as RealFft has
  /// lanes.
  void apply(std::span<const float> spectra, std::span<float> out) const;

 private:
  struct Filter {
    std::size_t first_bin;
    std::size_t first_weight;  // into weights_: a triangle is zero almost everywhere
    std::size_t width;
  };
  std::vector<Filter> filters_;
  std::vector<float> weights_;
};

}  // namespace earful
