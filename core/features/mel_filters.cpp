#include "features/mel_filters.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "features/real_fft.h"

namespace earful {
namespace {

// Slaney's scale (Auditory Toolbox): linear to 1 kHz, then logarithmic, 27 steps to each factor of 6.4.
constexpr double slaney_hz_per_mel = 200.0 / 3;
constexpr double slaney_break_hz = 1000;
constexpr double slaney_break_mel = slaney_break_hz / slaney_hz_per_mel;
const double slaney_log_step = std::log(6.4) / 27;

double to_mel(double hz, MelScale scale) {
  if (scale == MelScale::htk) return 2595 * std::log10(1 + hz / 700);
  if (hz < slaney_break_hz) return hz / slaney_hz_per_mel;
  return slaney_break_mel + std::log(hz / slaney_break_hz) / slaney_log_step;
}

double to_hz(double mel, MelScale scale) {
  if (scale == MelScale::htk) return 700 * (std::pow(10, mel / 2595) - 1);
  if (mel < slaney_break_mel) return mel * slaney_hz_per_mel;
  return slaney_break_hz * std::exp(slaney_log_step * (mel - slaney_break_mel));
}

}  // namespace

MelFilters::MelFilters(const Config& config) {
  const double low = to_mel(config.low_hz, config.scale);
  const double step = (to_mel(config.high_hz, config.scale) - low) / static_cast<double>(config.filters + 1);
  const auto corner = [&](std::size_t i) { return to_hz(low + step * static_cast<double>(i), config.scale); };
  const double hz_per_bin = config.sample_rate / static_cast<double>(config.fft_size);
  const std::size_t bins = config.fft_size / 2 + 1;

  for (std::size_t i = 0; i < config.filters; ++i) {
    const double left = corner(i);
    const double centre = corner(i + 1);
    const double right = corner(i + 2);
    const double height = config.norm == MelNorm::slaney ? 2 / (right - left) : 1;
    Filter filter{.first_bin = 0, .first_weight = weights_.size(), .width = 0};
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const double hz = hz_per_bin * static_cast<double>(bin);
      const double weight = std::min((hz - left) / (centre - left), (right - hz) / (right - centre));
      if (!(weight > 0)) continue;  // NaN where the corners of a narrow filter coincide
      if (filter.width == 0) filter.first_bin = bin;
      ++filter.width;
      weights_.push_back(static_cast<float>(weight * height));
    }
    filters_.push_back(filter);
  }
}

void MelFilters::apply(std::span<const float> spectra, std::span<float> out) const {
  constexpr std::size_t lanes = RealFft::lanes;
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    const Filter& filter = filters_[i];
    const float* bins = spectra.data() + filter.first_bin * lanes;
    const float* weights = weights_.data() + filter.first_weight;
    std::array<float, lanes> sums{};
    for (std::size_t k = 0; k < filter.width; ++k) {
      for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += weights[k] * bins[k * lanes + lane];
    }
    std::ranges::copy(sums, out.subspan(i * lanes).begin());
  }
}

}  // namespace earful
