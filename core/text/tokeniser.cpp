#include "text/tokeniser.h"

#include <utility>

#include "text/disguises.h"

namespace earful {
namespace {

constexpr std::size_t least_joined = 3;

// Whether nothing follows the word's first letter that would make a longer word of it.
bool stands_alone(const std::u32string& word) {
  return is_latin(word[0]) && (word.size() == 1 || !(is_latin(word[1]) || is_digit(word[1]) || word[1] == U'\''));
}

// Joins words of one letter, the last of which punctuation may follow.
std::vector<Word> joined(std::vector<Word> words) {
  std::vector<Word> result;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = at;
    bool more = stands_alone(words[at].letters);
    while (more) {
      more = words[end].letters.size() == 1;
      ++end;
      more = more && end < words.size() && words[end].spaces == 1 && stands_alone(words[end].letters);
    }
    result.push_back(std::move(words[at++]));
    if (end < at - 1 + least_joined) continue;
    for (; at < end; ++at) {
      result.back().letters += words[at].letters;
      result.back().end = words[at].end;
    }
  }
  return result;
}

}  // namespace

Result<Tokeniser> Tokeniser::create(std::string_view vocabulary) {
  Characters characters;
  auto pieces = WordPieces::create(vocabulary, characters);
  if (!pieces) return std::unexpected(pieces.error());
  return Tokeniser(std::move(characters), *std::move(pieces));
}

// At spaces and around ideographs. The words are folded and revealed.
std::vector<Word> Tokeniser::split(const Decoded& text) const {
  std::vector<Word> words;
  std::size_t spaces = 1;  // as if one were before the text
  Word word{};
  const auto close = [&] {
    word.letters = characters_.reveal(word.letters);
    if (!word.letters.empty()) {
      word.spaces = std::exchange(spaces, 0);
      words.push_back(word);
    }
    word.letters.clear();
  };
  for (std::size_t i = 0; i < text.letters.size(); ++i) {
    const char32_t letter = text.letters[i];
    const bool apart = characters_.is_ideograph(letter);
    if (apart || characters_.is_space(letter)) {
      close();
      ++spaces;
      if (!apart) continue;
    }
    if (word.letters.empty()) word.begin = text.at[i];
    characters_.fold(letter, word.letters);
    word.end = text.at[i + 1];
    if (apart) {
      close();
      ++spaces;
    }
  }
  close();
  return words;
}

Result<std::vector<Word>> Tokeniser::words(std::string_view text) const {
  const auto decoded = decode_utf8(text);
  if (!decoded) return std::unexpected(decoded.error());
  std::vector<Word> words = joined(split(*decoded));
  for (Word& word : words) {
    word.letters = without_disguises(word.letters, pieces_, characters_);
    word.pieces = pieces_.cut(word.letters, characters_);
  }
  return words;
}

}  // namespace earful
