#pragma once

#include <string>

#include "text/code_point_table.h"

namespace earful {

/// What BERT's tokeniser makes of a character (the tokenizers library's BertNormalizer and BertPreTokenizer, asked for
/// each), and which ones look like Latin letters. The same in every runtime: it asks none for its Unicode.
class Characters {
 public:
  Characters();

  bool is_space(char32_t letter) const { return spaces_.contains(letter); }

  /// A word of its own.
  bool is_ideograph(char32_t letter) const { return ideographs_.contains(letter); }

  bool is_punctuation(char32_t letter) const { return punctuation_.contains(letter); }

  /// Appends the letter, small and without accents; nothing for accents alone, control characters and what nobody sees.
  /// Not for spaces.
  void fold(char32_t letter, std::u32string& word) const;

  /// A folded word with the Latin letters that others look like: those of another form anywhere, Cyrillic and Greek
  /// ones beside Latin ones, if all of its Cyrillic and Greek letters do.
  std::u32string reveal(const std::u32string& word) const;

 private:
  CodePointSet dropped_, spaces_, ideographs_, punctuation_;
  CodePointMap folded_, look_alikes_, beside_latin_;
};

constexpr bool is_latin(char32_t letter) { return letter >= U'a' && letter <= U'z'; }
constexpr bool is_digit(char32_t letter) { return letter >= U'0' && letter <= U'9'; }

}  // namespace earful
