#pragma once

#include <cstddef>
#include <span>

#include "nn/buffer.h"
#include "nn/xnn_operator.h"

namespace earful {

/// C = A B^T for each of a batch of matrix pairs: the similarities of queries and keys (XNNPACK).
class BatchMatmul {
 public:
  explicit BatchMatmul(XnnOperator op) : op_(std::move(op)) {}

  struct Sizes {
    std::size_t batch;
    std::size_t rows;     ///< of A
    std::size_t columns;  ///< rows of B
    std::size_t inner;    ///< columns of A and of B
  };

  static Result<BatchMatmul> create();

  /// a [batch][rows][inner], b [batch][columns][inner] -> out [batch][rows][columns]. `a` and `b` lie in Buffers.
  Result<void> run(std::span<const float> a, std::span<const float> b, const Sizes& sizes, std::span<float> out);

 private:
  XnnOperator op_;
  Buffer workspace_;
};

}  // namespace earful
