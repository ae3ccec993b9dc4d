#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "nn/activation.h"
#include "nn/buffer.h"
#include "nn/max_pool2d.h"
#include "nn/xnn_operator.h"

namespace earful {

/// A 2-D convolution of stride 1 with "same" zero padding, over one image in NHWC layout (XNNPACK). Computed in strips
/// of a few rows, pooling included: XNNPACK's table of input pointers is as short as the strip, and the output before
/// pooling is never held as a whole. On 15 s of audio the two would take 14 MB.
class Conv2d {
 public:
  struct Sizes {
    std::size_t kernel;  ///< of both axes, odd
    std::size_t in_channels;
    std::size_t out_channels;
  };

  /// weight [out][kernel][kernel][in], bias [out]; both are copied.
  static Result<Conv2d> create(const Sizes& sizes, std::span<const float> weight, std::span<const float> bias,
                               Activation activation);

  /// in [height][width][in_channels] -> out [height][width][out_channels], or what `pool` makes of that:
  /// [height / 2][width / 2][out_channels]. `in` lies in a Buffer.
  Result<void> run(std::span<const float> in, std::size_t height, std::size_t width, std::span<float> out,
                   MaxPool2d* pool = nullptr);

 private:
  Conv2d(const Sizes& sizes, XnnOperator op) : sizes_(sizes), op_(std::move(op)) {}
  std::span<const float> with_margin(std::span<const float> in, std::size_t row_size, std::size_t top,
                                     std::size_t rows);
  std::span<const float> unfolded(std::span<const float> in, std::size_t width);
  Result<void> convolve(std::span<const float> in, std::size_t height, std::size_t width, std::span<float> out);

  Sizes sizes_;
  XnnOperator op_;
  Buffer workspace_;
  Buffer edge_;      // the first and last rows of the input with zeros above and below
  Buffer unfolded_;  // [rows][width][kernel], of a single channel
  std::vector<float> padded_row_;
  Buffer strip_;  // output before pooling
};

}  // namespace earful
