#pragma once

#include <cstddef>
#include <span>

#include "nn/activation.h"
#include "nn/buffer.h"
#include "nn/xnn_operator.h"

namespace earful {

/// A 2-D convolution of stride 1 with "same" zero padding, over one image in NHWC layout (XNNPACK).
class Conv2d {
 public:
  explicit Conv2d(XnnOperator op) : op_(std::move(op)) {}

  struct Sizes {
    std::size_t kernel;  ///< of both axes, odd
    std::size_t in_channels;
    std::size_t out_channels;
  };

  /// weight [out][kernel][kernel][in], bias [out]; both are copied.
  static Result<Conv2d> create(const Sizes& sizes, std::span<const float> weight, std::span<const float> bias,
                               Activation activation);

  /// in [height][width][in_channels] -> out [height][width][out_channels]. `in` lies in a Buffer.
  Result<void> run(std::span<const float> in, std::size_t height, std::size_t width, std::span<float> out);

 private:
  XnnOperator op_;
  Buffer workspace_;
};

}  // namespace earful
