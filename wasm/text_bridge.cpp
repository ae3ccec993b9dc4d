// What JavaScript sees of a text scorer: positions are those of its strings, in UTF-16 code units.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "conversion.h"
#include "models/text_scorer.h"

using emscripten::val;

namespace earful {
namespace {

// Turns positions in bytes, given in their order, into UTF-16 code units.
class CodeUnits {
 public:
  explicit CodeUnits(std::string_view text) : text_(text) {}

  std::size_t at(std::size_t byte) {
    if (byte < byte_) byte_ = units_ = 0;
    for (; byte_ < byte; ++byte_) {
      const auto lead = static_cast<unsigned char>(text_[byte_]);
      units_ += lead >= 0xF0 ? 2 : (lead & 0xC0U) != 0x80 ? 1 : 0;
    }
    return units_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t units_ = 0;
};

val load(std::uintptr_t address, std::size_t length) {
  auto scorer = TextScorer::load(memory<std::byte>(address, length));
  if (!scorer) return error(scorer.error());
  return value(val(std::make_unique<TextScorer>(*std::move(scorer))));
}

// {start, end, NAME: {label: number}} for each part.
template <class Parts, class Member>
val by_part(const TextScorer& scorer, std::string_view text, const Parts& parts, const char* name, Member numbers) {
  CodeUnits units(text);
  const val list = val::array();
  for (const auto& part : parts) {
    val object = val::object();
    object.set("start", units.at(part.begin));
    object.set("end", units.at(part.end));
    object.set(name, by_label(scorer, part.*numbers));
    list.call<void>("push", object);
  }
  return list;
}

val score(TextScorer& scorer, const std::string& text, bool with_words) {
  const auto scored = scorer.score(text, with_words ? TextScorer::Reasons::words : TextScorer::Reasons::none);
  if (!scored) return error(scored.error());
  val result = val::object();
  result.set("scores", by_label(scorer, scored->scores));
  result.set("stretches", by_part(scorer, text, scored->stretches, "scores", &TextStretch::scores));
  if (with_words) result.set("words", by_part(scorer, text, scored->words, "weights", &WordWeights::weights));
  return value(result);
}

val self_test(TextScorer& scorer) {
  const auto scores = scorer.self_test();
  return scores ? value(by_label(scorer, *scores)) : error(scores.error());
}

std::string info(const TextScorer& scorer) { return scorer.header().json; }

EMSCRIPTEN_BINDINGS(earful_text) {
  emscripten::class_<TextScorer>("TextScorer")
      .class_function("load", &load)
      .function("score", &score)
      .function("selfTest", &self_test)
      .function("info", &info);
}

}  // namespace
}  // namespace earful
