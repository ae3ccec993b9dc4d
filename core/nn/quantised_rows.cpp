#include "nn/quantised_rows.h"

#include <algorithm>
#include <array>
#include <bit>

namespace earful {
namespace {

constexpr float most = 127;

struct Range {
  float low = 0;
  float high = 0;
};

/// The least and the greatest of a row's values and zero. Many of each at once: compilers make vectors of that.
Range range_of(std::span<const float> row) {
  constexpr std::size_t lanes = 16;
  std::array<float, lanes> low{};
  std::array<float, lanes> high{};
  std::size_t at = 0;
  for (; at + lanes <= row.size(); at += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      low[lane] = std::min(low[lane], row[at + lane]);
      high[lane] = std::max(high[lane], row[at + lane]);
    }
  }
  Range range{.low = std::ranges::min(low), .high = std::ranges::max(high)};
  for (; at < row.size(); ++at) {
    range.low = std::min(range.low, row[at]);
    range.high = std::max(range.high, row[at]);
  }
  return range;
}

xnn_quantization_params quantise(std::span<const float> row, std::int8_t* numbers) {
  const auto [low, high] = range_of(row);
  const float inverse = low < high ? most / (high - low) : 1;
  // So large a number has no bits for fractions: adding it rounds to the nearest even, and the sum's last byte is it.
  constexpr float rounding = 0x1.8p23F;
  const float zero = (-low * inverse + rounding) - rounding;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const float number = std::min(std::max(row[i] * inverse, -zero), most - zero);
    numbers[i] = static_cast<std::int8_t>(std::bit_cast<std::uint32_t>(number + (rounding + zero)));
  }
  return {.zero_point = static_cast<std::int32_t>(zero), .scale = low < high ? (high - low) / most : 1};
}

}  // namespace

void QuantisedRows::assign(std::span<const float> in, std::size_t rows, std::size_t size) {
  numbers_.resize(rows * size + XNN_EXTRA_BYTES);
  scaling_.resize(rows + XNN_EXTRA_QUANTIZATION_PARAMS);
  for (std::size_t row = 0; row < rows; ++row)
    scaling_[row] = quantise(in.subspan(row * size, size), numbers_.data() + row * size);
  // A kernel of four rows that is given three computes the last one twice, once with what follows.
  std::fill(scaling_.begin() + static_cast<std::ptrdiff_t>(rows), scaling_.end(), scaling_[rows - 1]);
}

}  // namespace earful
