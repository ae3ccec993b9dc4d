#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>

#include "nn/activation.h"
#include "nn/batch_matmul.h"
#include "nn/conv2d.h"
#include "nn/fully_connected.h"

/// The layers again, written for reading: what the XNNPACK ones are tested against.
namespace earful::reference {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixView = Eigen::Map<Matrix>;
using ConstMatrixView = Eigen::Map<const Matrix>;

inline Eigen::Index index(std::size_t size) { return static_cast<Eigen::Index>(size); }

inline ConstMatrixView view(std::span<const float> values, std::size_t rows, std::size_t columns) {
  return {values.data(), index(rows), index(columns)};
}

inline MatrixView view(std::span<float> values, std::size_t rows, std::size_t columns) {
  return {values.data(), index(rows), index(columns)};
}

inline void fully_connected(const FullyConnected::Sizes& sizes, std::span<const float> weight,
                            std::span<const float> bias, Activation activation, std::span<const float> in,
                            std::size_t rows, std::span<float> out) {
  auto y = view(out, rows, sizes.out);
  y = view(in, rows, sizes.in) * view(weight, sizes.out, sizes.in).transpose();
  if (!bias.empty()) y.rowwise() += view(bias, 1, sizes.out).row(0);
  y = y.cwiseMax(lowest(activation));
}

inline void conv2d(const Conv2d::Sizes& sizes, std::span<const float> weight, std::span<const float> bias,
                   Activation activation, std::span<const float> in, std::size_t height, std::size_t width,
                   std::span<float> out) {
  const auto padding = index(sizes.kernel / 2);
  const auto pixels = view(in, height * width, sizes.in_channels);
  const auto taps = sizes.kernel * sizes.kernel;
  auto y = view(out, height * width, sizes.out_channels);
  y.rowwise() = view(bias, 1, sizes.out_channels).row(0);
  for (Eigen::Index row = 0; row < index(height); ++row) {
    for (Eigen::Index column = 0; column < index(width); ++column) {
      for (Eigen::Index tap = 0; tap < index(taps); ++tap) {
        const Eigen::Index from_row = row + tap / index(sizes.kernel) - padding;
        const Eigen::Index from_column = column + tap % index(sizes.kernel) - padding;
        if (from_row < 0 || from_row >= index(height) || from_column < 0 || from_column >= index(width)) continue;
        const auto tap_weight = view(weight, sizes.out_channels, taps * sizes.in_channels)
                                    .middleCols(tap * index(sizes.in_channels), index(sizes.in_channels));
        y.row(row * index(width) + column) +=
            pixels.row(from_row * index(width) + from_column) * tap_weight.transpose();
      }
    }
  }
  y = y.cwiseMax(lowest(activation));
}

inline void max_pool2d(std::span<const float> in, std::size_t height, std::size_t width, std::size_t channels,
                       std::span<float> out) {
  const auto pixels = view(in, height * width, channels);
  auto y = view(out, (height / 2) * (width / 2), channels);
  for (std::size_t row = 0; row < height / 2; ++row) {
    for (std::size_t column = 0; column < width / 2; ++column) {
      const auto corner = index(2 * row * width + 2 * column);
      y.row(index(row * (width / 2) + column)) = pixels.row(corner)
                                                     .cwiseMax(pixels.row(corner + 1))
                                                     .cwiseMax(pixels.row(corner + index(width)))
                                                     .cwiseMax(pixels.row(corner + index(width) + 1));
    }
  }
}

inline void batch_matmul(std::span<const float> a, std::span<const float> b, BatchMatmul::Right right,
                         const BatchMatmul::Sizes& sizes, std::span<float> out) {
  for (std::size_t i = 0; i < sizes.batch; ++i) {
    const auto left = a.subspan(i * sizes.rows * sizes.inner, sizes.rows * sizes.inner);
    const auto other = b.subspan(i * sizes.columns * sizes.inner, sizes.columns * sizes.inner);
    const auto product = out.subspan(i * sizes.rows * sizes.columns, sizes.rows * sizes.columns);
    auto y = view(product, sizes.rows, sizes.columns);
    if (right == BatchMatmul::Right::transposed) {
      y = view(left, sizes.rows, sizes.inner) * view(other, sizes.columns, sizes.inner).transpose();
    } else {
      y = view(left, sizes.rows, sizes.inner) * view(other, sizes.inner, sizes.columns);
    }
  }
}

inline void softmax(std::span<const float> in, std::size_t rows, std::size_t columns, std::span<float> out) {
  for (std::size_t row = 0; row < rows; ++row) {
    const auto x = view(in, rows, columns).row(index(row)).array();
    auto y = view(out, rows, columns).row(index(row)).array();
    y = (x - x.maxCoeff()).exp();
    y /= y.sum();
  }
}

}  // namespace earful::reference
