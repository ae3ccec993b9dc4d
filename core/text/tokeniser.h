#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.h"
#include "text/characters.h"
#include "text/utf8.h"
#include "text/word_pieces.h"

namespace earful {

/// A word of a text.
struct Word {
  std::u32string letters;  ///< as it is read: small, without accents and disguises
  std::size_t begin;       ///< the bytes of the text that it takes
  std::size_t end;
  std::size_t spaces;  ///< before it
  std::vector<WordPieces::Id> pieces;
};

/// Cuts a text into words and these into pieces, as BERT's tokeniser does after words have been freed of disguises
/// (disguises.h) and letters that stand alone, three or more with one space between, have been joined to a word.
class Tokeniser {
 public:
  /// The vocabulary: see WordPieces.
  static Result<Tokeniser> create(std::string_view vocabulary);

  const WordPieces& pieces() const { return pieces_; }

  /// Error: text_not_utf8.
  Result<std::vector<Word>> words(std::string_view text) const;

 private:
  Tokeniser(Characters characters, WordPieces pieces)
      : characters_(std::move(characters)), pieces_(std::move(pieces)) {}
  std::vector<Word> split(const Decoded& text) const;

  Characters characters_;
  WordPieces pieces_;
};

}  // namespace earful
