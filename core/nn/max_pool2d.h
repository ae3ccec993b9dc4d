#pragma once

#include <cstddef>
#include <span>

#include "nn/xnn_operator.h"

namespace earful {

/// 2x2 max-pooling of stride 2 over one image in NHWC layout; odd rows and columns at the end are left out (XNNPACK).
class MaxPool2d {
 public:
  explicit MaxPool2d(XnnOperator op) : op_(std::move(op)) {}

  static Result<MaxPool2d> create();

  /// in [height][width][channels] -> out [height / 2][width / 2][channels]. `in` lies in a Buffer.
  Result<void> run(std::span<const float> in, std::size_t height, std::size_t width, std::size_t channels,
                   std::span<float> out);

 private:
  XnnOperator op_;
};

}  // namespace earful
