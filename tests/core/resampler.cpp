#include "audio/resampler.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "compare.h"
#include "random.h"

namespace earful::test {
namespace {

constexpr double model_rate = 16000;

std::vector<float> one_shot(std::span<const float> samples, double rate) {
  auto resampler = value(Resampler::create(rate, model_rate));
  std::vector<float> out;
  resampler.push(samples, out);
  resampler.finish(out);
  return out;
}

std::vector<float> in_chunks(Resampler& resampler, std::span<const float> samples,
                             const std::function<std::size_t()>& next_size) {
  std::vector<float> out;
  while (!samples.empty()) {
    const std::size_t count = std::min(next_size(), samples.size());
    resampler.push(samples.first(count), out);
    samples = samples.subspan(count);
  }
  resampler.finish(out);
  return out;
}

std::vector<float> sine(double hz, double rate, double seconds) {
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  }
  return samples;
}

// The steady part: what the filter makes of the signal's ends is left out.
std::span<const float> middle(std::span<const float> samples) { return samples.subspan(100, samples.size() - 200); }

}  // namespace

TEST_CASE("a resampler gives the same samples to the last bit whatever the chunks") {
  const double rate = GENERATE(8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000);
  Random random;
  const auto samples = random.values(20011);
  const auto expected = one_shot(samples, rate);
  auto resampler = value(Resampler::create(rate, model_rate));

  INFO(rate << " Hz");
  for (const std::size_t size : {1, 128, 480, 4096}) {
    INFO("chunks of " << size);
    CHECK(in_chunks(resampler, samples, [size] { return size; }) == expected);
  }
  CHECK(in_chunks(resampler, samples, [&random] { return random.size(0, 3000); }) == expected);
}

TEST_CASE("a resampler gives ceil(samples x 16000 / rate) samples") {
  const std::size_t rate = GENERATE(8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000, 191999);
  auto resampler = value(Resampler::create(static_cast<double>(rate), model_rate));
  for (const std::size_t count : {0, 1, 2, 3, 11, 12, 13, 100, 441, 4095, 4096, 4097, 19201}) {
    INFO(count << " samples at " << rate << " Hz");
    std::vector<float> out;
    resampler.push(std::vector<float>(count, 0.5F), out);
    resampler.finish(out);
    CHECK(out.size() == (count * 16000 + rate - 1) / rate);
  }
}

TEST_CASE("a resampler passes samples unchanged at equal rates") {
  const auto samples = Random().values(1000);
  CHECK(one_shot(samples, model_rate) == samples);
}

TEST_CASE("a resampled 1 kHz sine keeps its amplitude and its phase") {
  const double rate = GENERATE(8000, 11025, 22050, 44100, 48000, 96000, 192000);
  const auto out = one_shot(sine(1000, rate, 0.25), rate);
  const auto expected = sine(1000, model_rate, 0.25);
  INFO(rate << " Hz");
  CHECK(max_error(middle(out).first(3000), middle(expected).first(3000)) < 1e-4F);
}

TEST_CASE("a resampled signal keeps its ends in place") {
  std::vector<float> samples(4800);
  samples.front() = samples.back() = 1;
  const auto out = one_shot(samples, 48000);
  REQUIRE(out.size() == 1600);
  const auto strongest = [](const auto& first, const auto& last) { return std::max_element(first, last) - first; };
  CHECK(strongest(out.begin(), out.begin() + 800) == 0);
  CHECK(strongest(out.rbegin(), out.rbegin() + 800) == 0);
}

TEST_CASE("a resampler suppresses tones above 8 kHz by at least 80 dB") {
  const double hz = GENERATE(8000, 8200, 9000, 12000, 15000, 17000, 20000, 23500);
  const double rate = GENERATE(48000, 96000);
  const auto out = one_shot(sine(hz, rate, 0.25), rate);
  const float loudest = std::ranges::max(middle(out), {}, [](float sample) { return std::abs(sample); });
  INFO(hz << " Hz at " << rate << " Hz");
  CHECK(std::abs(loudest) < 1e-4F);
}

TEST_CASE("a resampler refuses rates outside 8-192 kHz and rates that are not numbers") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double rate = GENERATE_COPY(0.0, -16000.0, 7999.0, 192001.0, 1e300, infinity, -infinity, std::nan(""), 5e-324);
  check_refused(Resampler::create(rate, model_rate), ErrorCode::sample_rate_out_of_range, "sample rate");
  check_refused(Resampler::create(model_rate, rate), ErrorCode::sample_rate_out_of_range, "8000-192000 Hz");
}

TEST_CASE("a resampler takes the rates at its limits and fractional ones") {
  const double rate = GENERATE(8000.0, 192000.0, 44099.7);
  CHECK(Resampler::create(rate, model_rate));
}

}  // namespace earful::test
