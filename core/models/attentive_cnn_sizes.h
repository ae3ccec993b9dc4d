#pragma once

#include <cstddef>
#include <cstdint>

namespace earful {

/// How the features of all time steps become one vector.
enum class Pooling : std::uint8_t { average, learnable_query, self_attention };

struct AttentiveCnnSizes {
  std::size_t conv_layers;
  std::size_t channels;
  std::size_t kernel;  ///< of both axes, odd
  Pooling pooling;
  std::size_t attention_size;  ///< of keys, values and queries
  std::size_t hidden;          ///< of the two fully connected layers
};

}  // namespace earful
