#include "stream/reasons.h"

namespace earful {
namespace {

constexpr float high = 1.5F;  // times the mean weight

}  // namespace

void find_reasons(std::size_t label, std::span<const float> attention, double start, double end,
                  std::vector<Reason>& reasons) {
  const auto steps = static_cast<double>(attention.size());
  const auto time = [&](std::size_t step) { return start + (end - start) * static_cast<double>(step) / steps; };
  bool merging = false;
  for (std::size_t step = 0; step < attention.size(); ++step) {
    const bool counts = attention[step] * static_cast<float>(attention.size()) > high;
    if (counts && merging) {
      reasons.back().end = time(step + 1);
      reasons.back().weight += attention[step];
    } else if (counts) {
      reasons.push_back({.label = label, .start = time(step), .end = time(step + 1), .weight = attention[step]});
    }
    merging = counts;
  }
}

}  // namespace earful
