// earful_bench_native MODEL ROUNDS: the median milliseconds that the core takes on 15 s, as JSON.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "models/scorer.h"

namespace {

constexpr double sample_rate = 16000;

std::vector<char> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Noise with the syllables of clip.js; the time does not depend on more than that it is not silence.
std::vector<float> clip(std::size_t seconds) {
  std::vector<float> samples(seconds * static_cast<std::size_t>(sample_rate));
  unsigned random = 1;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    random = random * 1103515245U + 12345U;
    const double time = static_cast<double>(i) / sample_rate;
    const double noise = static_cast<double>(random >> 8) / (1 << 23) - 1;
    samples[i] = static_cast<float>(0.1 * (1 + std::sin(25 * time)) * noise);
  }
  return samples;
}

template <class Work>
double milliseconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  const auto file = read_file(count > 1 ? arguments[1] : "");
  const long rounds = count > 2 ? std::strtol(arguments[2], nullptr, 10) : 20;
  auto scorer = earful::Scorer::load(std::as_bytes(std::span(file)));
  if (!scorer) {
    std::cerr << scorer.error().message << '\n';
    return 1;
  }
  const auto samples = clip(15);
  std::vector<double> features, network;
  for (int round = -2; round < rounds; ++round) {
    bool worked = true;
    const double of_features = milliseconds([&] { worked &= scorer->log_mel(samples, sample_rate).has_value(); });
    const double of_score = milliseconds([&] { worked &= scorer->score(samples, sample_rate).has_value(); });
    if (!worked) return 1;
    if (round < 0) continue;  // warming up
    features.push_back(of_features);
    network.push_back(of_score - of_features);
  }
  std::cout << R"({"logMel": )" << median(features) << R"(, "network": )" << median(network) << "}\n";
}
