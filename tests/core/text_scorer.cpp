#include "models/text_scorer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <string_view>

#include "compare.h"
#include "format/model_file.h"
#include "models/scorer.h"
#include "text.h"
#include "text/tokeniser.h"
#include "text/utf8.h"
#include "vectors.h"

namespace earful::test {
namespace {

TextScorer load(const std::string& name = "text") { return value(TextScorer::load(read_model(name))); }

std::string utf8(const std::u32string& letters) {
  std::string text;
  for (const char32_t letter : letters) append_utf8(letter, text);
  return text;
}

}  // namespace

TEST_CASE("texts are read and scored as in PyTorch, their disguises taken off") {
  const bool int8 = GENERATE(false, true);
  const std::string name = int8 ? "text_int8" : "text";
  auto scorer = load(name);
  const auto model = read_model(name);
  const auto file = value(ModelFile::open(model));
  const auto tokeniser = value(Tokeniser::create(value(file.text("vocabulary"))));
  const Vectors expected("scores_" + name + ".safetensors");
  std::size_t texts = 0;
  for (; expected.contains(concat(texts, ".text")); ++texts) {
    const std::string text = expected.text(concat(texts, ".text"));
    INFO(text);
    std::string words;
    std::vector<float> ids;
    for (const Word& word : value(tokeniser.words(text))) {
      words += (words.empty() ? "" : " ") + utf8(word.letters);
      ids.insert(ids.end(), word.pieces.begin(), word.pieces.end());
    }
    CHECK(words == expected.text(concat(texts, ".words")));
    CHECK(ids == expected[concat(texts, ".ids")]);
    const TextScores scored = value(scorer.score(text));
    CHECK(max_error(scored.scores, expected[concat(texts, ".scores")]) < (int8 ? 2e-2F : 1e-4F));
    const auto stretches = expected[concat(texts, ".stretches")];
    REQUIRE(scored.stretches.size() * scored.scores.size() == stretches.size());
  }
  CHECK(texts >= 20);
}

TEST_CASE("a text model scores its own test text as its file says") {
  CHECK(load(GENERATE("text", "text_int8")).self_test());
}

TEST_CASE("a text without words that the model knows scores 0 for every label") {
  auto scorer = load();
  for (const char* text : {"", " \t\n", "!!! ... ?", "\xE2\x80\x8B", "\xF0\x9F\xA6\xA2"}) {
    INFO(text);
    const auto scored = value(scorer.score(text));
    CHECK(scored.scores == std::vector<float>(2));
    CHECK(scored.stretches.size() == 1);
  }
}

TEST_CASE("a word's weight is the score less the score without it, and its bytes are those of the text") {
  auto scorer = load();
  const std::string text = "you s i l l y gans, st\xC3\xB6p";
  const auto scored = value(scorer.score(text, TextScorer::Reasons::words));
  REQUIRE(scored.words.size() == 4);
  const std::vector<std::string_view> words{"you", "s i l l y", "gans,", "st\xC3\xB6p"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& [begin, end, weights] = scored.words[i];
    CHECK(std::string_view(text).substr(begin, end - begin) == words[i]);
    const auto without = value(scorer.score(text.substr(0, begin) + text.substr(end)));
    for (std::size_t label = 0; label < weights.size(); ++label) {
      CHECK(weights[label] == scored.scores[label] - without.scores[label]);
    }
  }
  CHECK(value(scorer.score(text)).words.empty());
}

TEST_CASE("a long text is scored in stretches, each label has its maximum, and words weigh where it was found") {
  auto scorer = load();
  std::string text;
  for (int i = 0; i < 40; ++i) text += i % 7 == 0 ? "silly " : i % 5 == 0 ? "du gans " : "what ";
  const auto scored = value(scorer.score(text, TextScorer::Reasons::words));
  REQUIRE(scored.stretches.size() > 1);
  for (std::size_t label = 0; label < 2; ++label) {
    float highest = 0;
    for (const auto& stretch : scored.stretches) highest = std::max(highest, stretch.scores[label]);
    CHECK(scored.scores[label] == highest);
    const auto heavy = std::ranges::count_if(scored.words, [&](const auto& word) { return word.weights[label] != 0; });
    CHECK((heavy > 0 && heavy <= 30));
  }
  CHECK(scored.stretches.front().begin == 0);
  CHECK(scored.stretches.back().end == text.size() - 1);
}

TEST_CASE("a text that is not UTF-8 is refused by the byte that is at fault") {
  auto scorer = load();
  using namespace std::literals;
  for (const auto& [text, byte] : {std::pair{"ab\xFFz"sv, 2},
                                   {"\xC3"sv, 0},
                                   {"a\x80"sv, 1},
                                   {"\xC0\xAF"sv, 0},
                                   {"ok \xED\xA0\x80"sv, 3},
                                   {"\xF4\x90\x80\x80"sv, 0},
                                   {"\xE0\x80\xAF"sv, 0},
                                   {"abc\xE2\x82"sv, 3}}) {
    check_refused(scorer.score(text), ErrorCode::text_not_utf8, concat("byte ", byte, " of the text"));
  }
}

TEST_CASE("the longest text is scored whatever it is made of, and a longer one is refused") {
  auto scorer = load("text_int8");
  for (const std::string_view part : {"a", "! ", "s i ", "aaabbb", "@1", "\xE9\xB9\x85", "s.i."}) {
    std::string text;
    while (text.size() + part.size() <= TextScorer::longest_text) text += part;
    CHECK(scorer.score(text));
  }
  check_refused(scorer.score(std::string(1'000'000, 'a')), ErrorCode::text_too_long, "1000000 bytes");
}

TEST_CASE("each loader names the other where a model is of the other kind") {
  check_refused(Scorer::load(read_model("text")), ErrorCode::model_unsupported, "TextScorer");
  check_refused(TextScorer::load(read_model("average")), ErrorCode::model_unsupported, "loadScorer");
}

}  // namespace earful::test
