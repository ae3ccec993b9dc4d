#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "error.h"
#include "format/model_file.h"
#include "nn/embedding.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"

namespace earful {

/// The layer of the tensors NAME.weight [out, in] and NAME.bias [out]. Where the weights are int8, NAME.weight_scale
/// [out] says what they are multiplied by. Error: model_invalid, naming the tensor.
Result<Linear> load_linear(const ModelFile& file, const std::string& name, const Linear::Sizes& sizes);

struct NamedLinear {
  const char* name;
  Linear::Sizes sizes;
};

/// The layers of these names after `prefix`, in their order; see load_linear.
Result<std::vector<Linear>> load_linears(const ModelFile& file, const std::string& prefix,
                                         std::initializer_list<NamedLinear> layers);

/// The layer of the tensors NAME.weight [size] and NAME.bias [size]. Error: model_invalid, naming the tensor.
Result<LayerNorm> load_layer_norm(const ModelFile& file, const std::string& name, std::size_t size);

struct TableSizes {
  std::size_t rows;
  std::size_t width;
};

/// The table of the tensor NAME [rows, width]. Where it is int8, NAME_scale [rows] says what its rows are multiplied
/// by. Error: model_invalid, naming the tensor.
Result<Embedding> load_embedding(const ModelFile& file, const std::string& name, const TableSizes& sizes);

}  // namespace earful
