#include "text/disguises.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace earful {
namespace {

constexpr std::size_t least = 3;           // letters of a word that is disguised
constexpr std::size_t most_stretched = 4;  // runs of a letter in a word that are tried one by one
constexpr std::u32string_view signs = U"@431!05$7";
constexpr std::u32string_view letters_of_signs = U"aaeiiosst";

bool is_latin_or_digit(char32_t letter) { return is_latin(letter) || is_digit(letter); }
bool is_leet(char32_t letter) {
  return is_latin_or_digit(letter) || letter == U'@' || letter == U'!' || letter == U'$';
}
bool is_separator(char32_t letter) { return std::u32string_view(U".-_*").contains(letter); }

// The word with each run of at least `least` characters of a kind as `change` gives it.
template <class Kind, class Change>
std::u32string with_runs(std::u32string_view word, Kind kind, Change change) {
  std::u32string changed;
  while (!word.empty()) {
    const bool of_kind = kind(word.front());
    const auto end = std::ranges::find_if(word, [&](char32_t letter) { return kind(letter) != of_kind; });
    const auto length = static_cast<std::size_t>(end - word.begin());
    const std::u32string run(word.substr(0, length));
    changed += of_kind && length >= least ? change(run) : run;
    word.remove_prefix(length);
  }
  return changed;
}

// Letters from `at` on that each stand alone, with one separator between: how many.
std::size_t dotted_letters(std::u32string_view word, std::size_t at) {
  const auto letter_at = [&](std::size_t i) { return i < word.size() && is_latin(word[i]); };
  if (!letter_at(at) || (at > 0 && is_latin_or_digit(word[at - 1]))) return 0;
  std::size_t count = 1;
  std::size_t last = at;
  for (; last + 1 < word.size() && is_separator(word[last + 1]) && letter_at(last + 2); last += 2) ++count;
  const bool word_follows = last + 1 < word.size() && is_latin_or_digit(word[last + 1]);
  return word_follows ? count - 1 : count;  // its first letter is not one that stands alone
}

std::u32string without_dots(const std::u32string& word) {
  std::u32string joined;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t count = dotted_letters(word, at);
    if (count < least) {
      joined += word[at++];
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) joined += word[at + 2 * i];
    at += 2 * count - 1;
  }
  return joined;
}

// With letters for its signs, if it has both and no other digit. What ends it in ! or 1 is no letter.
template <class Cost>
std::u32string decoded(const std::u32string& word, Cost cost) {
  const std::size_t end = word.find_last_not_of(U"!1") + 1;
  const std::u32string body = word.substr(0, end);
  std::u32string letters = body;
  for (char32_t& letter : letters) {
    const std::size_t sign = signs.find(letter);
    if (sign != std::u32string_view::npos) letter = letters_of_signs[sign];
  }
  const bool disguised =
      end >= least && letters != body && std::ranges::all_of(letters, is_latin) && std::ranges::any_of(body, is_latin);
  return disguised && cost(letters) < cost(body) ? letters + word.substr(end) : word;
}

// Runs of a letter, three or longer.
std::size_t stretched(std::u32string_view word) {
  std::size_t runs = 0;
  while (!word.empty()) {
    const std::size_t length = std::min(word.find_first_not_of(word.front()), word.size());
    if (length >= least) ++runs;
    word.remove_prefix(length);
  }
  return runs;
}

// The word with each such run cut to two letters, or to one where the bit of `ones` is set that belongs to it: the
// lowest to the last.
std::u32string cut_runs(std::u32string_view word, std::size_t runs, std::size_t ones) {
  std::u32string cut;
  while (!word.empty()) {
    const std::size_t length = std::min(word.find_first_not_of(word.front()), word.size());
    const bool run = length >= least;
    if (run) --runs;
    const bool one = runs < most_stretched ? (ones >> runs & 1) != 0 : ones != 0;
    cut.append(!run ? length : one ? 1 : 2, word.front());
    word.remove_prefix(length);
  }
  return cut;
}

template <class Cost>
std::u32string shortened(const std::u32string& word, Cost cost) {
  const std::size_t runs = stretched(word);
  if (runs == 0) return word;
  std::u32string best = word;
  std::size_t least_cost = cost(word);
  const std::size_t all_ones = (std::size_t{1} << std::min(runs, most_stretched)) - 1;
  const std::size_t step = runs > most_stretched ? all_ones : 1;
  for (std::size_t ones = 0; ones <= all_ones; ones += step) {
    std::u32string reading = cut_runs(word, runs, ones);
    const std::size_t its_cost = cost(reading);
    if (its_cost >= least_cost) continue;
    best = std::move(reading);
    least_cost = its_cost;
  }
  return best;
}

}  // namespace

std::u32string without_disguises(const std::u32string& word, const WordPieces& pieces, const Characters& characters) {
  const auto cost = [&](const std::u32string& reading) { return pieces.cost(reading, characters); };
  const std::u32string dotless = without_dots(word);
  const std::u32string letters =
      with_runs(dotless, is_leet, [&](const std::u32string& run) { return decoded(run, cost); });
  return with_runs(letters, is_latin, [&](const std::u32string& run) { return shortened(run, cost); });
}

}  // namespace earful
