#include "models/scorer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "allocations.h"
#include "compare.h"
#include "model_writer.h"
#include "models/clip_scorer.h"
#include "vectors.h"

namespace earful::test {
namespace {

Scorer load_small(Pooling pooling = Pooling::self_attention) {
  return value(Scorer::load(small_model(pooling).bytes()));
}

// The clips of the score vectors; the longer ones are "sentence", repeated.
std::vector<float> clip(const std::string& name) {
  const Vectors clips("clips.safetensors");
  if (clips.contains(name)) return clips[name];
  const auto sentence = clips["sentence"];
  std::vector<float> samples(name == "two_windows" ? 18 * 16000 : 15 * 16000 + 1599);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = sentence[i % sentence.size()];
  return samples;
}

void check_same(const ClipScores& actual, const ClipScores& expected) {
  CHECK(actual.duration == expected.duration);
  CHECK(actual.scores == expected.scores);
  REQUIRE(actual.windows.size() == expected.windows.size());
  for (std::size_t i = 0; i < actual.windows.size(); ++i) {
    CHECK(actual.windows[i].start == expected.windows[i].start);
    CHECK(actual.windows[i].end == expected.windows[i].end);
    CHECK(actual.windows[i].scores == expected.windows[i].scores);
    CHECK(actual.windows[i].attention == expected.windows[i].attention);
  }
}

}  // namespace

TEST_CASE("scores and attention agree with PyTorch's, for each network and for the released model") {
  const std::string model =
      GENERATE("average", "learnable_query", "self_attention", "encoder", "encoder_int8", "release");
  const Vectors vectors("scores_" + model + ".safetensors");
  auto scorer = value(Scorer::load(read_model(model)));
  std::size_t compared = 0;
  for (const char* name : {"short", "second", "sentence", "two_windows", "tail_left_out"}) {
    INFO(model << ", " << name);
    const auto scores = value(scorer.score(clip(name), 16000));
    CHECK(max_error(scores.scores, vectors[concat(name, ".scores")]) < 1e-4F);
    for (std::size_t i = 0; i < scores.windows.size(); ++i) {
      const auto window = concat(name, ".window", i);
      CHECK(max_error(scores.windows[i].scores, vectors[window + ".scores"]) < 1e-4F);
      CHECK(max_error(scores.windows[i].attention, vectors[window + ".attention"]) < 1e-4F);
      compared += 2;
    }
    ++compared;
  }
  CHECK(compared == vectors.names().size());
}

TEST_CASE("a clip of any length from 0.1 to 15 s is one window") {
  auto scorer = load_small(GENERATE(Pooling::average, Pooling::learnable_query, Pooling::self_attention));
  Random random;
  std::vector<std::size_t> lengths{1600, 1601, 1759, 1760, 1919, 239999, 240000};
  for (int i = 0; i < 20; ++i) lengths.push_back(random.size(1600, 240000));
  for (const std::size_t length : lengths) {
    INFO(length << " samples");
    const auto scores = value(scorer.score(random.values(length), 16000));
    REQUIRE(scores.windows.size() == 1);
    const auto& window = scores.windows[0];
    CHECK(scores.duration == static_cast<double>(length) / 16000);
    CHECK(window.start == 0);
    CHECK(window.end == scores.duration);
    CHECK(window.scores == scores.scores);
    CHECK(window.attention.size() == (1 + (length - 400) / 160) / 2);
    CHECK(std::abs(std::accumulate(window.attention.begin(), window.attention.end(), 0.0) - 1) < 1e-5);
    for (const float score : scores.scores) CHECK((score > 0 && score < 1));
  }
}

TEST_CASE("a longer clip is cut at 15 s, a tail under 0.1 s left out, each label its maximum") {
  auto scorer = load_small();
  Random random;
  const auto samples = random.values(31 * 16000);
  const auto scores = value(scorer.score(samples, 16000));
  REQUIRE(scores.windows.size() == 3);
  CHECK(scores.duration == 31);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t start = i * 240000;
    const auto part = std::span(samples).subspan(start, std::min<std::size_t>(240000, samples.size() - start));
    CHECK(scores.windows[i].start == static_cast<double>(i) * 15);
    CHECK(scores.windows[i].scores == value(scorer.score(part, 16000)).scores);
  }
  CHECK(scores.windows[2].end == 31);
  for (std::size_t label = 0; label < 2; ++label) {
    const auto& windows = scores.windows;
    CHECK(scores.scores[label] ==
          std::max({windows[0].scores[label], windows[1].scores[label], windows[2].scores[label]}));
  }

  CHECK(value(scorer.score(std::span(samples).first(241599), 16000)).windows.size() == 1);
  CHECK(value(scorer.score(std::span(samples).first(241600), 16000)).windows.size() == 2);
}

TEST_CASE("a window ends with its clip, whatever the rate rounds to") {
  auto scorer = load_small(Pooling::average);
  const auto scores = value(scorer.score(Random().values(11025 + 1), 11025));
  CHECK(scores.windows.back().end == scores.duration);
}

TEST_CASE("a clip gives the same scores at every usual sample rate") {
  auto scorer = value(Scorer::load(read_model("self_attention")));
  const auto tones = [](double rate) {
    std::vector<float> samples(static_cast<std::size_t>(2 * rate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double t = static_cast<double>(i) / rate;
      samples[i] = static_cast<float>(0.3 * std::sin(2700 * t) * std::sin(11 * t) + 0.3 * std::sin(6000 * t * (1 + t)));
    }
    return samples;
  };
  const double rate = GENERATE(22050, 44100, 48000, 96000, 192000);
  const auto scores = value(scorer.score(tones(rate), rate));
  INFO(rate << " Hz");
  CHECK(scores.duration == 2);
  CHECK(max_error(scores.scores, value(scorer.score(tones(16000), 16000)).scores) < 0.01F);
}

TEST_CASE("a clip that comes in pieces gives the same scores to the last bit") {
  auto scorer = load_small();
  const double rate = GENERATE(16000, 44100);
  Random random;
  const auto samples = random.values(static_cast<std::size_t>(16.5 * rate));
  const auto expected = value(scorer.score(samples, rate));
  REQUIRE(expected.windows.size() == 2);
  for (const std::size_t most : {480, 4096, 300000}) {
    auto scoring = value(ClipScorer::create(scorer, rate));
    std::span<const float> rest = samples;
    while (!rest.empty()) {
      const std::size_t count = std::min(random.size(0, most), rest.size());
      REQUIRE(scoring.push(rest.first(count)));
      rest = rest.subspan(count);
    }
    check_same(value(scoring.finish()), expected);
  }
}

TEST_CASE("a clip scores the same twice, after longer and shorter clips, and after errors") {
  auto scorer = load_small(GENERATE(Pooling::average, Pooling::learnable_query, Pooling::self_attention));
  Random random;
  const auto samples = random.values(20000);
  const auto expected = value(scorer.score(samples, 16000));
  const auto again = [&] { check_same(value(scorer.score(samples, 16000)), expected); };
  again();
  REQUIRE(scorer.score(random.values(200000), 16000));
  again();
  REQUIRE(scorer.score(random.values(1600), 16000));
  again();
  REQUIRE(scorer.score(random.values(96000), 48000));
  again();
  REQUIRE(scorer.log_mel(random.values(30000), 44100));
  again();
  REQUIRE_FALSE(scorer.score(std::vector<float>(20000, std::nanf("")), 16000));
  REQUIRE_FALSE(scorer.score({}, 16000));
  REQUIRE_FALSE(scorer.score(samples, 1));
  again();
  auto other = load_small();
  REQUIRE(other.score(random.values(50000), 16000));
  again();
}

TEST_CASE("refuses audio that cannot be scored, and says what is wrong") {
  auto scorer = load_small();
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> good(16000, 0.1F);
  const auto with = [&](float bad) {
    auto samples = good;
    samples[1234] = bad;
    return samples;
  };
  struct Case {
    std::vector<float> samples;
    double rate;
    ErrorCode code;
    const char* part;
  };
  const auto [samples, rate, code, part] = GENERATE_COPY(values<Case>({
      {{}, 16000, ErrorCode::audio_empty, "no samples"},
      {std::vector<float>(1599), 16000, ErrorCode::audio_too_short, "the least is 0.1 s"},
      {std::vector<float>(4799), 48000, ErrorCode::audio_too_short, "lasts 0.1 s"},
      {std::vector<float>(1), 8000, ErrorCode::audio_too_short, "the least is 0.1 s"},
      {with(std::nanf("")), 16000, ErrorCode::audio_not_finite, "sample 1234 is NaN"},
      {with(infinity), 16000, ErrorCode::audio_not_finite, "sample 1234 is infinite"},
      {with(-infinity), 44100, ErrorCode::audio_not_finite, "sample 1234 is infinite"},
      {with(std::numeric_limits<float>::max()), 16000, ErrorCode::audio_not_finite, "sample 1234"},
      {with(-1e20F), 48000, ErrorCode::audio_not_finite, "sample 1234"},
      {good, 7999, ErrorCode::sample_rate_out_of_range, "7999 Hz"},
      {good, 192001, ErrorCode::sample_rate_out_of_range, "192001 Hz"},
      {good, 0, ErrorCode::sample_rate_out_of_range, "0 Hz"},
      {good, -16000, ErrorCode::sample_rate_out_of_range, "-16000 Hz"},
      {good, std::nan(""), ErrorCode::sample_rate_out_of_range, "NaN"},
      {good, std::numeric_limits<double>::infinity(), ErrorCode::sample_rate_out_of_range, "a huge number"},
  }));
  check_refused(scorer.score(samples, rate), code, part);
  check_refused(scorer.log_mel(samples, rate), code, part);
  CHECK(scorer.score(good, 16000));
}

TEST_CASE("scores silence, full scale and samples far outside -1..1 without a NaN") {
  auto scorer = load_small(GENERATE(Pooling::average, Pooling::learnable_query, Pooling::self_attention));
  Random random;
  for (const float gain : {0.0F, 1e-38F, 1e-20F, 1.0F, 32768.0F, 2147483648.0F}) {
    for (const double rate : {16000.0, 48000.0}) {
      INFO("gain " << gain << ", " << rate << " Hz");
      const auto scores = value(scorer.score(random.values(8000, -gain, gain), rate));
      for (const float score : scores.scores) CHECK((score > 0 && score < 1));
      for (const float weight : scores.windows[0].attention) REQUIRE(std::isfinite(weight));
    }
  }
}

TEST_CASE("gives the log-mel of the whole clip, resampled") {
  auto scorer = load_small();
  const auto log_mel = value(scorer.log_mel(std::vector<float>(20 * 48000), 48000));
  CHECK(log_mel.frames == 1998);
  CHECK(log_mel.filters == 4);
  CHECK(log_mel.values.size() == 1998 * 4);
}

TEST_CASE("keeps none of the memory of a clip whose log-mel it gave") {
  auto scorer = load_small();
  const auto give = [&](std::size_t seconds) {
    return scorer.log_mel(std::vector<float>(seconds * 16000), 16000)->frames;
  };
  give(1);
  const std::size_t before = allocated_bytes();
  const std::size_t frames = give(60);
  const std::size_t after = allocated_bytes();
  CHECK(frames == 5998);
  CHECK(after == before);
}

}  // namespace earful::test
