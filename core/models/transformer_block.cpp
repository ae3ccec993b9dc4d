#include "models/transformer_block.h"

#include <utility>

#include "models/encoder_loader.h"

namespace earful {

Result<TransformerBlock> TransformerBlock::load(const ModelFile& file, const std::string& name, const Sizes& sizes) {
  const std::size_t width = sizes.width;
  auto linears = load_linears(file, name,
                              {{.name = ".query_key_value", .sizes = {.in = width, .out = 3 * width}},
                               {.name = ".attended", .sizes = {.in = width, .out = width}},
                               {.name = ".fc1", .sizes = {.in = width, .out = sizes.hidden}},
                               {.name = ".fc2", .sizes = {.in = sizes.hidden, .out = width}}});
  if (!linears) return std::unexpected(linears.error());
  auto attention_norm = load_layer_norm(file, name + ".attention_norm", width);
  if (!attention_norm) return std::unexpected(attention_norm.error());
  auto mlp_norm = load_layer_norm(file, name + ".mlp_norm", width);
  if (!mlp_norm) return std::unexpected(mlp_norm.error());
  return TransformerBlock{.attention_norm = *std::move(attention_norm),
                          .query_key_value = std::move((*linears)[0]),
                          .attended = std::move((*linears)[1]),
                          .mlp_norm = *std::move(mlp_norm),
                          .fc1 = std::move((*linears)[2]),
                          .fc2 = std::move((*linears)[3])};
}

}  // namespace earful
