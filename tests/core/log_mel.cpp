#include "features/log_mel.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <map>
#include <set>

#include "compare.h"
#include "features/spectrogram.h"
#include "random.h"
#include "vectors.h"

namespace earful::test {
namespace {

constexpr LogMelConfig cnn{.sample_rate = 16000,
                           .frame_length = 400,
                           .hop_length = 160,
                           .fft_size = 512,
                           .centre = false,
                           .spectrum = Spectrum::power,
                           .mel_scale = MelScale::htk,
                           .mel_norm = MelNorm::none,
                           .filters = 40,
                           .low_hz = 0,
                           .high_hz = 8000,
                           .log = LogBase::ten,
                           .floor = 1e-6F,
                           .normalisation = Normalisation::mean};

constexpr LogMelConfig whisper{.sample_rate = 16000,
                               .frame_length = 400,
                               .hop_length = 160,
                               .fft_size = 400,
                               .centre = true,
                               .spectrum = Spectrum::power,
                               .mel_scale = MelScale::slaney,
                               .mel_norm = MelNorm::slaney,
                               .filters = 80,
                               .low_hz = 0,
                               .high_hz = 8000,
                               .log = LogBase::ten,
                               .floor = 1e-10F,
                               .normalisation = Normalisation::whisper};

// The configurations of features.safetensors, by the names that it gives them.
std::map<std::string, LogMelConfig> vector_configs() {
  std::map<std::string, LogMelConfig> configs{{"cnn", cnn},    {"whisper", whisper}, {"encoder", whisper},
                                              {"slaney", cnn}, {"magnitude", cnn},   {"narrow", cnn}};
  auto& encoder = configs["encoder"];
  encoder.floor = 1e-7F;
  encoder.normalisation = Normalisation::whisper_fixed;
  auto& slaney = configs["slaney"];
  slaney.mel_scale = MelScale::slaney;
  slaney.mel_norm = MelNorm::slaney;
  slaney.log = LogBase::natural;
  slaney.normalisation = Normalisation::none;
  auto& magnitude = configs["magnitude"];
  magnitude.spectrum = Spectrum::magnitude;
  magnitude.filters = 64;
  magnitude.low_hz = 60;
  magnitude.high_hz = 7600;
  magnitude.floor = 1e-3F;
  auto& narrow = configs["narrow"];
  narrow.sample_rate = 8000;
  narrow.frame_length = 200;
  narrow.hop_length = 80;
  narrow.fft_size = 256;
  narrow.filters = 24;
  narrow.low_hz = 100;
  narrow.high_hz = 3800;
  narrow.log = LogBase::natural;
  return configs;
}

std::vector<float> compute(LogMel& log_mel, std::span<const float> samples) {
  Spectrogram window;
  window.push(log_mel, samples);
  window.finish(log_mel);
  Buffer memory;
  const auto features = memory.room(window.values().size());
  std::ranges::copy(window.values(), features.begin());
  log_mel.normalise(features);
  return {features.begin(), features.end()};
}

std::vector<float> compute(const LogMelConfig& config, std::span<const float> samples) {
  LogMel log_mel = value(LogMel::create(config));
  return compute(log_mel, samples);
}

}  // namespace

TEST_CASE("log-mel features agree with librosa's and with Whisper's own") {
  const Vectors vectors("features.safetensors");
  const Vectors clips("clips.safetensors");
  std::set<std::string> kinds;
  for (const std::string& name : vectors.names()) {
    const std::string kind = name.substr(0, name.find('.'));
    const std::string input = name.substr(kind.size() + 1);
    if (kind == "input") continue;
    INFO(name);
    const auto samples = clips.contains(input) ? clips[input] : vectors["input." + input];
    CHECK(max_error(compute(vector_configs().at(kind), samples), vectors[name]) < 1e-4F);
    kinds.insert(kind);
  }
  CHECK(kinds.size() == vector_configs().size());
}

TEST_CASE("log-mel without padding has a frame for each hop that fits whole") {
  const LogMel log_mel = value(LogMel::create(cnn));
  CHECK(log_mel.frames(0) == 0);
  CHECK(log_mel.frames(399) == 0);
  CHECK(log_mel.frames(400) == 1);
  CHECK(log_mel.frames(559) == 1);
  CHECK(log_mel.frames(560) == 2);
  CHECK(log_mel.frames(1600) == 8);
  CHECK(log_mel.frames(16000) == 98);
  CHECK(log_mel.frames(240000) == 1498);
}

TEST_CASE("Whisper's log-mel has a frame for each whole hop") {
  const LogMel log_mel = value(LogMel::create(whisper));
  CHECK(log_mel.frames(0) == 0);
  CHECK(log_mel.frames(159) == 0);
  CHECK(log_mel.frames(160) == 1);
  CHECK(log_mel.frames(480000) == 3000);
}

TEST_CASE("log-mel of more values than a vector holds does not fit") {
  auto dense = whisper;
  dense.hop_length = 1;
  dense.filters = 512;
  const LogMel log_mel = value(LogMel::create(dense));
  CHECK(Spectrogram::fits(log_mel, 48000 * 15));
  CHECK_FALSE(Spectrogram::fits(log_mel, std::vector<float>().max_size() / 512 + 1));
}

TEST_CASE("log-mel of too few samples for a frame is empty") {
  CHECK(compute(cnn, {}).empty());
  CHECK(compute(cnn, std::vector<float>(399, 1.0F)).empty());
  CHECK(compute(whisper, {}).empty());
  CHECK(compute(whisper, std::vector<float>(159, 1.0F)).empty());
}

TEST_CASE("centred log-mel mirrors the signal at both ends, however short it is") {
  auto plain = whisper;
  plain.centre = false;
  const std::size_t count = GENERATE(1, 2, 3, 160, 199, 201, 480);
  const auto samples = Random().values(count);

  // The same, padded by hand: position p of the periodic zigzag 0 1 .. n-1 .. 1 0 1 ..; one short, as the last frame is
  // dropped.
  std::vector<float> padded;
  const auto period = static_cast<std::ptrdiff_t>(2 * (count - 1));
  for (std::ptrdiff_t p = -200; p < static_cast<std::ptrdiff_t>(count) + 199; ++p) {
    const auto phase = period == 0 ? 0 : ((p % period) + period) % period;
    padded.push_back(samples[static_cast<std::size_t>(std::min(phase, period - phase))]);
  }
  auto centred = whisper;
  centred.hop_length = plain.hop_length = 1;
  const auto expected = compute(plain, padded);
  REQUIRE(expected.size() == count * whisper.filters);

  INFO(count << " samples");
  CHECK(max_error(compute(centred, samples), expected) < 1e-5F);
}

TEST_CASE("log-mel with mean normalisation is the same whatever the gain") {
  const auto samples = Random().values(8000, -0.5F, 0.5F);
  auto louder = samples;
  for (float& sample : louder) sample *= 1.9F;
  CHECK(max_error(compute(cnn, samples), compute(cnn, louder)) < 1e-4F);
}

TEST_CASE("a Fourier transform that cannot be made is refused") {
  // KissFFT gives none of an odd size, as it gives none without memory.
  check_refused(RealFft::create(399), ErrorCode::out_of_memory, "no memory for the FFT");
  CHECK(RealFft::create(400));
}

TEST_CASE("log-mel of silence is flat") {
  const std::vector<float> silence(16000);
  for (const float value : compute(cnn, silence)) REQUIRE(value == 0);
  for (const float value : compute(whisper, silence)) REQUIRE(value == -1.5F);  // (log10(1e-10) + 4) / 4
}

TEST_CASE("log-mel does not depend on what was computed before") {
  LogMel log_mel = value(LogMel::create(whisper));
  Random random;
  const auto samples = random.values(3000);
  const auto expected = compute(log_mel, samples);
  compute(log_mel, random.values(17));
  compute(log_mel, random.values(50000, -1e4F, 1e4F));
  CHECK(compute(log_mel, samples) == expected);
}

TEST_CASE("log-mel of a band too narrow for its filters stays finite") {
  auto narrow = cnn;
  narrow.mel_norm = GENERATE(MelNorm::none, MelNorm::slaney);
  narrow.mel_scale = GENERATE(MelScale::htk, MelScale::slaney);
  narrow.low_hz = GENERATE(0.0, 500.0, 1000.0);  // just on a bin
  narrow.high_hz = GENERATE_COPY(narrow.low_hz + 1e-4, std::nextafter(narrow.low_hz, 2000.0));
  for (const float value : compute(narrow, Random().values(4000))) REQUIRE(std::isfinite(value));
}

}  // namespace earful::test
