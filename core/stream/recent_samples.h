#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace earful {

/// The last samples of an endless signal, by their number in it.
class RecentSamples {
 public:
  /// Keeps at least the last `count`. Takes all its memory at once.
  explicit RecentSamples(std::size_t count) : kept_(count) { samples_.reserve(2 * count); }

  /// Appends at most `count` samples.
  void push(std::span<const float> samples) {
    if (samples_.size() + samples.size() > 2 * kept_) {
      // Half the memory at a time, so that a sample is moved once.
      const std::size_t gone = samples_.size() - std::min(samples_.size(), kept_);
      samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(gone));
      start_ += gone;
    }
    samples_.insert(samples_.end(), samples.begin(), samples.end());
  }

  /// How many samples the signal has so far.
  std::uint64_t end() const { return start_ + samples_.size(); }

  /// Those from number `from` up to, not including, `to`.
  std::span<const float> between(std::uint64_t from, std::uint64_t to) const {
    return std::span(samples_).subspan(static_cast<std::size_t>(from - start_), static_cast<std::size_t>(to - from));
  }

 private:
  std::size_t kept_;
  std::uint64_t start_ = 0;  // number of the first sample held
  std::vector<float> samples_;
};

}  // namespace earful
