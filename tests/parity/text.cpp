// earful_text_scores MODEL FILE...: scores files of UTF-8 text.
#include <span>
#include <string_view>
#include <vector>

#include "models/text_scorer.h"
#include "scores.h"

int main(int count, char** values) {
  return parity::score_files<earful::TextScorer>(std::span(values, static_cast<std::size_t>(count)),
                                                 [](earful::TextScorer& scorer, const std::vector<char>& file) {
                                                   return scorer.score(std::string_view(file.data(), file.size()));
                                                 });
}
