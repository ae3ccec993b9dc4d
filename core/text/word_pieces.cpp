#include "text/word_pieces.h"

#include <algorithm>

#include "text.h"
#include "text/utf8.h"

namespace earful {
namespace {

constexpr std::string_view continuation = "##";

bool is_special(std::string_view piece) {
  return piece == "[PAD]" || piece == "[UNK]" || piece == "[CLS]" || piece == "[SEP]";
}

bool is_spoken(const std::u32string& piece, const Characters& characters) {
  return std::ranges::any_of(piece, [&](char32_t letter) {
    if (letter >= 0x80) return !characters.is_punctuation(letter);
    return is_latin(letter) || is_digit(letter) || (letter >= U'A' && letter <= U'Z');
  });
}

}  // namespace

Result<WordPieces> WordPieces::create(std::string_view vocabulary, const Characters& characters) {
  WordPieces made;
  for (std::size_t at = 0; at <= vocabulary.size();) {
    const std::size_t end = std::min(vocabulary.find('\n', at), vocabulary.size());
    const std::string_view piece = vocabulary.substr(at, end - at);
    const auto decoded = decode_utf8(piece);
    if (!decoded) {
      return fail(ErrorCode::model_invalid, concat("tensor vocabulary: piece ", made.size(), " is not UTF-8"));
    }
    const bool inside = piece.starts_with(continuation);
    const std::string_view text = inside ? piece.substr(continuation.size()) : piece;
    (inside ? made.continuations_ : made.beginnings_)
        .push_back({.text = std::string(text), .id = static_cast<Id>(made.size())});
    made.spoken_.push_back(!is_special(piece) && is_spoken(decoded->letters, characters));
    made.longest_ = std::max(made.longest_, text.size());
    at = end + 1;
  }
  for (std::vector<Piece>* pieces : {&made.beginnings_, &made.continuations_}) {
    std::ranges::sort(*pieces, {}, &Piece::text);
    const auto twice = std::ranges::adjacent_find(*pieces, {}, &Piece::text);
    if (twice != pieces->end()) {
      return fail(ErrorCode::model_invalid, concat("tensor vocabulary: piece ", twice->id, " stands twice"));
    }
  }
  for (const auto& [name, id] : {std::pair{"[UNK]", &made.unknown_}, {"[CLS]", &made.first_}, {"[SEP]", &made.last_}}) {
    const Piece* const special = find(made.beginnings_, name);
    if (special == nullptr) return fail(ErrorCode::model_invalid, concat("tensor vocabulary: there is no ", name));
    *id = special->id;
  }
  return made;
}

const WordPieces::Piece* WordPieces::find(const std::vector<Piece>& pieces, std::string_view text) {
  const auto found = std::ranges::lower_bound(pieces, text, {}, &Piece::text);
  return found != pieces.end() && found->text == text ? &*found : nullptr;
}

std::vector<WordPieces::Id> WordPieces::cut(const std::u32string& word, const Characters& characters) const {
  std::vector<Id> pieces;
  for (std::u32string_view rest = word; !rest.empty();) {
    const auto punctuation =
        std::ranges::find_if(rest, [&](char32_t letter) { return characters.is_punctuation(letter); });
    const auto before = static_cast<std::size_t>(punctuation - rest.begin());
    if (before > 0) cut_word(rest.substr(0, before), pieces);
    if (before < rest.size()) cut_word(rest.substr(before, 1), pieces);
    rest.remove_prefix(std::min(before + 1, rest.size()));
  }
  return pieces;
}

void WordPieces::cut_word(std::u32string_view word, std::vector<Id>& pieces) const {
  const std::size_t known = pieces.size();
  std::string text;
  if (word.size() <= longest_word) {
    for (const char32_t letter : word) append_utf8(letter, text);
  }
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::vector<Piece>& candidates = pieces.size() == known ? beginnings_ : continuations_;
    const Piece* piece = nullptr;
    std::size_t length = std::min(rest.size(), longest_);
    while (length > 0 && (piece = find(candidates, rest.substr(0, length))) == nullptr) --length;
    if (piece == nullptr) break;
    pieces.push_back(piece->id);
    rest.remove_prefix(length);
  }
  if (!rest.empty() || text.empty()) {
    pieces.resize(known);
    pieces.push_back(unknown_);
  }
}

std::size_t WordPieces::cost(const std::u32string& word, const Characters& characters) const {
  const auto pieces = cut(word, characters);
  return std::ranges::find(pieces, unknown_) == pieces.end() ? pieces.size() : longest_word + 1;
}

bool WordPieces::silent(std::span<const Id> pieces) const {
  return std::ranges::none_of(pieces, [&](Id id) { return spoken_[id]; });
}

}  // namespace earful
