#include "stream/stream.h"

#include <algorithm>
#include <cmath>

#include "audio/validation.h"
#include "text.h"

namespace earful {
namespace {

constexpr double frame_seconds = static_cast<double>(VoiceActivity::frame_length) / VoiceActivity::sample_rate;
constexpr std::size_t onset = 1;      // frames; two lose more real voices than false ones (tests/bench/voice-activity)
constexpr std::size_t pre_roll = 10;  // frames: a voice's soft beginning, which lasts 0.14 s at most in 98 of 100
constexpr std::size_t delay = 3;      // frames that a piece and the detector's resampler may hold

std::size_t frames_in(double seconds) { return static_cast<std::size_t>(std::lround(seconds / frame_seconds)); }

Result<void> check_range(const char* name, double value, double low, double high) {
  if (value >= low && value <= high) return {};
  return fail(ErrorCode::invalid_argument, concat(name, " ", value, " s is outside ", low, "-", high, " s"));
}

Result<void> check_times(const StreamOptions& options) {
  constexpr double hour = 3600;
  if (auto good = check_range("silence", options.silence, frame_seconds, Scorer::longest_window); !good) return good;
  if (auto good = check_range("minimum", options.minimum, shortest_clip, Scorer::longest_window); !good) return good;
  return check_range("cool-down", options.cool_down, 0, hour);
}

Result<std::vector<float>> thresholds(const ModelHeader& header, const StreamOptions& options) {
  const auto point = header.operating_points.find(options.operating_point);
  if (point == header.operating_points.end()) {
    std::string names;
    for (const auto& [name, thresholds] : header.operating_points) names += (names.empty() ? "" : ", ") + name;
    return fail(ErrorCode::invalid_argument,
                concat("the model has no operating point ", options.operating_point, ", but ", names));
  }
  if (!options.thresholds.empty() && options.thresholds.size() != header.labels.size()) {
    return fail(ErrorCode::invalid_argument, "thresholds: one for each label is wanted");
  }
  auto result = point->second;
  for (std::size_t label = 0; label < options.thresholds.size(); ++label) {
    if (!std::isnan(options.thresholds[label])) result[label] = options.thresholds[label];
  }
  return result;
}

}  // namespace

Stream::Stream(Scorer& scorer, const StreamOptions& options, Parts parts)
    : scorer_(&scorer),
      parts_(std::move(parts)),
      rate_(options.sample_rate),
      whole_rate_(static_cast<std::uint64_t>(std::llround(options.sample_rate))),
      operating_point_(options.operating_point),
      minimum_(options.minimum),
      segmenter_({.onset = onset,
                  .pre_roll = pre_roll,
                  .silence = frames_in(options.silence),
                  .longest = frames_in(Scorer::longest_window)}),
      recent_(static_cast<std::size_t>(sample_at(pre_roll + onset + delay))) {}

Result<Stream> Stream::create(Scorer& scorer, const StreamOptions& options) {
  auto utterance = Utterance::create(scorer, options.sample_rate);
  if (!utterance) return std::unexpected(utterance.error());
  auto resampler = Resampler::create(options.sample_rate, VoiceActivity::sample_rate);
  if (!resampler) return std::unexpected(resampler.error());
  auto detector = VoiceActivity::create();
  if (!detector) return std::unexpected(detector.error());
  if (auto good = check_times(options); !good) return std::unexpected(good.error());
  auto limits = thresholds(scorer.header(), options);
  if (!limits) return std::unexpected(limits.error());
  std::vector<bool> own(limits->size());
  for (std::size_t label = 0; label < options.thresholds.size(); ++label) {
    own[label] = !std::isnan(options.thresholds[label]);
  }
  return Stream(scorer, options,
                {.resampler = *std::move(resampler),
                 .detector = *std::move(detector),
                 .utterance = *std::move(utterance),
                 .decision = Decision(*std::move(limits), options.cool_down),
                 .own_threshold = std::move(own)});
}

// Where a frame of the detector begins. Whole numbers: nothing drifts.
std::uint64_t Stream::sample_at(std::uint64_t frame) const {
  return frame * VoiceActivity::frame_length * whole_rate_ / VoiceActivity::sample_rate;
}

Result<void> Stream::push(std::span<const float> samples, StreamListener& listener) {
  if (ended_) return fail(ErrorCode::stream_ended, "the stream has ended; start another");
  while (!samples.empty()) {
    const auto piece = samples.first(std::min(samples.size(), static_cast<std::size_t>(sample_at(1))));
    take(piece, listener);
    samples = samples.subspan(piece.size());
  }
  return {};
}

void Stream::take(std::span<const float> samples, StreamListener& listener) {
  piece_.assign(samples.begin(), samples.end());
  for (std::uint64_t number = recent_.end(); float& sample : piece_) {
    if (!(std::abs(sample) <= largest_sample)) {
      if (number >= report_from_) {
        listener.error(check_finite({&sample, 1}, number).error());
        report_from_ = number + whole_rate_;
      }
      sample = 0;
    }
    ++number;
  }
  recent_.push(piece_);
  parts_.resampler.push(piece_, detector_samples_);
  detect(listener);
}

void Stream::detect(StreamListener& listener) {
  parts_.detector.push(detector_samples_, voices_);
  detector_samples_.clear();
  for (const float voice : voices_) {
    const auto step = segmenter_.advance(voice >= VoiceActivity::threshold);
    act(step, std::min(sample_at(++frames_), recent_.end()), listener);
  }
  voices_.clear();
}

// Does what the segmenter decided at sample `now`. The open utterance is fed up to there and never further, so that no
// sample has to be taken back.
void Stream::act(const Segmenter::Step& step, std::uint64_t now, StreamListener& listener) {
  if (step.voice_started) listener.speech(true, seconds(sample_at(*step.voice_started)));
  if (step.opened) {
    parts_.utterance.start();
    open_ = true;
    start_ = end_ = sample_at(*step.opened);
  }
  if (open_) {
    parts_.utterance.push(recent_.between(end_, now));
    end_ = now;
  }
  if (step.closed) close(*step.closed, listener);
  if (step.voice_ended) listener.speech(false, seconds(sample_at(*step.voice_ended)));
}

void Stream::close(Cut cut, StreamListener& listener) {
  open_ = false;
  if (seconds(end_ - start_) < minimum_) return;
  const auto scored = scorer_->score(parts_.utterance.finish());
  if (!scored) return listener.error(scored.error());
  reasons_.clear();
  for (std::size_t label = 0; label < scored->scores.size(); ++label) {
    if (scored->scores[label] < parts_.decision.threshold(label)) continue;
    find_reasons(label, scored->attention, seconds(start_), seconds(end_), reasons_);
  }
  listener.utterance(stretch(), scored->scores, reasons_, cut);
  decide(scored->scores, listener);
}

Result<void> Stream::score_so_far(StreamListener& listener) {
  if (ended_) return fail(ErrorCode::stream_ended, "the stream has ended; start another");
  if (!open_ || seconds(end_ - start_) < minimum_) return {};
  const Spectrogram& window = parts_.utterance.so_far();
  const std::size_t least = scorer_->front_end().frames(scorer_->samples_in(shortest_clip));
  if (window.values().size() < least * scorer_->header().features.filters) return {};
  const auto scored = scorer_->score(window);
  if (!scored) {
    listener.error(scored.error());
    return {};
  }
  listener.score(stretch(), scored->scores);
  decide(scored->scores, listener);
  return {};
}

void Stream::decide(std::span<const float> scores, StreamListener& listener) {
  for (std::size_t label = 0; label < scores.size(); ++label) {
    if (!parts_.decision.flags(label, scores[label], seconds(start_), seconds(end_))) continue;
    listener.flag(label, scores[label], parts_.own_threshold[label] ? std::string_view{} : operating_point_, stretch());
  }
}

Result<void> Stream::end(StreamListener& listener) {
  if (ended_) return fail(ErrorCode::stream_ended, "the stream has ended; start another");
  parts_.resampler.finish(detector_samples_);
  detect(listener);
  act(segmenter_.end(), recent_.end(), listener);
  ended_ = true;
  return {};
}

}  // namespace earful
