// Scores audio with the C++ library. Audio is raw 32-bit floats, mono, 16 kHz, on standard input:
//   ffmpeg -i call.mp3 -f f32le -ac 1 -ar 16000 - | ./score cnn.safetensors
#include <models/clip_scorer.h>
#include <models/scorer.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <vector>

namespace {

[[noreturn]] void fail(const earful::Error& error) {
  std::cerr << earful::name(error.code) << ": " << error.message << '\n';
  std::exit(1);
}

}  // namespace

int main(int count, char** values) {
  if (count != 2) {
    std::cerr << "usage: score MODEL < samples\n";
    return 2;
  }
  std::ifstream file(values[1], std::ios::binary);
  const std::vector<char> model{std::istreambuf_iterator<char>(file), {}};
  auto scorer = earful::Scorer::load(std::as_bytes(std::span(model)));
  if (!scorer) fail(scorer.error());

  auto clip = earful::ClipScorer::create(*scorer, 16000);
  if (!clip) fail(clip.error());
  std::array<float, 16000> second;
  do {
    std::cin.read(reinterpret_cast<char*>(second.data()), sizeof second);
    const auto samples = static_cast<std::size_t>(std::cin.gcount()) / sizeof(float);
    if (auto taken = clip->push(std::span(second).first(samples)); !taken) fail(taken.error());
  } while (std::cin);

  const auto scores = clip->finish();
  if (!scores) fail(scores.error());
  const auto& labels = scorer->header().labels;
  for (std::size_t i = 0; i < labels.size(); ++i) std::cout << labels[i] << ' ' << scores->scores[i] << '\n';
}
