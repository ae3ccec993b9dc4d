#pragma once

#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <vector>

// What the programs share that print scores.
namespace parity {

inline std::vector<char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Labels are plain names and paths those of the caller's own making: neither needs escapes.
inline void print(const std::string& file, const std::vector<std::string>& labels, const std::vector<float>& scores) {
  std::cout << R"({"file": ")" << file << R"(", "scores": {)";
  for (std::size_t i = 0; i < scores.size(); ++i) std::cout << (i ? ", \"" : "\"") << labels[i] << "\": " << scores[i];
  std::cout << "}}\n";
}

/// The program's exit status, 1 if a file could not be scored. Prints a line for each of the files as
/// `npm run -s score -- --json` does: {"file","scores"}. score: takes the Scorer and a file's bytes.
template <typename Scorer, typename Score>
int score_files(std::span<char*> arguments, Score score) {
  const std::vector<std::string> names(arguments.begin(), arguments.end());
  if (names.size() < 3) {
    std::cerr << "usage: " << names[0] << " MODEL FILE...\n";
    return 2;
  }
  const auto model = read_file(names[1]);
  auto scorer = Scorer::load(std::as_bytes(std::span(model)));
  if (!scorer) {
    std::cerr << names[1] << ": " << scorer.error().message << '\n';
    return 2;
  }
  std::cout.precision(std::numeric_limits<float>::max_digits10);
  int status = 0;
  for (const auto& file : std::span(names).subspan(2)) {
    const auto scored = score(*scorer, read_file(file));
    if (scored) {
      print(file, scorer->header().labels, scored->scores);
    } else {
      std::cerr << file << ": " << scored.error().message << '\n';
      status = 1;
    }
  }
  return status;
}

}  // namespace parity
