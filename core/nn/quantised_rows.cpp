#include "nn/quantised_rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>

namespace earful {
namespace {

constexpr float most = 127;

struct Range {
  float low = 0;
  float high = 0;
  float nothing = 0;  // or NaN, where not every value is finite
};

/// The least and the greatest of a row's values and zero. Many of each at once: compilers make vectors of that.
Range range_of(std::span<const float> row) {
  constexpr std::size_t lanes = 16;
  std::array<float, lanes> low{};
  std::array<float, lanes> high{};
  std::array<float, lanes> nothing{};
  const std::size_t whole = row.size() / lanes * lanes;
  for (std::size_t at = 0; at < whole; at += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const float value = row[at + lane];
      low[lane] = std::min(low[lane], value);
      high[lane] = std::max(high[lane], value);
      nothing[lane] += 0 * value;
    }
  }
  for (std::size_t at = whole; at < row.size(); ++at) {
    low[0] = std::min(low[0], row[at]);
    high[0] = std::max(high[0], row[at]);
    nothing[0] += 0 * row[at];
  }
  return {.low = std::ranges::min(low),
          .high = std::ranges::max(high),
          .nothing = std::accumulate(nothing.begin(), nothing.end(), 0.0F)};
}

xnn_quantization_params quantise(std::span<const float> row, std::int8_t* numbers) {
  const auto [low, high, nothing] = range_of(row);
  const float range = high - low + nothing;
  // Not where all is zero or as good as that; nor where a value is not finite, of which the step tells.
  const bool usable = range > 1e-30F && range <= std::numeric_limits<float>::max();
  const float inverse = usable ? most / range : 0;
  // So large a number has no bits for fractions: adding it rounds to the nearest even, and the sum's last byte is it.
  constexpr float rounding = 0x1.8p23F;
  const float zero = usable ? (-low * inverse + rounding) - rounding : 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const float number = std::min(std::max(row[i] * inverse, -zero), most - zero);
    numbers[i] = static_cast<std::int8_t>(std::bit_cast<std::uint32_t>(number + (rounding + zero)));
  }
  return {.zero_point = static_cast<std::int32_t>(zero), .scale = range <= 1e-30F ? 1 : range / most};
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
