#include "models/clip_scorer.h"

#include <algorithm>

#include "audio/validation.h"
#include "models/scorer.h"

namespace earful {
namespace {

// Input is resampled in pieces of this size, so that a long clip pushed at once still takes one window's memory.
constexpr std::size_t piece = 1 << 14;

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
    resampler_.push(next, resampled_);
    if (auto added = add_resampled(); !added) return added;
    samples = samples.subspan(next.size());
  }
  return {};
}

Result<ClipScores> ClipScorer::finish() {
  if (auto enough = check_length(pushed_, sample_rate_); !enough) return std::unexpected(enough.error());
  clip_.duration = static_cast<double>(pushed_) / sample_rate_;
  resampler_.finish(resampled_);
  if (auto added = add_resampled(); !added) return std::unexpected(added.error());
  if (window_.samples() >= scorer_->samples_in(shortest_clip)) {
    if (auto scored = score_window(); !scored) return std::unexpected(scored.error());
  }
  // Resampling rounds the length up to a whole sample.
  for (WindowScores& window : clip_.windows) window.end = std::min(window.end, clip_.duration);
  return std::move(clip_);
}

Result<void> ClipScorer::add_resampled() {
  const std::size_t longest = scorer_->samples_in(Scorer::longest_window);
  for (std::span<const float> rest = resampled_; !rest.empty();) {
    const auto next = rest.first(std::min(rest.size(), longest - window_.samples()));
    window_.push(scorer_->front_end(), next);
    rest = rest.subspan(next.size());
    if (window_.samples() < longest) continue;
    if (auto scored = score_window(); !scored) return scored;
  }
  resampled_.clear();
  return {};
}

Result<void> ClipScorer::score_window() {
  window_.finish(scorer_->front_end());
  const auto scored = scorer_->score(window_);
  if (!scored) return std::unexpected(scored.error());
  const auto seconds = [&](std::size_t samples) {
    return static_cast<double>(samples) / scorer_->header().features.sample_rate;
  };
  clip_.windows.push_back({.start = seconds(scored_),
                           .end = seconds(scored_ + window_.samples()),
                           .scores = {scored->scores.begin(), scored->scores.end()},
                           .attention = {scored->attention.begin(), scored->attention.end()}});
  std::ranges::transform(clip_.scores, scored->scores, clip_.scores.begin(),
                         [](float a, float b) { return std::max(a, b); });
  scored_ += window_.samples();
  window_.clear();
  return {};
}

}  // namespace earful
