#pragma once

#include <cstddef>
#include <string>

#include "error.h"
#include "format/model_file.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"

namespace earful {

/// The weights of a transformer block, wherever its norms stand.
struct TransformerBlock {
  struct Sizes {
    std::size_t width;
    std::size_t hidden;  ///< between the two fully connected layers
  };

  LayerNorm attention_norm;
  Linear query_key_value;
  Linear attended;
  LayerNorm mlp_norm;
  Linear fc1;
  Linear fc2;

  /// The block of the tensors NAME.fc1.weight and so on. Errors: model_invalid, naming the tensor; out_of_memory.
  static Result<TransformerBlock> load(const ModelFile& file, const std::string& name, const Sizes& sizes);
};

}  // namespace earful
