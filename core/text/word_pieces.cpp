#include "text/word_pieces.h"

#include <algorithm>
#include <bit>

#include "text.h"
#include "text/utf8.h"

namespace earful {
namespace {

constexpr std::string_view continuation = "##";

// Four times the most that networks have. A file of line ends alone would take many times its own size.
constexpr std::size_t most_pieces = 1 << 20;

// From where a hash would have a piece to where it is, some 30 in a vocabulary of 100,000 words; one made so that they
// collide, or stand side by side, would take hours.
constexpr std::size_t most_probes = 128;

// FNV-1a of these bytes one after the other.
std::uint32_t hash_of(std::string_view prefix, std::string_view text) {
  std::uint32_t hash = 2166136261;
  for (const std::string_view part : {prefix, text}) {
    for (const char byte : part) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619;
  }
  return hash;
}

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
  made.vocabulary_ = vocabulary;
  made.begins_.push_back(0);
  for (std::size_t at = 0; at <= vocabulary.size(); at = made.begins_.back()) {
    if (made.begins_.size() > most_pieces) {
      return fail(ErrorCode::model_invalid, "tensor vocabulary: more than 1048576 pieces");
    }
    made.begins_.push_back(std::min(vocabulary.find('\n', at), vocabulary.size()) + 1);
  }
  const std::size_t size = made.begins_.size() - 1;
  made.slots_.assign(std::bit_ceil(2 * size), none);
  for (Id id = 0; id < size; ++id) {
    const std::string_view piece = made.text(id);
    const auto decoded = decode_utf8(piece);
    if (!decoded) return fail(ErrorCode::model_invalid, concat("tensor vocabulary: piece ", id, " is not UTF-8"));
    made.spoken_.push_back(!is_special(piece) && is_spoken(decoded->letters, characters));
    made.longest_ = std::max(made.longest_, piece.size());
    const std::size_t place = made.slot({}, piece);
    if (place == made.slots_.size()) return fail(ErrorCode::model_invalid, "tensor vocabulary: its pieces collide");
    Id& slot = made.slots_[place];
    if (slot != none) return fail(ErrorCode::model_invalid, concat("tensor vocabulary: piece ", id, " stands twice"));
    slot = id;
  }
  for (const auto& [name, id] : {std::pair{"[UNK]", &made.unknown_}, {"[CLS]", &made.first_}, {"[SEP]", &made.last_}}) {
    *id = made.find({}, name);
    if (*id == none) return fail(ErrorCode::model_invalid, concat("tensor vocabulary: there is no ", name));
  }
  return made;
}

std::string_view WordPieces::text(Id id) const {
  return std::string_view(vocabulary_).substr(begins_[id], begins_[id + 1] - 1 - begins_[id]);
}

// Of the piece that is these bytes one after the other: where it is, or would be; slots_.size() where that is too far.
std::size_t WordPieces::slot(std::string_view prefix, std::string_view text) const {
  const std::size_t home = hash_of(prefix, text);
  for (std::size_t probe = 0; probe <= most_probes; ++probe) {
    const std::size_t slot = (home + probe) & (slots_.size() - 1);
    if (slots_[slot] == none) return slot;
    const std::string_view piece = this->text(slots_[slot]);
    if (piece.starts_with(prefix) && piece.substr(prefix.size()) == text) return slot;
  }
  return slots_.size();
}

WordPieces::Id WordPieces::find(std::string_view prefix, std::string_view text) const {
  const std::size_t place = slot(prefix, text);
  return place < slots_.size() ? slots_[place] : none;
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
    const std::string_view prefix = pieces.size() == known ? "" : continuation;
    Id piece = none;
    std::size_t length = std::min(rest.size(), longest_);
    while (length > 0 && (piece = find(prefix, rest.substr(0, length))) == none) --length;
    if (piece == none) break;
    pieces.push_back(piece);
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
