#include "models/scorer.h"

#include <algorithm>
#include <cmath>

#include "audio/resampler.h"
#include "audio/validation.h"
#include "format/model_file.h"
#include "models/calibration.h"
#include "models/clip_scorer.h"
#include "text.h"

namespace earful {
namespace {

std::size_t count_samples(double seconds, double rate) {
  return static_cast<std::size_t>(std::llround(seconds * rate));
}

bool has_nan(std::span<const float> values) {
  return std::ranges::any_of(values, [](float value) { return std::isnan(value); });
}

}  // namespace

Scorer::Scorer(ModelHeader header, LogMel log_mel, Network network, std::vector<float> self_test_input)
    : header_(std::move(header)),
      log_mel_(std::move(log_mel)),
      network_(std::move(network)),
      self_test_input_(std::move(self_test_input)),
      scores_(header_.labels.size()) {}

Result<Scorer> Scorer::load(std::span<const std::byte> file) {
  const auto opened = ModelFile::open(file);
  if (!opened) return std::unexpected(opened.error());
  if (std::holds_alternative<TextEncoderSizes>(opened->header().architecture)) {
    return fail(ErrorCode::model_unsupported,
                "the model reads text: load it as a TextScorer (in JavaScript, by loadTextScorer)");
  }
  const LogMelConfig& features = opened->header().features;
  auto log_mel = LogMel::create(features);
  if (!log_mel) return std::unexpected(log_mel.error());
  const auto frames_in = [&](double seconds) { return log_mel->frames(count_samples(seconds, features.sample_rate)); };
  auto network = load_network(*opened, frames_in(shortest_clip), frames_in(longest_window));
  if (!network) return std::unexpected(network.error());
  auto input = opened->vector("self_test.input");
  if (!input) return std::unexpected(input.error());
  if (auto enough = check_length(input->size(), features.sample_rate); !enough) {
    return fail(ErrorCode::model_invalid, concat("tensor self_test.input: ", enough.error().message));
  }
  return Scorer(opened->header(), *std::move(log_mel), *std::move(network), *std::move(input));
}

std::size_t Scorer::samples_in(double seconds) const { return count_samples(seconds, header_.features.sample_rate); }

std::span<const float> Scorer::normalised(std::span<const float> log_mel, Buffer& memory) const {
  const auto features = memory.room(log_mel.size());
  std::ranges::copy(log_mel, features.begin());
  log_mel_.normalise(features);
  return features;
}

Result<Scorer::Scored> Scorer::score(const Spectrogram& window) {
  const auto features = normalised(window.values(), features_);
  const auto output = run(network_, features, features.size() / header_.features.filters);
  if (!output) return std::unexpected(output.error());
  if (auto calibrated = calibrate(header_, output->logits, scores_); !calibrated) {
    return std::unexpected(calibrated.error());
  }
  if (has_nan(output->attention)) {
    return fail(ErrorCode::model_invalid, "attention is NaN: the model's weights are too large");
  }
  return Scored{.scores = scores_, .attention = output->attention};
}

Result<ClipScores> Scorer::score(std::span<const float> samples, double sample_rate) {
  auto clip = ClipScorer::create(*this, sample_rate);
  if (!clip) return std::unexpected(clip.error());
  if (auto pushed = clip->push(samples); !pushed) return std::unexpected(pushed.error());
  return clip->finish();
}

Result<LogMelFrames> Scorer::log_mel(std::span<const float> samples, double sample_rate) {
  auto resampler = Resampler::create(sample_rate, header_.features.sample_rate);
  if (!resampler) return std::unexpected(resampler.error());
  if (auto finite = check_finite(samples); !finite) return std::unexpected(finite.error());
  if (auto enough = check_length(samples.size(), sample_rate); !enough) return std::unexpected(enough.error());
  std::vector<float> resampled;
  resampler->push(samples, resampled);
  resampler->finish(resampled);
  if (!Spectrogram::fits(log_mel_, resampled.size())) {
    return fail(ErrorCode::out_of_memory, "no memory for the log-mel of the whole clip");
  }

  Spectrogram clip;
  clip.push(log_mel_, resampled);
  clip.finish(log_mel_);
  Buffer memory;  // a clip may be long: the scorer keeps none of it
  const auto features = normalised(clip.values(), memory);
  return LogMelFrames{.values = {features.begin(), features.end()},
                      .frames = features.size() / header_.features.filters,
                      .filters = header_.features.filters};
}

Result<std::vector<float>> Scorer::self_test() {
  auto clip = score(self_test_input_, header_.features.sample_rate);
  if (!clip) return std::unexpected(clip.error());
  if (auto passed = check_self_test(header_, clip->scores, "clip"); !passed) return std::unexpected(passed.error());
  return std::move(clip->scores);
}

}  // namespace earful
