#include "stream/utterance.h"

namespace earful {

Utterance::Utterance(Scorer& scorer, Resampler resampler) : scorer_(&scorer), resampler_(std::move(resampler)) {
  window_.reserve(scorer.front_end(), scorer.samples_in(Scorer::longest_window));
}

Result<Utterance> Utterance::create(Scorer& scorer, double sample_rate) {
  auto resampler = Resampler::create(sample_rate, scorer.header().features.sample_rate);
  if (!resampler) return std::unexpected(resampler.error());
  return Utterance(scorer, *std::move(resampler));
}

void Utterance::start() {
  resampler_.restart();
  window_.clear();
}

void Utterance::push(std::span<const float> samples) {
  resampler_.push(samples, resampled_);
  add_resampled();
}

const Spectrogram& Utterance::so_far() {
  window_.catch_up(scorer_->front_end());
  return window_;
}

const Spectrogram& Utterance::finish() {
  resampler_.finish(resampled_);
  add_resampled();
  window_.finish(scorer_->front_end());
  return window_;
}

void Utterance::add_resampled() {
  window_.push(scorer_->front_end(), resampled_);
  resampled_.clear();
}

}  // namespace earful
