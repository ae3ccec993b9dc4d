#pragma once

#include <cstddef>
#include <span>

#include "nn/buffer.h"
#include "nn/linear.h"

namespace earful {

/// A convolution over time of kernel 3 with zeros beyond both ends: a fully connected layer over each frame and its
/// neighbours. Computed in strips, so that no more than a few frames are ever held threefold.
class Conv1d {
 public:
  struct Sizes {
    std::size_t in_channels;
    std::size_t out_channels;
    std::size_t stride;
  };

  /// `layer` has the weights [out_channels][3][in_channels].
  Conv1d(const Sizes& sizes, Linear layer) : sizes_(sizes), layer_(std::move(layer)) {}

  /// Frames that come of so many.
  std::size_t frames(std::size_t in_frames) const { return (in_frames + sizes_.stride - 1) / sizes_.stride; }

  /// in [in_frames][in_channels] -> out [frames(in_frames)][out_channels].
  Result<void> run(std::span<const float> in, std::span<float> out);

 private:
  void gather(std::span<const float> in, std::size_t frame, std::span<float> out) const;

  Sizes sizes_;
  Linear layer_;
  Buffer threes_;  // [strip][3][in_channels]
};

}  // namespace earful
