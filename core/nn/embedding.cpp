#include "nn/embedding.h"

#include <algorithm>

namespace earful {

void Embedding::run(std::span<const std::uint32_t> ids, std::span<float> out) const {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto row = out.subspan(i * width_, width_);
    const std::size_t first = ids[i] * width_;
    if (scale_.empty()) {
      std::ranges::copy(std::span(floats_).subspan(first, width_), row.begin());
      continue;
    }
    for (std::size_t j = 0; j < width_; ++j) row[j] = scale_[ids[i]] * static_cast<float>(int8_[first + j]);
  }
}

}  // namespace earful
