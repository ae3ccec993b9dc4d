#include "features/log_mel.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace earful {
namespace {

constexpr std::size_t lanes = RealFft::lanes;

using Values = Eigen::Map<Eigen::ArrayXf>;
using Features = Eigen::Map<Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
// Of at most as many filters as a model file may have, so that it needs no memory of its own.
using Mean = Eigen::Array<float, 1, Eigen::Dynamic, Eigen::RowMajor, 1, 512>;

std::vector<float> hann(std::size_t length) {
  std::vector<float> window(length);
  for (std::size_t i = 0; i < length; ++i) {
    const double phase = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length);
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
  }
  return window;
}

// The sample at `position` of a signal mirrored at both ends, neither end repeated.
float reflected(const LogMel::Excerpt& signal, std::ptrdiff_t position) {
  const auto last = static_cast<std::ptrdiff_t>(signal.start + signal.samples.size()) - 1;
  if (last == 0) return signal.samples[0];
  while (position < 0 || position > last) position = position < 0 ? -position : 2 * last - position;
  return signal.samples[static_cast<std::size_t>(position) - signal.start];
}

}  // namespace

Result<LogMel> LogMel::create(const LogMelConfig& config) {
  auto fft = RealFft::create(config.fft_size);
  if (!fft) return std::unexpected(fft.error());
  return LogMel(config, *std::move(fft));
}

LogMel::LogMel(const LogMelConfig& config, RealFft fft)
    : config_(config),
      window_(hann(config.frame_length)),
      fft_(std::move(fft)),
      filters_({.sample_rate = config.sample_rate,
                .fft_size = config.fft_size,
                .filters = config.filters,
                .low_hz = config.low_hz,
                .high_hz = config.high_hz,
                .scale = config.mel_scale,
                .norm = config.mel_norm}),
      mirrored_(lanes * config.frame_length),
      power_(lanes * fft_.bins()) {}

std::size_t LogMel::frames(std::size_t samples) const {
  if (config_.centre) return samples / config_.hop_length;
  return samples < config_.frame_length ? 0 : 1 + (samples - config_.frame_length) / config_.hop_length;
}

std::size_t LogMel::settled_frames(std::size_t samples) const {
  if (!config_.centre) return frames(samples);
  const std::size_t before = config_.frame_length / 2;
  const std::size_t after = config_.frame_length - before;
  if (samples < std::max(after, before + 1)) return 0;  // the first frame is mirrored about the first sample
  return std::min(frames(samples), 1 + (samples - after) / config_.hop_length);
}

std::ptrdiff_t LogMel::start(std::size_t frame) const {
  const auto at = static_cast<std::ptrdiff_t>(frame * config_.hop_length);
  return config_.centre ? at - static_cast<std::ptrdiff_t>(config_.frame_length / 2) : at;
}

std::size_t LogMel::first_sample(std::size_t frame) const {
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(start(frame), 0));
}

// The samples under the window of a frame: in place, or copied where some are mirrored at the signal's ends.
const float* LogMel::frame_samples(const Excerpt& signal, std::size_t frame, std::size_t lane) {
  const std::ptrdiff_t from = start(frame);
  const std::ptrdiff_t offset = from - static_cast<std::ptrdiff_t>(signal.start);
  const auto length = static_cast<std::ptrdiff_t>(config_.frame_length);
  if (offset >= 0 && offset + length <= static_cast<std::ptrdiff_t>(signal.samples.size())) {
    return signal.samples.data() + offset;
  }
  float* const copy = mirrored_.data() + lane * config_.frame_length;
  for (std::ptrdiff_t i = 0; i < length; ++i) copy[i] = reflected(signal, from + i);
  return copy;
}

// [filters][lanes]. In a Buffer, and as long as a whole number of SIMD vectors: each lane gets the same arithmetic.
std::span<const float> LogMel::log_mel(const std::array<const float*, lanes>& frames) {
  const auto windowed = frames_.room(config_.fft_size * lanes);
  for (std::size_t i = 0; i < window_.size(); ++i) {
    for (std::size_t lane = 0; lane < lanes; ++lane) windowed[i * lanes + lane] = window_[i] * frames[lane][i];
  }
  std::ranges::fill(windowed.subspan(window_.size() * lanes), 0.0F);
  fft_.power(windowed, power_);
  if (config_.spectrum == Spectrum::magnitude) {
    for (float& value : power_) value = std::sqrt(value);
  }
  const auto mel = mel_.room(config_.filters * lanes);
  filters_.apply(power_, mel);
  Values values(mel.data(), static_cast<Eigen::Index>(mel.size()));
  values = values.max(config_.floor);
  if (config_.log == LogBase::ten) {
    values = values.log10();
  } else {
    values = values.log();
  }
  return mel;
}

void LogMel::compute(const Excerpt& signal, std::size_t first, std::span<float> out) {
  const std::size_t count = out.size() / config_.filters;
  for (std::size_t done = 0; done < count; done += lanes) {
    const std::size_t group = std::min(lanes, count - done);
    std::array<const float*, lanes> samples{};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      samples[lane] = frame_samples(signal, first + done + std::min(lane, group - 1), lane);  // the last one fills up
    }
    const auto mel = log_mel(samples);
    for (std::size_t lane = 0; lane < group; ++lane) {
      for (std::size_t i = 0; i < config_.filters; ++i) {
        out[(done + lane) * config_.filters + i] = mel[i * lanes + lane];
      }
    }
  }
}

void LogMel::normalise(std::span<float> features) const {
  if (features.empty() || config_.normalisation == Normalisation::none) return;
  const auto columns = static_cast<Eigen::Index>(config_.filters);
  Features x(features.data(), static_cast<Eigen::Index>(features.size()) / columns, columns);
  if (config_.normalisation == Normalisation::mean) {
    const Mean mean = x.colwise().mean();
    x.rowwise() -= mean;
  } else if (config_.normalisation == Normalisation::whisper) {
    x = (x.max(x.maxCoeff() - 8) + 4) / 4;
  } else {
    x = (x + 4) / 4;
  }
}

}  // namespace earful
