#pragma once

#include <cstddef>
#include <vector>

namespace earful {

/// What the network read at once. Positions are bytes of the text.
struct TextStretch {
  std::size_t begin;
  std::size_t end;
  std::vector<float> scores;  ///< per label
};

/// How much a word carried: per label, the score less the score of the stretch without the word. Of a label that takes
/// its score from another stretch it is 0.
struct WordWeights {
  std::size_t begin;  ///< bytes of the text
  std::size_t end;
  std::vector<float> weights;
};

struct TextScores {
  std::vector<float> scores;  ///< per label: the maximum over the stretches
  std::vector<TextStretch> stretches;
  std::vector<WordWeights> words;  ///< if asked for: of the stretches from which a label takes its score
};

}  // namespace earful
