#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace earful {

/// Where in an utterance the attention lay that carried a label's score. It is what the network weighed, not proof of
/// what was said.
struct Reason {
  std::size_t label;
  double start;  ///< seconds on the stream's clock
  double end;
  float weight;  ///< the share of all attention that lies here
};

/// Appends to `reasons` the stretches in which the attention, over start..end, is well above its mean.
void find_reasons(std::size_t label, std::span<const float> attention, double start, double end,
                  std::vector<Reason>& reasons);

}  // namespace earful
