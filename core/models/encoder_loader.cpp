#include "models/encoder_loader.h"

#include <algorithm>
#include <cmath>

#include "text.h"

namespace earful {
namespace {

// What the rows of an int8 tensor are multiplied by.
Result<std::vector<float>> load_scale(const ModelFile& file, const std::string& name, std::size_t rows) {
  auto scale = file.tensor(name + "_scale", {rows});
  if (!scale) return scale;
  const auto bad = std::ranges::find_if_not(*scale, [](float value) { return value > 0 && std::isnormal(value); });
  if (bad != scale->end()) {
    return fail(ErrorCode::model_invalid,
                concat("tensor ", name, "_scale: element ", bad - scale->begin(), " is no positive number"));
  }
  return scale;
}

}  // namespace

Result<Linear> load_linear(const ModelFile& file, const std::string& name, const Linear::Sizes& sizes) {
  const std::string weight_name = name + ".weight";
  const auto bias = file.tensor(name + ".bias", {sizes.out});
  if (!bias) return std::unexpected(bias.error());
  if (!file.is_int8(weight_name)) {
    const auto weight = file.tensor(weight_name, {sizes.out, sizes.in});
    if (!weight) return std::unexpected(weight.error());
    auto layer = FullyConnected::create(sizes, *weight, *bias, Activation::none);
    if (!layer) return std::unexpected(layer.error());
    return Linear(*std::move(layer));
  }
  const auto weight = file.int8_tensor(weight_name, {sizes.out, sizes.in});
  if (!weight) return std::unexpected(weight.error());
  const auto scale = load_scale(file, weight_name, sizes.out);
  if (!scale) return std::unexpected(scale.error());
  auto layer = FullyConnectedInt8::create(sizes, *weight, *scale, *bias, Activation::none);
  if (!layer) return std::unexpected(layer.error());
  return Linear(*std::move(layer));
}

Result<Embedding> load_embedding(const ModelFile& file, const std::string& name, const TableSizes& sizes) {
  if (!file.is_int8(name)) {
    auto table = file.tensor(name, {sizes.rows, sizes.width});
    if (!table) return std::unexpected(table.error());
    return Embedding(sizes.width, *std::move(table));
  }
  const auto table = file.int8_tensor(name, {sizes.rows, sizes.width});
  if (!table) return std::unexpected(table.error());
  auto scale = load_scale(file, name, sizes.rows);
  if (!scale) return std::unexpected(scale.error());
  return Embedding(sizes.width, *table, *std::move(scale));
}

Result<std::vector<Linear>> load_linears(const ModelFile& file, const std::string& prefix,
                                         std::initializer_list<NamedLinear> layers) {
  std::vector<Linear> loaded;
  for (const auto& [name, sizes] : layers) {
    auto layer = load_linear(file, prefix + name, sizes);
    if (!layer) return std::unexpected(layer.error());
    loaded.push_back(*std::move(layer));
  }
  return loaded;
}

Result<LayerNorm> load_layer_norm(const ModelFile& file, const std::string& name, std::size_t size) {
  auto weight = file.tensor(name + ".weight", {size});
  if (!weight) return std::unexpected(weight.error());
  auto bias = file.tensor(name + ".bias", {size});
  if (!bias) return std::unexpected(bias.error());
  return LayerNorm(*std::move(weight), *std::move(bias));
}

}  // namespace earful
