#pragma once

#include <cstddef>

namespace earful {

struct TextEncoderSizes {
  std::size_t layers;              ///< transformer blocks
  std::size_t width;               ///< of a token between blocks
  std::size_t heads;               ///< that share the width in attention
  std::size_t hidden;              ///< between a block's two fully connected layers
  std::size_t most_tokens;         ///< that are read at once, [CLS] and [SEP] among them
  std::size_t shared;              ///< of the vector that the detectors share
  std::size_t context;             ///< inside a correlation block
  std::size_t correlation_blocks;  ///< that see every label beside the others
  std::size_t emotions;            ///< the last labels, which a detector of their own finds
};

}  // namespace earful
