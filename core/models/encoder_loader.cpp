#include "models/encoder_loader.h"

#include <algorithm>
#include <cmath>

#include "text.h"

namespace earful {

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
  const auto scale = file.tensor(weight_name + "_scale", {sizes.out});
  if (!scale) return std::unexpected(scale.error());
  const auto bad = std::ranges::find_if_not(*scale, [](float value) { return value > 0 && std::isnormal(value); });
  if (bad != scale->end()) {
    return fail(ErrorCode::model_invalid,
                concat("tensor ", weight_name, "_scale: element ", bad - scale->begin(), " is no positive number"));
  }
  auto layer = FullyConnectedInt8::create(sizes, *weight, *scale, *bias, Activation::none);
  if (!layer) return std::unexpected(layer.error());
  return Linear(*std::move(layer));
}

Result<LayerNorm> load_layer_norm(const ModelFile& file, const std::string& name, std::size_t size) {
  auto weight = file.tensor(name + ".weight", {size});
  if (!weight) return std::unexpected(weight.error());
  auto bias = file.tensor(name + ".bias", {size});
  if (!bias) return std::unexpected(bias.error());
  return LayerNorm(*std::move(weight), *std::move(bias));
}

}  // namespace earful
