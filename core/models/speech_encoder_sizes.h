#pragma once

#include <cstddef>

namespace earful {

struct SpeechEncoderSizes {
  std::size_t layers;      ///< transformer blocks
  std::size_t width;       ///< of a time step between blocks, even
  std::size_t heads;       ///< that share the width in attention
  std::size_t hidden;      ///< between a block's two fully connected layers
  std::size_t projection;  ///< of a time step where it is pooled
};

}  // namespace earful
