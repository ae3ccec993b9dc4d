#pragma once

#include <cstddef>
#include <span>

#include "nn/activation.h"
#include "nn/xnn_operator.h"

namespace earful {

/// y = activation(W x + b) for each row, in f32 (XNNPACK).
class FullyConnected {
 public:
  explicit FullyConnected(XnnOperator op) : op_(std::move(op)) {}

  struct Sizes {
    std::size_t in;
    std::size_t out;
  };

  /// weight [out][in]; bias [out], or empty for none. Both are copied.
  static Result<FullyConnected> create(const Sizes& sizes, std::span<const float> weight, std::span<const float> bias,
                                       Activation activation);

  /// in [rows][in] -> out [rows][out]. `in` lies in a Buffer.
  Result<void> run(std::span<const float> in, std::size_t rows, std::span<float> out);

 private:
  XnnOperator op_;
};

}  // namespace earful
