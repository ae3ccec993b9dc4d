#include "models/text_scorer.h"

#include <algorithm>
#include <utility>

#include "format/model_file.h"
#include "models/calibration.h"
#include "text.h"

namespace earful {

TextScorer::TextScorer(ModelHeader header, std::size_t most_pieces, Tokeniser tokeniser, TextEncoder network,
                       std::string self_test_input)
    : header_(std::move(header)),
      most_pieces_(most_pieces),
      tokeniser_(std::move(tokeniser)),
      network_(std::move(network)),
      self_test_input_(std::move(self_test_input)) {}

Result<TextScorer> TextScorer::load(std::span<const std::byte> file) {
  const auto opened = ModelFile::open(file);
  if (!opened) return std::unexpected(opened.error());
  const auto* const sizes = std::get_if<TextEncoderSizes>(&opened->header().architecture);
  if (sizes == nullptr) {
    return fail(ErrorCode::model_unsupported,
                "the model hears speech: load it as a Scorer (in JavaScript, by loadScorer)");
  }
  const auto vocabulary = opened->text("vocabulary");
  if (!vocabulary) return std::unexpected(vocabulary.error());
  auto tokeniser = Tokeniser::create(*vocabulary);
  if (!tokeniser) return std::unexpected(tokeniser.error());
  auto network = TextEncoder::load(*opened, *sizes, tokeniser->pieces().size());
  if (!network) return std::unexpected(network.error());
  const auto input = opened->text("self_test.input");
  if (!input) return std::unexpected(input.error());
  return TextScorer(opened->header(), sizes->most_tokens - 2, *std::move(tokeniser), *std::move(network),
                    std::string(*input));
}

std::vector<TextScorer::Stretch> TextScorer::stretches(std::span<const Word> words) const {
  std::vector<Stretch> stretches(1);
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (std::span<const WordPieces::Id> rest = words[word].pieces; !rest.empty();) {
      if (stretches.back().ids.size() == most_pieces_) stretches.emplace_back();
      auto& [ids, parts] = stretches.back();
      const auto fitting = rest.first(std::min(rest.size(), most_pieces_ - ids.size()));
      parts.push_back({.word = word, .first = ids.size(), .count = fitting.size()});
      ids.insert(ids.end(), fitting.begin(), fitting.end());
      rest = rest.subspan(fitting.size());
    }
  }
  return stretches;
}

Result<std::vector<float>> TextScorer::score(std::span<const WordPieces::Id> pieces) {
  std::vector<float> scores(header_.labels.size());
  if (tokeniser_.pieces().silent(pieces)) return scores;
  ids_.assign(1, tokeniser_.pieces().first());
  ids_.insert(ids_.end(), pieces.begin(), pieces.end());
  ids_.push_back(tokeniser_.pieces().last());
  const auto logits = network_.run(ids_);
  if (!logits) return std::unexpected(logits.error());
  if (auto calibrated = calibrate(header_, *logits, scores); !calibrated) return std::unexpected(calibrated.error());
  return scores;
}

Result<TextScores> TextScorer::score(std::string_view text, Reasons reasons) {
  if (text.size() > longest_text) {
    return fail(ErrorCode::text_too_long,
                concat("the text has ", text.size(), " bytes of UTF-8, more than ", longest_text, ": score its parts"));
  }
  const auto words = tokeniser_.words(text);
  if (!words) return std::unexpected(words.error());
  const auto stretches = this->stretches(*words);
  TextScores scored{.scores = std::vector<float>(header_.labels.size()), .stretches = {}, .words = {}};
  for (const auto& [ids, parts] : stretches) {
    auto scores = score(ids);
    if (!scores) return std::unexpected(scores.error());
    std::ranges::transform(scored.scores, *scores, scored.scores.begin(), std::ranges::max);
    scored.stretches.push_back({.begin = parts.empty() ? 0 : (*words)[parts.front().word].begin,
                                .end = parts.empty() ? 0 : (*words)[parts.back().word].end,
                                .scores = *std::move(scores)});
  }
  if (reasons == Reasons::words) {
    auto weights = weigh(*words, stretches, scored);
    if (!weights) return std::unexpected(weights.error());
    scored.words = *std::move(weights);
  }
  return scored;
}

Result<std::vector<WordWeights>> TextScorer::weigh(std::span<const Word> words, std::span<const Stretch> stretches,
                                                   const TextScores& scored) {
  const std::size_t labels = header_.labels.size();
  std::vector<std::size_t> sources(labels);  // the stretch that each label takes its score from
  for (std::size_t label = 0; label < labels; ++label) {
    const auto source = std::ranges::find_if(
        scored.stretches, [&](const TextStretch& stretch) { return stretch.scores[label] == scored.scores[label]; });
    sources[label] = static_cast<std::size_t>(source - scored.stretches.begin());
  }
  std::vector<WordWeights> weighed;
  std::size_t last = words.size();
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    if (std::ranges::find(sources, i) == sources.end()) continue;
    const auto& [ids, parts] = stretches[i];
    for (const auto& [word, first, count] : parts) {
      Ids others(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(first));
      others.insert(others.end(), ids.begin() + static_cast<std::ptrdiff_t>(first + count), ids.end());
      const auto without = score(others);
      if (!without) return std::unexpected(without.error());
      if (std::exchange(last, word) != word) {  // else it goes on from the stretch before
        weighed.push_back({.begin = words[word].begin, .end = words[word].end, .weights = std::vector<float>(labels)});
      }
      for (std::size_t label = 0; label < labels; ++label) {
        if (sources[label] == i) weighed.back().weights[label] = scored.scores[label] - (*without)[label];
      }
    }
  }
  return weighed;
}

Result<std::vector<float>> TextScorer::self_test() {
  auto scored = score(self_test_input_);
  if (!scored) return fail(ErrorCode::model_invalid, concat("tensor self_test.input: ", scored.error().message));
  if (auto passed = check_self_test(header_, scored->scores, "text"); !passed) return std::unexpected(passed.error());
  return std::move(scored->scores);
}

}  // namespace earful
