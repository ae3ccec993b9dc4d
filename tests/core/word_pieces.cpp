#include "text/word_pieces.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "compare.h"
#include "text.h"

namespace earful::test {
namespace {

std::uint32_t fnv_1a(const std::string& piece) {
  std::uint32_t hash = 2166136261;
  for (const char byte : piece) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619;
  return hash;
}

// Pieces that each stand where their hash says, and fill half of the table without a gap.
std::string side_by_side() {
  std::vector<bool> taken(1 << 17);
  static constexpr std::size_t end = 65'000;
  std::size_t filled = 0;
  std::string vocabulary;
  const auto add = [&](const std::string& piece) {
    const std::size_t place = fnv_1a(piece) % taken.size();
    if (taken[place]) return;
    taken[place] = true;
    if (place < end) ++filled;
    vocabulary += piece + "\n";
  };
  for (const char* piece : {"[UNK]", "[CLS]", "[SEP]", "a", "##a"}) add(piece);
  add(std::string(100, 'x'));
  for (std::size_t i = 0; filled < end; ++i) {
    const std::string piece = concat("w", i);
    if (fnv_1a(piece) % taken.size() < end) add(piece);
  }
  vocabulary.pop_back();
  return vocabulary;
}

}  // namespace

TEST_CASE("a word is looked up in a few steps also where pieces were chosen to stand side by side") {
  const Characters characters;
  const auto pieces = value(WordPieces::create(side_by_side(), characters));
  const std::u32string word(100, U'a');
  const std::clock_t start = std::clock();
  for (int i = 0; i < 60; ++i) CHECK(pieces.cost(word, characters) == 100);
  CHECK(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC < 2);
}

TEST_CASE("refuses a vocabulary of more pieces than any network has, before it takes memory for each") {
  check_refused(WordPieces::create(std::string(5'000'000, '\n'), Characters()), ErrorCode::model_invalid,
                "more than 1048576 pieces");
}

}  // namespace earful::test
