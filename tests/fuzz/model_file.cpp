// Any bytes as a model file: it is refused with an error that says why, or scores a clip, with every number finite.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "models/scorer.h"

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

// Changes the header and corrects its length, so that what is tried is more often JSON than not; or changes any byte.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  constexpr std::size_t prefix = 8;
  if (seed % 4 == 0 || size < prefix || header_size(data) > size - prefix) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  const std::size_t old_size = header_size(data);
  const std::vector<std::uint8_t> tensors(data + prefix + old_size, data + size);
  const std::uint64_t new_size = LLVMFuzzerMutate(data + prefix, old_size, max_size - prefix - tensors.size());
  std::memcpy(data, &new_size, prefix);
  std::ranges::copy(tensors, data + prefix + new_size);
  return prefix + new_size + tensors.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto scorer = earful::Scorer::load(std::as_bytes(std::span(data, size)));
  if (!scorer) {
    require(!scorer.error().message.empty());
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
