// earful_scores MODEL FILE...: scores files of raw little-endian float32 samples, mono at 16 kHz.
#include <cstring>
#include <span>
#include <vector>

#include "models/scorer.h"
#include "scores.h"

namespace {

std::vector<float> samples_of(const std::vector<char>& bytes) {
  std::vector<float> samples(bytes.size() / sizeof(float));
  if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
  return samples;
}

}  // namespace

int main(int count, char** values) {
  return parity::score_files<earful::Scorer>(
      std::span(values, static_cast<std::size_t>(count)),
      [](earful::Scorer& scorer, const std::vector<char>& file) { return scorer.score(samples_of(file), 16000); });
}
