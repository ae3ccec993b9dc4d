#include "features/log_mel.h"

#include <Eigen/Core>
#include <cmath>
#include <numbers>

namespace earful {
namespace {

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
      frame_(config.fft_size),
      power_(fft_.bins()) {}

std::size_t LogMel::frames(std::size_t samples) const {
  if (config_.centre) return samples / config_.hop_length;
  return samples < config_.frame_length ? 0 : 1 + (samples - config_.frame_length) / config_.hop_length;
}

void LogMel::frame_power(std::span<const float> samples, std::size_t frame) {
  const auto length = static_cast<std::ptrdiff_t>(config_.frame_length);
  auto start = static_cast<std::ptrdiff_t>(frame * config_.hop_length);
  if (config_.centre) start -= length / 2;
  if (start >= 0 && start + length <= static_cast<std::ptrdiff_t>(samples.size())) {
    const float* from = samples.data() + start;
    for (std::size_t i = 0; i < window_.size(); ++i) frame_[i] = window_[i] * from[i];
  } else {
    for (std::size_t i = 0; i < window_.size(); ++i) {
      frame_[i] = window_[i] * reflected(samples, start + static_cast<std::ptrdiff_t>(i));
    }
  }
  fft_.power(frame_, power_);
  if (config_.spectrum == Spectrum::magnitude) {
    for (float& value : power_) value = std::sqrt(value);
  }
}

void LogMel::compute(std::span<const float> samples, std::span<float> out) {
  const std::size_t count = frames(samples.size());
  for (std::size_t frame = 0; frame < count; ++frame) {
    frame_power(samples, frame);
    filters_.apply(power_, out.subspan(frame * config_.filters, config_.filters));
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
