#include "models/clip_scorer.h"

#include <algorithm>

#include "audio/validation.h"
#include "models/scorer.h"

namespace earful {
namespace {

// Input is resampled in pieces of this size, so that a long clip pushed at once still takes one window's memory.
constexpr std::size_t piece = 1 << 16;

}  // namespace

ClipScorer::ClipScorer(Scorer& scorer, double sample_rate, Resampler resampler)
    : scorer_(&scorer),
      sample_rate_(sample_rate),
      resampler_(std::move(resampler)),
      clip_{.duration = 0, .scores = std::vector<float>(scorer.header().labels.size()), .windows = {}} {}

Result<ClipScorer> ClipScorer::create(Scorer& scorer, double sample_rate) {
  auto resampler = Resampler::create(sample_rate, scorer.header().features.sample_rate);
  if (!resampler) return std::unexpected(resampler.error());
  return ClipScorer(scorer, sample_rate, *std::move(resampler));
}

Result<void> ClipScorer::push(std::span<const float> samples) {
  if (auto finite = check_finite(samples, pushed_); !finite) return finite;
  pushed_ += samples.size();
  while (!samples.empty()) {
    const auto next = samples.first(std::min(samples.size(), piece));
    resampler_.push(next, pending_);
    if (auto scored = score_full_windows(); !scored) return scored;
    samples = samples.subspan(next.size());
  }
  return {};
}

Result<ClipScores> ClipScorer::finish() {
  if (auto enough = check_length(pushed_, sample_rate_); !enough) return std::unexpected(enough.error());
  clip_.duration = static_cast<double>(pushed_) / sample_rate_;
  resampler_.finish(pending_);
  if (auto scored = score_full_windows(); !scored) return std::unexpected(scored.error());
  if (pending_.size() >= scorer_->samples_in(shortest_clip)) {
    if (auto scored = score_window(pending_.size()); !scored) return std::unexpected(scored.error());
  }
  // Resampling rounds the length up to a whole sample.
  for (WindowScores& window : clip_.windows) window.end = std::min(window.end, clip_.duration);
  return std::move(clip_);
}

Result<void> ClipScorer::score_full_windows() {
  const std::size_t longest = scorer_->samples_in(Scorer::longest_window);
  while (pending_.size() >= longest) {
    if (auto scored = score_window(longest); !scored) return scored;
  }
  return {};
}

// Scores the first `length` pending samples and lets them go.
Result<void> ClipScorer::score_window(std::size_t length) {
  auto window = scorer_->score_window(std::span(pending_).first(length), scored_);
  if (!window) return std::unexpected(window.error());
  std::ranges::transform(clip_.scores, window->scores, clip_.scores.begin(),
                         [](float a, float b) { return std::max(a, b); });
  clip_.windows.push_back(*std::move(window));
  scored_ += length;
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(length));
  return {};
}

}  // namespace earful
