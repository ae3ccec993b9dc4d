#include "nn/conv1d.h"

#include <algorithm>

namespace earful {
namespace {

constexpr std::size_t strip = 96;  // frames

}  // namespace

// The frame that an output frame stands over, and its neighbours.
void Conv1d::gather(std::span<const float> in, std::size_t frame, std::span<float> out) const {
  const std::size_t size = sizes_.in_channels;
  const std::size_t middle = frame * sizes_.stride * size;
  const bool first = middle == 0;
  const bool last = middle + size == in.size();
  const auto from = in.subspan(first ? 0 : middle - size);
  std::ranges::fill(out.first(first ? size : 0), 0.0F);
  std::ranges::copy(from.first((3 - first - last) * size), out.begin() + static_cast<std::ptrdiff_t>(first * size));
  std::ranges::fill(out.last(last ? size : 0), 0.0F);
}

Result<void> Conv1d::run(std::span<const float> in, std::span<float> out) {
  const std::size_t total = out.size() / sizes_.out_channels;
  const std::size_t size = 3 * sizes_.in_channels;
  for (std::size_t top = 0; top < total; top += strip) {
    const std::size_t rows = std::min(strip, total - top);
    const auto threes = threes_.room(rows * size);
    for (std::size_t row = 0; row < rows; ++row) gather(in, top + row, threes.subspan(row * size, size));
    const auto part = out.subspan(top * sizes_.out_channels, rows * sizes_.out_channels);
    if (auto ran = layer_.run(threes, rows, part); !ran) return ran;
  }
  return {};
}

}  // namespace earful
