#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audio/resampler.h"
#include "compare.h"
#include "model_writer.h"
#include "models/scorer.h"
#include "stream/stream.h"
#include "vectors.h"

namespace earful::test {

/// Keeps what a stream tells.
class StreamRecorder final : public StreamListener {
 public:
  struct Speech {
    bool started;
    double time;
    bool operator==(const Speech&) const = default;
  };
  struct Scores {
    double start;
    double end;
    std::vector<float> scores;
    bool operator==(const Scores&) const = default;
  };
  struct Flag {
    std::size_t label;
    float score;
    std::string operating_point;
    double start;
    double end;
    bool operator==(const Flag&) const = default;
  };

  std::vector<Speech> speeches;
  std::vector<Scores> interims;
  std::vector<Scores> utterances;
  std::vector<Cut> cuts;
  std::vector<std::vector<Reason>> reasons;
  std::vector<Flag> flags;
  std::vector<Error> errors;

  void speech(bool started, double time) override { speeches.push_back({started, time}); }
  void score(const Stretch& stretch, std::span<const float> scores) override {
    interims.push_back({stretch.start, stretch.end, {scores.begin(), scores.end()}});
  }
  void utterance(const Stretch& stretch, std::span<const float> scores, std::span<const Reason> why, Cut cut) override {
    utterances.push_back({stretch.start, stretch.end, {scores.begin(), scores.end()}});
    cuts.push_back(cut);
    reasons.emplace_back(why.begin(), why.end());
  }
  void flag(std::size_t label, float score, std::string_view operating_point, const Stretch& stretch) override {
    flags.push_back({label, score, std::string(operating_point), stretch.start, stretch.end});
  }
  void error(const Error& error) override { errors.push_back(error); }
};

inline Scorer load_small() { return value(Scorer::load(small_model().bytes())); }

/// By the operating point that the small model has; the others have "balanced" too.
inline StreamOptions options(double rate, const char* operating_point = "strict") {
  StreamOptions options;
  options.sample_rate = rate;
  options.operating_point = operating_point;
  return options;
}

inline Stream start(Scorer& scorer, const StreamOptions& options) { return value(Stream::create(scorer, options)); }

// Sentences with pauses, and one that goes on beyond the longest utterance.
inline std::vector<float> talk(double rate) {
  const auto sentence = Vectors("clips.safetensors")["sentence"];  // 2.5 s of words, 1.2 s of quiet
  const auto words = std::span(sentence).first(30000);
  std::vector<float> samples(8000);
  const auto say = [&](std::span<const float> part) { samples.insert(samples.end(), part.begin(), part.end()); };
  say(sentence);
  say(std::span(words).first(7000));  // too short to be scored
  samples.resize(samples.size() + 16000);
  for (int i = 0; i < 10; ++i) say(words);
  say(sentence);
  say(words);
  auto resampler = value(Resampler::create(16000, rate));
  std::vector<float> resampled;
  resampler.push(samples, resampled);
  resampler.finish(resampled);
  return resampled;
}

inline void push_in_chunks(Stream& stream, std::span<const float> samples, StreamListener& listener, auto next_size) {
  while (!samples.empty()) {
    const auto chunk = samples.first(std::min<std::size_t>(next_size(), samples.size()));
    REQUIRE(stream.push(chunk, listener));
    samples = samples.subspan(chunk.size());
  }
}

inline StreamRecorder run(Scorer& scorer, const StreamOptions& options, std::span<const float> samples,
                          auto next_size) {
  auto stream = start(scorer, options);
  StreamRecorder recorder;
  push_in_chunks(stream, samples, recorder, next_size);
  REQUIRE(stream.end(recorder));
  return recorder;
}

inline StreamRecorder run(Scorer& scorer, const StreamOptions& options, std::span<const float> samples) {
  return run(scorer, options, samples, [&] { return samples.size(); });
}

}  // namespace earful::test
