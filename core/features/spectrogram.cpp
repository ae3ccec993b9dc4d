#include "features/spectrogram.h"

#include <algorithm>

namespace earful {

bool Spectrogram::fits(const LogMel& log_mel, std::size_t samples) {
  return log_mel.frames(samples) <= std::vector<float>().max_size() / log_mel.config().filters;
}

void Spectrogram::push(LogMel& log_mel, std::span<const float> samples) {
  pending_.insert(pending_.end(), samples.begin(), samples.end());
  samples_ += samples.size();
  // Whole groups: the FFT takes as long for one frame as for all its lanes.
  const std::size_t ready = log_mel.settled_frames(samples_) - frames_;
  compute(log_mel, frames_ + ready / RealFft::lanes * RealFft::lanes);
}

void Spectrogram::catch_up(LogMel& log_mel) { compute(log_mel, log_mel.settled_frames(samples_)); }

void Spectrogram::finish(LogMel& log_mel) { compute(log_mel, log_mel.frames(samples_)); }

void Spectrogram::clear() {
  pending_.clear();
  values_.clear();
  samples_ = frames_ = 0;
}

void Spectrogram::reserve(const LogMel& log_mel, std::size_t samples) {
  values_.reserve(log_mel.frames(samples) * log_mel.config().filters);
}

// Up to `frames` in all.
void Spectrogram::compute(LogMel& log_mel, std::size_t frames) {
  if (frames <= frames_) return;
  const std::size_t start = samples_ - pending_.size();
  const std::size_t filters = log_mel.config().filters;
  values_.resize(frames * filters);
  log_mel.compute({.samples = pending_, .start = start}, frames_, std::span(values_).subspan(frames_ * filters));
  frames_ = frames;
  const std::size_t done = std::min(log_mel.first_sample(frames) - start, pending_.size());
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(done));
}

}  // namespace earful
