#include "stream/voice_activity.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "compare.h"
#include "random.h"
#include "vectors.h"

namespace earful::test {
namespace {

std::vector<float> in_chunks(std::span<const float> samples, const auto& next_size) {
  auto detector = value(VoiceActivity::create());
  std::vector<float> out;
  while (!samples.empty()) {
    const std::size_t count = std::min<std::size_t>(next_size(), samples.size());
    detector.push(samples.first(count), out);
    samples = samples.subspan(count);
  }
  return out;
}

std::vector<float> in_one(std::span<const float> samples) {
  return in_chunks(samples, [&] { return samples.size(); });
}

// The share of frames that are voice.
double voiced(std::span<const float> probabilities) {
  const auto count = std::ranges::count_if(probabilities, [](float p) { return p >= VoiceActivity::threshold; });
  return static_cast<double>(count) / static_cast<double>(probabilities.size());
}

}  // namespace

TEST_CASE("silence is not voice") { CHECK(voiced(in_one(std::vector<float>(32000))) == 0); }

TEST_CASE("speech is voice") { CHECK(voiced(in_one(Vectors("clips.safetensors")["second"])) > 0.8); }

TEST_CASE("a voice activity detector gives the same answers to the last bit whatever the chunks") {
  const auto samples = Vectors("clips.safetensors")["sentence"];
  const auto expected = in_one(samples);
  CHECK(expected.size() == samples.size() / VoiceActivity::frame_length);
  for (const std::size_t size : {1, 128, 320, 480, 4096}) {
    INFO("chunks of " << size);
    CHECK(in_chunks(samples, [size] { return size; }) == expected);
  }
  Random random;
  CHECK(in_chunks(samples, [&random] { return random.size(0, 3000); }) == expected);
}

}  // namespace earful::test
