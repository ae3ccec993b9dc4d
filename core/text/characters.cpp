#include "text/characters.h"

#include <algorithm>

#include "text/character_tables.h"

namespace earful {
namespace {

namespace tables = character_tables;

constexpr char32_t ascii_end = 0x80;

bool is_cyrillic_or_greek(char32_t letter) { return letter >= 0x370 && letter < 0x530; }

// A syllable of Hangul as its two or three letters (Unicode 3.12); false for anything else.
bool append_hangul(char32_t letter, std::u32string& word) {
  constexpr char32_t first = 0xAC00, last = 0xD7A3, leads = 0x1100, vowels = 0x1161, tails = 0x11A7;
  constexpr char32_t of_lead = 588, of_vowel = 28;
  if (letter < first || letter > last) return false;
  const char32_t syllable = letter - first;
  word += static_cast<char32_t>(leads + syllable / of_lead);
  word += static_cast<char32_t>(vowels + syllable % of_lead / of_vowel);
  if (syllable % of_vowel != 0) word += static_cast<char32_t>(tails + syllable % of_vowel);
  return true;
}

}  // namespace

Characters::Characters()
    : dropped_(tables::dropped),
      spaces_(tables::spaces),
      ideographs_(tables::ideographs),
      punctuation_(tables::punctuation),
      folded_(tables::folded),
      look_alikes_(tables::look_alikes),
      beside_latin_(tables::beside_latin) {}

void Characters::fold(char32_t letter, std::u32string& word) const {
  // Nearly all letters are Latin already.
  const bool stays =
      is_latin(letter) || (!append_hangul(letter, word) && !folded_.append(letter, word) && !dropped_.contains(letter));
  if (stays) word += letter;
}

std::u32string Characters::reveal(const std::u32string& word) const {
  if (std::ranges::all_of(word, [](char32_t letter) { return letter < ascii_end; })) return word;
  std::u32string revealed;
  for (const char32_t letter : word) {
    if (!look_alikes_.append(letter, revealed)) revealed += letter;
  }
  if (std::ranges::none_of(revealed, is_latin)) return revealed;
  std::u32string latin;
  for (const char32_t letter : revealed) {
    if (beside_latin_.append(letter, latin)) continue;
    if (is_cyrillic_or_greek(letter)) return revealed;
    latin += letter;
  }
  return latin;
}

}  // namespace earful
