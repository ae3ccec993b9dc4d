#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "nn/buffer.h"
#include "nn/xnn_operator.h"

namespace earful {

/// C = A B, or A B^T, for each of a batch of matrix pairs (XNNPACK).
class BatchMatmul {
 public:
  explicit BatchMatmul(XnnOperator op) : op_(std::move(op)) {}

  struct Sizes {
    std::size_t batch;
    std::size_t rows;     ///< of A
    std::size_t columns;  ///< of the product
    std::size_t inner;    ///< columns of A
  };

  enum class Right : std::uint8_t {
    as_it_is,    ///< b [batch][inner][columns]
    transposed,  ///< b [batch][columns][inner]
  };

  static Result<BatchMatmul> create(Right right);

  /// a [batch][rows][inner] and b -> out [batch][rows][columns]. `a` and `b` lie in Buffers.
  Result<void> run(std::span<const float> a, std::span<const float> b, const Sizes& sizes, std::span<float> out);

 private:
  XnnOperator op_;
  Buffer workspace_;
};

}  // namespace earful
