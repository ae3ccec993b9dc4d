// earful_scores MODEL FILE...: scores files of raw little-endian float32 samples, mono at 16 kHz. Prints a line for
// each as `npm run -s score -- --json` does: {"file","scores"}. Exit status 1 if a file could not be scored.
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "models/scorer.h"

namespace {

std::vector<char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<float> samples_of(const std::vector<char>& bytes) {
  std::vector<float> samples(bytes.size() / sizeof(float));
  if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
  return samples;
}

// Labels are plain names and paths those of the caller's own making: neither needs escapes.
void print(const std::string& file, const std::vector<std::string>& labels, const std::vector<float>& scores) {
  std::cout << R"({"file": ")" << file << R"(", "scores": {)";
  for (std::size_t i = 0; i < scores.size(); ++i) std::cout << (i ? ", \"" : "\"") << labels[i] << "\": " << scores[i];
  std::cout << "}}\n";
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.size() < 2) {
    std::cerr << "usage: earful_scores MODEL FILE...\n";
    return 2;
  }
  const auto model = read_file(arguments[0]);
  auto scorer = earful::Scorer::load(std::as_bytes(std::span(model)));
  if (!scorer) {
    std::cerr << arguments[0] << ": " << scorer.error().message << '\n';
    return 2;
  }
  std::cout.precision(std::numeric_limits<float>::max_digits10);
  int status = 0;
  for (const auto& file : std::span(arguments).subspan(1)) {
    const auto clip = scorer->score(samples_of(read_file(file)), 16000);
    if (clip) {
      print(file, scorer->header().labels, clip->scores);
    } else {
      std::cerr << file << ": " << clip.error().message << '\n';
      status = 1;
    }
  }
  return status;
}
