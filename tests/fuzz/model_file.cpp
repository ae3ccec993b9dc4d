// Any bytes as a model file: it is refused with an error that says why, or scores a clip or a text, with every number
// finite.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "models/scorer.h"
#include "models/text_scorer.h"

namespace {

void require(bool truth) {
  if (!truth) __builtin_trap();
}

std::uint64_t header_size(const std::uint8_t* data) {
  std::uint64_t size = 0;
  std::memcpy(&size, data, sizeof(size));
  return size;
}

// Attention weights may round to a little above 1.
bool is_probability(float value) { return value >= 0 && value <= 1.0001F; }

std::vector<float> clip() {
  std::vector<float> samples(4000);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<float>(i * i % 257) / 257 - 0.5F;
  return samples;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

// Puts another number in place of one of the header's, which chance alone would seldom do without breaking the JSON.
std::string with_other_number(const std::string& header, unsigned seed) {
  constexpr std::array numbers{"0",   "1",   "2",    "3",    "5",      "16",    "40",    "64",
                               "400", "512", "4096", "8000", "8000.5", "48000", "1e-30", "1e9"};
  std::minstd_rand random(seed);
  const std::size_t somewhere = header.empty() ? 0 : random() % header.size();
  const std::size_t first = header.find_first_of("0123456789", somewhere);
  if (first == std::string::npos) return header;
  const std::size_t last = std::min(header.find_first_not_of("0123456789", first), header.size());
  return header.substr(0, first) + numbers[random() % numbers.size()] + header.substr(last);
}

}  // namespace

// Changes the header and corrects its length, so that what is tried is more often JSON than not; or changes any byte.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  constexpr std::size_t prefix = 8;
  // A header without room to change would be given a byte all the same, one too many.
  const bool has_header = size > prefix && header_size(data) > 0 && header_size(data) <= size - prefix;
  if (seed % 4 == 0 || !has_header) return LLVMFuzzerMutate(data, size, max_size);
  std::string header(data + prefix, data + prefix + header_size(data));
  const std::vector<std::uint8_t> tensors(data + prefix + header.size(), data + size);
  const std::size_t longest = max_size - prefix - tensors.size();
  if (seed % 4 == 1) {
    header = with_other_number(header, seed);
    header.resize(std::min(header.size(), longest));
  } else {
    const std::size_t old_size = header.size();
    header.resize(longest);
    header.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(header.data()), old_size, longest));
  }
  const std::uint64_t new_size = header.size();
  std::memcpy(data, &new_size, prefix);
  std::ranges::copy(header, data + prefix);
  std::ranges::copy(tensors, data + prefix + new_size);
  return prefix + new_size + tensors.size();
}

namespace {

void read(std::span<const std::byte> file) {
  auto scorer = earful::TextScorer::load(file);
  if (!scorer) {
    require(!scorer.error().message.empty());
    return;
  }
  const auto scored = scorer->score("You s1lly g o o s e! \xC3\x84", earful::TextScorer::Reasons::words);
  if (scored) {
    require(scored->scores.size() == scorer->header().labels.size());
    require(std::ranges::all_of(scored->scores, is_probability));
  } else {
    require(scored.error().code == earful::ErrorCode::model_invalid);
  }
  const auto tested = scorer->self_test();
  require(tested || !tested.error().message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = std::as_bytes(std::span(data, size));
  auto scorer = earful::Scorer::load(file);
  if (!scorer) {
    require(!scorer.error().message.empty());
    read(file);
    return 0;
  }
  static const std::vector<float> samples = clip();
  const auto first = scorer->score(samples, 16000);
  if (first) {
    require(first->scores.size() == scorer->header().labels.size());
    for (const auto& window : first->windows) {
      require(std::ranges::all_of(window.scores, is_probability));
      require(std::ranges::all_of(window.attention, is_probability));
    }
    const auto second = scorer->score(samples, 16000);
    require(second && second->scores == first->scores);
  } else {
    require(first.error().code == earful::ErrorCode::model_invalid);
  }
  require(scorer->log_mel(samples, 22050).has_value());
  const auto tested = scorer->self_test();
  require(tested || !tested.error().message.empty());
  return 0;
}
