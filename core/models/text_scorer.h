#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"
#include "format/model_header.h"
#include "models/text_encoder.h"
#include "models/text_scores.h"
#include "text/tokeniser.h"

namespace earful {

/// Scores texts with one model. Holds the packed weights and the working memory: one thread at a time.
class TextScorer {
 public:
  static constexpr std::size_t longest_text = 1 << 16;  ///< bytes

  enum class Reasons : std::uint8_t { none, words };

  /// Reads a model file; its bytes are not needed afterwards. Errors: model_invalid, model_unsupported, out_of_memory.
  static Result<TextScorer> load(std::span<const std::byte> file);

  const ModelHeader& header() const { return header_; }

  /// Scores a text, UTF-8. What is longer than the network reads at once is cut into stretches, and each label takes
  /// its maximum. A stretch without words that the model knows scores 0 for every label. With `words`, each word's
  /// weight is found by leaving it out: one more run of the network for every word, of at most one stretch a label.
  /// Errors: text_not_utf8, text_too_long; model_invalid where the weights make a score NaN.
  Result<TextScores> score(std::string_view text, Reasons reasons = Reasons::none);

  /// Scores the model's own test text. Error: self_test_failed, where the scores are not the file's.
  Result<std::vector<float>> self_test();

 private:
  using Ids = std::vector<WordPieces::Id>;

  // The part of a word that lies in a stretch: the pieces from `first` on.
  struct Part {
    std::size_t word;
    std::size_t first;
    std::size_t count;
  };

  struct Stretch {
    Ids ids;  // without those that stand before and after every text
    std::vector<Part> parts;
  };

  TextScorer(ModelHeader header, std::size_t most_pieces, Tokeniser tokeniser, TextEncoder network,
             std::string self_test_input);

  std::vector<Stretch> stretches(std::span<const Word> words) const;
  Result<std::vector<float>> score(std::span<const WordPieces::Id> pieces);
  Result<std::vector<WordWeights>> weigh(std::span<const Word> words, std::span<const Stretch> stretches,
                                         const TextScores& scored);

  ModelHeader header_;
  std::size_t most_pieces_;  // of a stretch
  Tokeniser tokeniser_;
  TextEncoder network_;
  std::string self_test_input_;
  Ids ids_;
};

}  // namespace earful
