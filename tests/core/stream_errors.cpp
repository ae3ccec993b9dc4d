#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>

#include "compare.h"
#include "stream/stream.h"
#include "streams.h"

namespace earful::test {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("bad samples count as silence and are reported once a second, and the stream goes on") {
  auto scorer = load_small();
  const double rate = GENERATE(16000, 44100);
  auto samples = talk(rate);
  auto silenced = samples;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < 3 * static_cast<std::size_t>(rate) / 2; ++i) places.push_back(20000 + i);
  places.push_back(samples.size() - 1);
  for (std::size_t i = 0; i < places.size(); ++i) {
    samples[places[i]] = i % 3 == 0 ? std::nanf("") : i % 3 == 1 ? -infinity : 1e20F;
    silenced[places[i]] = 0;
  }
  const auto expected = run(scorer, options(rate), silenced);
  Random random;
  for (const std::size_t most : {300, 100000}) {
    const auto recorded = run(scorer, options(rate), samples, [&] { return random.size(1, most); });
    CHECK(recorded.utterances == expected.utterances);
    CHECK(recorded.speeches == expected.speeches);
    REQUIRE(recorded.errors.size() == 3);
    for (const Error& error : recorded.errors) CHECK(error.code == ErrorCode::audio_not_finite);
    CHECK(recorded.errors[0].message == "sample 20000 is NaN");
    CHECK(recorded.errors[2].message.starts_with(concat("sample ", samples.size() - 1)));
  }
}

TEST_CASE("a model whose scores are NaN makes error events, and the stream goes on") {
  auto writer = small_model();
  for (const char* tensor : {"attention.query.weight", "attention.key.weight"}) {
    std::ranges::fill(writer.tensors[tensor].values, 3e38F);
  }
  auto scorer = value(Scorer::load(writer.bytes()));
  const auto recorded = run(scorer, options(16000), talk(16000));
  CHECK(recorded.utterances.empty());
  CHECK(recorded.errors.size() == 4);
  CHECK(recorded.speeches.size() == 8);
}

TEST_CASE("refuses what a stream cannot be made of, and says why") {
  auto scorer = load_small();
  const auto refused = [&](auto change, ErrorCode code, const char* part) {
    auto bad = options(48000);
    change(bad);
    check_refused(Stream::create(scorer, bad), code, part);
  };
  constexpr auto rate = ErrorCode::sample_rate_out_of_range;
  constexpr auto argument = ErrorCode::invalid_argument;
  refused([](auto& bad) { bad.sample_rate = 7999; }, rate, "7999 Hz");
  refused([](auto& bad) { bad.sample_rate = 192001; }, rate, "192001 Hz");
  refused([](auto& bad) { bad.sample_rate = std::nan(""); }, rate, "NaN");
  refused([](auto& bad) { bad.operating_point = "harsh"; }, argument, "no operating point harsh, but lenient, strict");
  refused([](auto& bad) { bad.thresholds = {0.5F}; }, argument, "one for each label");
  refused([](auto& bad) { bad.silence = 0; }, argument, "silence 0 s");
  refused([](auto& bad) { bad.silence = std::nan(""); }, argument, "silence NaN");
  refused([](auto& bad) { bad.minimum = 0.05; }, argument, "minimum 0.05 s");
  refused([](auto& bad) { bad.minimum = 16; }, argument, "minimum 16 s");
  refused([](auto& bad) { bad.cool_down = -1; }, argument, "cool-down -1 s");
}

TEST_CASE("refuses all use after the end") {
  auto scorer = load_small();
  auto stream = start(scorer, options(48000));
  StreamRecorder recorder;
  REQUIRE(stream.end(recorder));
  check_refused(stream.push(std::vector<float>(480), recorder), ErrorCode::stream_ended, "ended");
  check_refused(stream.score_so_far(recorder), ErrorCode::stream_ended, "ended");
  check_refused(stream.end(recorder), ErrorCode::stream_ended, "ended");
}

}  // namespace earful::test
