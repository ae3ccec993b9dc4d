#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "nn/activation.h"
#include "nn/fully_connected.h"
#include "nn/quantised_rows.h"
#include "nn/xnn_operator.h"

namespace earful {

/// y = activation(W x + b) for each row, with int8 weights (one scale per output) and inputs quantised row by row as
/// they come ("dynamic" int8, XNNPACK's qd8-f32-qc8w). Computed in strips of rows, of which alone the quantised inputs
/// are held.
class FullyConnectedInt8 {
 public:
  using Sizes = FullyConnected::Sizes;

  /// weight [out][in] in -127..127, scale [out] (weight x scale = the f32 weight), bias [out] or empty. All are copied.
  static Result<FullyConnectedInt8> create(const Sizes& sizes, std::span<const std::int8_t> weight,
                                           std::span<const float> scale, std::span<const float> bias,
                                           Activation activation);

  /// in [rows][in] -> out [rows][out]. `in` lies in a Buffer.
  Result<void> run(std::span<const float> in, std::size_t rows, std::span<float> out);

 private:
  Result<void> run_strip(std::span<const float> in, std::size_t rows, float* out);

  FullyConnectedInt8(const Sizes& sizes, XnnOperator multiply) : sizes_(sizes), multiply_(std::move(multiply)) {}
  Sizes sizes_;
  XnnOperator multiply_;
  QuantisedRows quantised_;  // [strip][in]
};

}  // namespace earful
