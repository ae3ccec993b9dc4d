#include "stream/stream.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>

#include "allocations.h"
#include "compare.h"
#include "streams.h"

namespace earful::test {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE(
    "an utterance's scores are those of its samples as a clip, to the last bit, whatever the chunks and the rate") {
  auto scorer = value(Scorer::load(read_model("self_attention")));
  const double rate = GENERATE(8000, 16000, 44100, 48000);
  INFO(rate << " Hz");
  const auto samples = talk(rate);
  const auto whole = run(scorer, options(rate, "balanced"), samples);
  REQUIRE(whole.utterances.size() == 4);
  CHECK(whole.cuts == std::vector{Cut::silence, Cut::length, Cut::silence, Cut::end});
  for (const auto& [start, end, scores] : whole.utterances) {
    INFO(start << "-" << end << " s");
    const auto first = static_cast<std::size_t>(std::llround(start * rate));
    const auto last = static_cast<std::size_t>(std::llround(end * rate));
    const auto clip = value(scorer.score(std::span(samples).subspan(first, last - first), rate));
    CHECK(clip.windows.size() == 1);
    CHECK(scores == clip.scores);
  }

  Random random;
  const auto same = [&](auto next_size) {
    const auto chunked = run(scorer, options(rate, "balanced"), samples, next_size);
    CHECK(chunked.utterances == whole.utterances);
    CHECK(chunked.cuts == whole.cuts);
    CHECK(chunked.speeches == whole.speeches);
    CHECK(chunked.flags == whole.flags);
  };
  for (const std::size_t size : {1, 128, 480, 4096}) {
    INFO("chunks of " << size);
    same([size] { return size; });
  }
  same([&random] { return random.size(0, 20000); });
  same([&random] { return random.size(0, 2) == 0 ? random.size(0, 3) : random.size(0, 700); });
}

TEST_CASE("scores in between change nothing that comes after them") {
  auto scorer = load_small();
  const auto samples = talk(16000);
  const auto expected = run(scorer, options(16000), samples);
  auto stream = start(scorer, options(16000));
  StreamRecorder recorder;
  std::size_t pushed = 0;
  push_in_chunks(stream, samples, recorder, [&] {
    REQUIRE(stream.score_so_far(recorder));
    return pushed++ % 2 == 0 ? 1234 : 777;
  });
  REQUIRE(stream.end(recorder));
  CHECK(recorder.utterances == expected.utterances);
  CHECK(recorder.interims.size() > 100);
  for (const auto& interim : recorder.interims) {
    CHECK(interim.end - interim.start >= 1);
    CHECK(std::ranges::any_of(recorder.utterances, [&](const auto& utterance) {
      return utterance.start == interim.start && utterance.end >= interim.end;
    }));
  }
}

TEST_CASE("a score so far is near that of the samples so far") {
  auto scorer = value(Scorer::load(read_model("release")));
  const auto samples = talk(48000);
  auto stream = start(scorer, options(48000, "balanced"));
  StreamRecorder recorder;
  REQUIRE(stream.push(std::span(samples).first(48000 * 2), recorder));
  REQUIRE(stream.score_so_far(recorder));
  REQUIRE(recorder.interims.size() == 1);
  const auto& [start, end, scores] = recorder.interims[0];
  const auto first = static_cast<std::size_t>(std::llround(start * 48000));
  const auto last = static_cast<std::size_t>(std::llround(end * 48000));
  CHECK(max_error(scores, value(scorer.score(std::span(samples).subspan(first, last - first), 48000)).scores) < 0.05F);
}

TEST_CASE("speech is told of even where the utterance is too short to be scored") {
  auto scorer = load_small();
  const auto recorded = run(scorer, options(16000), talk(16000));
  const auto started = std::ranges::count_if(recorded.speeches, [](const auto& speech) { return speech.started; });
  CHECK(started == 4);
  CHECK(recorded.speeches.size() == 8);
  auto patient = options(16000);
  patient.minimum = 0.1;
  CHECK(run(scorer, patient, talk(16000)).utterances.size() == recorded.utterances.size() + 1);
}

TEST_CASE("a stream flags by the operating point, or by the caller's own thresholds") {
  auto scorer = load_small();
  const auto samples = talk(16000);
  auto own = options(16000);
  own.thresholds = {0, infinity};
  const auto flagged = run(scorer, own, samples);
  REQUIRE_FALSE(flagged.flags.empty());
  for (const auto& flag : flagged.flags) {
    CHECK(flag.label == 0);
    CHECK(flag.operating_point.empty());
  }
  own.thresholds = {std::nanf(""), infinity};
  for (const auto& flag : run(scorer, own, samples).flags) CHECK(flag.operating_point == "strict");
  own.thresholds = {infinity, infinity};
  const auto quiet = run(scorer, own, samples);
  CHECK(quiet.flags.empty());
  for (const auto& reasons : quiet.reasons) CHECK(reasons.empty());
}

TEST_CASE("reasons lie in their utterance and are of labels that reached their thresholds") {
  auto scorer = value(Scorer::load(read_model("release")));
  auto low = options(16000, "balanced");
  low.thresholds = {0};
  const auto recorded = run(scorer, low, talk(16000));
  REQUIRE(recorded.utterances.size() == 4);
  std::size_t found = 0;
  for (std::size_t i = 0; i < recorded.utterances.size(); ++i) {
    float weight = 0;
    for (const Reason& reason : recorded.reasons[i]) {
      CHECK(reason.start >= recorded.utterances[i].start);
      CHECK(reason.end <= recorded.utterances[i].end);
      CHECK(reason.start < reason.end);
      weight += reason.weight;
      ++found;
    }
    CHECK(weight <= 1.0001F);
  }
  CHECK(found > 0);
}

TEST_CASE("streams on one scorer do not disturb each other") {
  auto scorer = load_small();
  const auto samples = talk(48000);
  const auto expected = run(scorer, options(48000), samples);
  std::vector<Stream> streams;
  std::vector<StreamRecorder> recorders(25);
  std::vector<std::span<const float>> rests;
  for (std::size_t i = 0; i < recorders.size(); ++i) {
    streams.push_back(start(scorer, options(48000)));
    rests.emplace_back(samples);
  }
  Random random;
  for (bool busy = true; busy;) {
    busy = false;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      const auto chunk = rests[i].first(std::min<std::size_t>(random.size(1, 48000), rests[i].size()));
      REQUIRE(streams[i].push(chunk, recorders[i]));
      REQUIRE(streams[i].score_so_far(recorders[i]));
      rests[i] = rests[i].subspan(chunk.size());
      busy |= !rests[i].empty();
    }
  }
  for (std::size_t i = 0; i < streams.size(); ++i) {
    REQUIRE(streams[i].end(recorders[i]));
    CHECK(recorders[i].utterances == expected.utterances);
  }
}

namespace {

// Keeps nothing, so that it does not allocate itself.
class Deaf final : public StreamListener {
 public:
  std::size_t utterances = 0;
  void speech(bool /*started*/, double /*time*/) override {}
  void score(const Stretch& /*stretch*/, std::span<const float> /*scores*/) override {}
  void utterance(const Stretch& /*stretch*/, std::span<const float> /*scores*/, std::span<const Reason> /*reasons*/,
                 Cut /*cut*/) override {
    ++utterances;
  }
  void flag(std::size_t /*label*/, float /*score*/, std::string_view /*operating_point*/,
            const Stretch& /*stretch*/) override {}
  void error(const Error& /*error*/) override {}
};

}  // namespace

TEST_CASE("a warm stream allocates nothing, whatever the chunks, final and interim scores included") {
  auto scorer = value(Scorer::load(read_model("release")));
  const auto samples = talk(44100);
  auto low = options(44100, "balanced");
  low.thresholds = {0};
  auto stream = start(scorer, low);
  Deaf listener;
  Random random;
  const auto talk_on = [&] {
    std::span<const float> rest = samples;
    while (!rest.empty()) {
      const auto chunk = rest.first(std::min(random.size(1, 10000), rest.size()));
      if (!stream.push(chunk, listener) || !stream.score_so_far(listener)) return;
      rest = rest.subspan(chunk.size());
    }
  };
  talk_on();
  const std::size_t warm = listener.utterances;
  const std::size_t before = allocations();
  talk_on();
  CHECK(allocations() == before);
  CHECK(listener.utterances > warm);
}

TEST_CASE("a stream's clock does not drift: a day later it cuts where it would at the start") {
  Segmenter segmenter({.onset = 2, .pre_roll = 10, .silence = 15, .longest = 750});
  constexpr std::uint64_t day = 24 * 3600 * 50;
  for (std::uint64_t frame = 0; frame < day; ++frame) segmenter.advance(false);
  segmenter.advance(true);
  CHECK(segmenter.advance(true).opened == day - 10);

  auto resampler = value(Resampler::create(44100, 16000));
  std::vector<float> out;
  const std::vector<float> chunk(44100 * 60);
  std::uint64_t made = 0;
  for (int minute = 0; minute < 60; ++minute) {
    out.clear();
    resampler.push(chunk, out);
    made += out.size();
  }
  out.clear();
  resampler.finish(out);
  CHECK(made + out.size() == 16000ULL * 3600);
}

}  // namespace earful::test
