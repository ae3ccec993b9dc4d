#include "features/log_mel.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace earful {
namespace {

constexpr std::size_t lanes = RealFft::lanes;

using Features = Eigen::Map<Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

std::vector<float> hann(std::size_t length) {
  std::vector<float> window(length);
  for (std::size_t i = 0; i < length; ++i) {
    const double phase = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length);
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
  }
  return window;
}

// The sample at `position` of a signal mirrored at both ends, neither end repeated.
float reflected(std::span<const float> samples, std::ptrdiff_t position) {
  const auto last = static_cast<std::ptrdiff_t>(samples.size()) - 1;
  if (last == 0) return samples[0];
  while (position < 0 || position > last) position = position < 0 ? -position : 2 * last - position;
  return samples[static_cast<std::size_t>(position)];
}

}  // namespace

LogMel::LogMel(const LogMelConfig& config)
    : config_(config),
      window_(hann(config.frame_length)),
      fft_(config.fft_size),
      filters_({.sample_rate = config.sample_rate,
                .fft_size = config.fft_size,
                .filters = config.filters,
                .low_hz = config.low_hz,
                .high_hz = config.high_hz,
                .scale = config.mel_scale,
                .norm = config.mel_norm}),
      mirrored_(lanes * config.frame_length),
      power_(lanes * fft_.bins()),
      mel_(lanes * config.filters) {}

std::size_t LogMel::frames(std::size_t samples) const {
  if (config_.centre) return samples / config_.hop_length;
  return samples < config_.frame_length ? 0 : 1 + (samples - config_.frame_length) / config_.hop_length;
}

// The samples under the window of a frame: in place, or copied where some are mirrored at the signal's ends.
const float* LogMel::frame_samples(std::span<const float> samples, std::size_t frame, std::size_t lane) {
  const auto length = static_cast<std::ptrdiff_t>(config_.frame_length);
  auto start = static_cast<std::ptrdiff_t>(frame * config_.hop_length);
  if (config_.centre) start -= length / 2;
  if (start >= 0 && start + length <= static_cast<std::ptrdiff_t>(samples.size())) return samples.data() + start;
  float* const copy = mirrored_.data() + lane * config_.frame_length;
  for (std::ptrdiff_t i = 0; i < length; ++i) copy[i] = reflected(samples, start + i);
  return copy;
}

void LogMel::windowed_power(const std::array<const float*, lanes>& frames) {
  const auto windowed = frames_.room(config_.fft_size * lanes);
  for (std::size_t i = 0; i < window_.size(); ++i) {
    for (std::size_t lane = 0; lane < lanes; ++lane) windowed[i * lanes + lane] = window_[i] * frames[lane][i];
  }
  std::ranges::fill(windowed.subspan(window_.size() * lanes), 0.0F);
  fft_.power(windowed, power_);
  if (config_.spectrum == Spectrum::magnitude) {
    for (float& value : power_) value = std::sqrt(value);
  }
}

void LogMel::compute(std::span<const float> samples, std::span<float> out) {
  const std::size_t count = frames(samples.size());
  for (std::size_t first = 0; first < count; first += lanes) {
    std::array<const float*, lanes> group{};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      group[lane] = frame_samples(samples, std::min(first + lane, count - 1), lane);  // the last one fills up its group
    }
    windowed_power(group);
    filters_.apply(power_, mel_);
    for (std::size_t frame = first; frame < std::min(first + lanes, count); ++frame) {
      for (std::size_t i = 0; i < config_.filters; ++i) {
        out[frame * config_.filters + i] = mel_[i * lanes + frame - first];
      }
    }
  }
  auto values = Eigen::Map<Eigen::ArrayXf>(out.data(), static_cast<Eigen::Index>(count * config_.filters));
  values = values.max(config_.floor);
  if (config_.log == LogBase::ten) {
    values = values.log10();
  } else {
    values = values.log();
  }
  normalise(out.first(count * config_.filters));
}

void LogMel::normalise(std::span<float> features) const {
  if (features.empty() || config_.normalisation == Normalisation::none) return;
  const auto columns = static_cast<Eigen::Index>(config_.filters);
  Features x(features.data(), static_cast<Eigen::Index>(features.size()) / columns, columns);
  if (config_.normalisation == Normalisation::mean) {
    const Eigen::Array<float, 1, Eigen::Dynamic> mean = x.colwise().mean();
    x.rowwise() -= mean;
  } else {
    x = (x.max(x.maxCoeff() - 8) + 4) / 4;
  }
}

}  // namespace earful
