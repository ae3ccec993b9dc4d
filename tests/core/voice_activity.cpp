#include "stream/voice_activity.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "allocations.h"
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

TEST_CASE("steady noise is not voice once it has been heard for a second") {
  const float level = GENERATE(0.001F, 0.03F);
  const auto answers = in_one(Random().values(10 * VoiceActivity::sample_rate, -level, level));
  INFO("noise of " << level);
  CHECK(voiced(std::span(answers).subspan(50)) < 0.01);
}

TEST_CASE("speech is voice") { CHECK(voiced(in_one(Vectors("clips.safetensors")["second"])) > 0.7); }

TEST_CASE("the quiet after a sentence is not voice") {
  // The recording is 3.7 s long and its last word ends after 2.5 s.
  const auto answers = in_one(Vectors("clips.safetensors")["sentence"]);
  CHECK(voiced(std::span(answers).first(125)) > 0.5);
  CHECK(voiced(std::span(answers).subspan(130)) == 0);
}

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

TEST_CASE("a voice activity detector clips samples beyond -1..1") {
  const auto samples = Random().values(16000, -8, 8);
  auto clipped = samples;
  for (float& sample : clipped) sample = std::clamp(sample, -1.0F, 1.0F);
  CHECK(in_one(samples) == in_one(clipped));
}

TEST_CASE("voice activity detectors share nothing") {
  const auto speech = Vectors("clips.safetensors")["sentence"];
  const auto noise = Random().values(speech.size(), -0.1F, 0.1F);
  auto one = value(VoiceActivity::create());
  auto other = value(VoiceActivity::create());
  std::vector<float> of_speech;
  std::vector<float> of_noise;
  for (std::size_t first = 0; first + 100 <= speech.size(); first += 100) {
    one.push(std::span(speech).subspan(first, 100), of_speech);
    other.push(std::span(noise).subspan(first, 100), of_noise);
  }
  CHECK(of_speech == in_one(speech));
  CHECK(of_noise == in_one(noise));
}

TEST_CASE("a voice activity detector allocates nothing where there is room for its answers") {
  const auto samples = Vectors("clips.safetensors")["sentence"];
  auto detector = value(VoiceActivity::create());
  std::vector<float> out;
  out.reserve(samples.size() / VoiceActivity::frame_length);
  const std::size_t before = allocations();
  for (std::size_t first = 0; first + 128 <= samples.size(); first += 128) {
    detector.push(std::span(samples).subspan(first, 128), out);
  }
  const std::size_t after = allocations();
  CHECK(after == before);
  CHECK_FALSE(out.empty());
}

}  // namespace earful::test
