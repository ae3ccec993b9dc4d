#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.h"
#include "text/characters.h"

namespace earful {

/// WordPiece (Schuster and Nakajima 2012) with BERT's vocabulary: a word is cut into the longest pieces that are known,
/// from its beginning on.
class WordPieces {
 public:
  using Id = std::uint32_t;

  /// The vocabulary, UTF-8: its pieces in the order of their ids, a line each. Errors: model_invalid, where it is not
  /// UTF-8, has a piece twice, more than a million, or not BERT's [UNK], [CLS] and [SEP].
  static Result<WordPieces> create(std::string_view vocabulary, const Characters& characters);

  std::size_t size() const { return spoken_.size(); }
  Id first() const { return first_; }  ///< before every text
  Id last() const { return last_; }    ///< after every text

  /// The pieces of a folded word, its punctuation apart.
  std::vector<Id> cut(const std::u32string& word, const Characters& characters) const;

  /// How many pieces a word takes; an unknown one, more than any known.
  std::size_t cost(const std::u32string& word, const Characters& characters) const;

  /// Whether none of these is a word, or a part of one: all are punctuation or unknown.
  bool silent(std::span<const Id> pieces) const;

 private:
  static constexpr std::size_t longest_word = 100;  // letters; a longer one is unknown

  WordPieces() = default;
  void cut_word(std::u32string_view word, std::vector<Id>& pieces) const;

  static constexpr Id none = 0xFFFFFFFF;

  std::string_view text(Id id) const;
  std::size_t slot(std::string_view prefix, std::string_view text) const;
  Id find(std::string_view prefix, std::string_view text) const;

  std::string vocabulary_;           // as it comes
  std::vector<std::size_t> begins_;  // of each piece in it, and one past the last
  std::vector<Id> slots_;            // by hash, the next one where it is taken; `none` where it is free
  std::vector<bool> spoken_;         // by id: whether it has a letter or digit; beyond ASCII, any but punctuation
  std::size_t longest_ = 0;          // bytes of a piece
  Id unknown_ = 0, first_ = 0, last_ = 0;
};

}  // namespace earful
