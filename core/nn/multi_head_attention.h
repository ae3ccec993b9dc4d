#pragma once

#include <cstddef>
#include <span>

#include "nn/batch_matmul.h"
#include "nn/buffer.h"
#include "nn/softmax.h"

namespace earful {

/// Scaled dot-product self-attention of several heads (Vaswani et al. 2017, equation 1), without the projections
/// around it. One head at a time: 15 s of all of Whisper base's heads would take 18 MB of similarities.
class MultiHeadAttention {
 public:
  struct Sizes {
    std::size_t heads;
    std::size_t width;  ///< a multiple of `heads`
  };

  static Result<MultiHeadAttention> create(const Sizes& sizes);

  /// in [steps][query, key, value][heads][width / heads] -> out [steps][heads][width / heads].
  Result<void> run(std::span<const float> in, std::size_t steps, std::span<float> out);

 private:
  MultiHeadAttention(const Sizes& sizes, BatchMatmul compare, BatchMatmul mix, Softmax softmax)
      : sizes_(sizes), compare_(std::move(compare)), mix_(std::move(mix)), softmax_(std::move(softmax)) {}

  Sizes sizes_;
  BatchMatmul compare_;  // queries and keys
  BatchMatmul mix_;      // the values by their weights
  Softmax softmax_;
  Buffer query_, key_, value_, mixed_;  // of a head, [steps][width / heads]
  Buffer weights_;                      // [steps][steps]
};

}  // namespace earful
