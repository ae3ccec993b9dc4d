#include "models/speech_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/encoder_loader.h"
#include "models/limits.h"
#include "nn/add.h"
#include "nn/gelu.h"
#include "nn/statistics_pooling.h"
#include "text.h"

namespace earful {
namespace {

constexpr std::size_t mlp_strip = 96;  // steps whose hidden values are held at once: they stay in the cache

// Whisper's encoding of time: sines, then cosines, of wavelengths from 2 pi to 20000 pi steps.
std::vector<float> encode_positions(std::size_t steps, std::size_t width) {
  std::vector<float> encoded(steps * width);
  const std::size_t half = width / 2;
  const double octave = std::log(1e4) / static_cast<double>(std::max<std::size_t>(half, 2) - 1);
  for (std::size_t i = 0; i < half; ++i) {
    const double frequency = std::exp(-octave * static_cast<double>(i));
    for (std::size_t step = 0; step < steps; ++step) {
      const double angle = static_cast<double>(step) * frequency;
      encoded[step * width + i] = static_cast<float>(std::sin(angle));
      encoded[step * width + half + i] = static_cast<float>(std::cos(angle));
    }
  }
  return encoded;
}

Demand demand_of(const SpeechEncoderSizes& sizes, const LogMelConfig& features, double frames) {
  const auto [layers, width, heads, hidden, projection] = std::array{
      static_cast<double>(sizes.layers), static_cast<double>(sizes.width),      static_cast<double>(sizes.heads),
      static_cast<double>(sizes.hidden), static_cast<double>(sizes.projection),
  };
  const auto filters = static_cast<double>(features.filters);
  const double steps = frames / 2;
  return {
      .bytes = sizeof(float) * std::max(frames * std::max({3 * width, hidden, projection, filters}), steps * steps),
      .products = log_mel_products(features, frames) + frames * 3 * filters * width + steps * 3 * width * width +
                  layers * transformer_products(steps, width, hidden, heads) + steps * width * projection,
  };
}

}  // namespace

SpeechEncoder::SpeechEncoder(const SpeechEncoderSizes& sizes, std::size_t labels, std::size_t most_steps, Layers layers)
    : sizes_(sizes),
      labels_(labels),
      layers_(std::move(layers)),
      positions_(encode_positions(most_steps, sizes.width)) {}

Result<SpeechEncoder> SpeechEncoder::load(const ModelFile& file, const SpeechEncoderSizes& sizes,
                                          std::size_t least_frames, std::size_t most_frames) {
  const std::size_t filters = file.header().features.filters;
  const std::size_t labels = file.header().labels.size();
  if (least_frames == 0) {
    return fail(ErrorCode::model_invalid, "header field features: the shortest clip has 0 frames");
  }
  const auto frames = static_cast<double>(most_frames);
  if (auto within = check_limits(demand_of(sizes, file.header().features, frames)); !within) {
    return std::unexpected(within.error());
  }

  auto ends = load_linears(file, "",
                           {{.name = "conv1", .sizes = {.in = 3 * filters, .out = sizes.width}},
                            {.name = "conv2", .sizes = {.in = 3 * sizes.width, .out = sizes.width}},
                            {.name = "projection", .sizes = {.in = sizes.width, .out = sizes.projection}},
                            {.name = "output", .sizes = {.in = 2 * sizes.projection, .out = labels}}});
  if (!ends) return std::unexpected(ends.error());
  std::vector<TransformerBlock> blocks;
  std::vector<LayerNorm> exit_norms;
  for (std::size_t i = 0; i < sizes.layers; ++i) {
    const auto name = concat("blocks.", i);
    auto block = TransformerBlock::load(file, name, {.width = sizes.width, .hidden = sizes.hidden});
    if (!block) return std::unexpected(block.error());
    auto exit_norm = load_layer_norm(file, name + ".exit_norm", sizes.width);
    if (!exit_norm) return std::unexpected(exit_norm.error());
    blocks.push_back(*std::move(block));
    exit_norms.push_back(*std::move(exit_norm));
  }
  auto attention = MultiHeadAttention::create({.heads = sizes.heads, .width = sizes.width});
  if (!attention) return std::unexpected(attention.error());
  const auto query_weight = file.tensor("query", {sizes.projection});
  if (!query_weight) return std::unexpected(query_weight.error());
  auto query = FullyConnected::create({.in = sizes.projection, .out = 1}, *query_weight, /*bias=*/{}, Activation::none);
  if (!query) return std::unexpected(query.error());
  auto softmax = Softmax::create();
  if (!softmax) return std::unexpected(softmax.error());

  return SpeechEncoder(
      sizes, labels, (most_frames + 1) / 2,
      {.conv1 = Conv1d({.in_channels = filters, .out_channels = sizes.width, .stride = 1}, std::move((*ends)[0])),
       .conv2 = Conv1d({.in_channels = sizes.width, .out_channels = sizes.width, .stride = 2}, std::move((*ends)[1])),
       .blocks = std::move(blocks),
       .exit_norms = std::move(exit_norms),
       .attention = *std::move(attention),
       .projection = std::move((*ends)[2]),
       .query = *std::move(query),
       .softmax = *std::move(softmax),
       .output = std::move((*ends)[3])});
}

Result<void> SpeechEncoder::run_mlp(TransformerBlock& block, std::span<const float> in, std::size_t steps,
                                    std::span<float> out) {
  for (std::size_t top = 0; top < steps; top += mlp_strip) {
    const std::size_t rows = std::min(mlp_strip, steps - top);
    const auto part = [&](auto values) { return values.subspan(top * sizes_.width, rows * sizes_.width); };
    const auto hidden = wide_.room(rows * sizes_.hidden);
    if (auto ran = block.fc1.run(part(in), rows, hidden); !ran) return ran;
    gelu(hidden);
    if (auto ran = block.fc2.run(hidden, rows, part(out)); !ran) return ran;
  }
  return {};
}

// x + attention(norm(x)), and of that x + mlp(norm(x)).
Result<void> SpeechEncoder::run_block(TransformerBlock& block, std::span<float> x, std::size_t steps) {
  const auto normed = normed_.room(x.size());
  const auto branch = branch_.room(x.size());
  const auto query_key_value = wide_.room(3 * x.size());
  block.attention_norm.run(x, normed);
  if (auto ran = block.query_key_value.run(normed, steps, query_key_value); !ran) return ran;
  if (auto ran = layers_.attention.run(query_key_value, steps, normed); !ran) return ran;
  if (auto ran = block.attended.run(normed, steps, branch); !ran) return ran;
  add(branch, x);
  block.mlp_norm.run(x, normed);
  if (auto ran = run_mlp(block, normed, steps, branch); !ran) return ran;
  add(branch, x);
  return {};
}

Result<NetworkOutput> SpeechEncoder::run(std::span<const float> log_mel, std::size_t frames) {
  const std::size_t width = sizes_.width;
  const std::size_t steps = layers_.conv2.frames(frames);
  const auto convolved = wide_.room(frames * width);
  const auto x = x_.room(steps * width);
  if (auto ran = layers_.conv1.run(log_mel, convolved); !ran) return std::unexpected(ran.error());
  gelu(convolved);
  if (auto ran = layers_.conv2.run(convolved, x); !ran) return std::unexpected(ran.error());
  gelu(x);
  add(positions_, x);

  const auto heard = heard_.room(x.size());
  std::ranges::fill(heard, 0.0F);
  for (std::size_t i = 0; i < sizes_.layers; ++i) {
    if (auto ran = run_block(layers_.blocks[i], x, steps); !ran) return std::unexpected(ran.error());
    const auto normed = normed_.room(x.size());
    layers_.exit_norms[i].run(x, normed);
    add(normed, heard);
  }

  const auto features = features_.room(steps * sizes_.projection);
  const auto weights = weights_.room(steps);
  const auto pooled = pooled_.room(2 * sizes_.projection);
  const auto logits = logits_.room(labels_);
  if (auto ran = layers_.projection.run(heard, steps, features); !ran) return std::unexpected(ran.error());
  gelu(features);
  if (auto ran = layers_.query.run(features, steps, weights); !ran) return std::unexpected(ran.error());
  if (auto ran = layers_.softmax.run(weights, 1, steps, weights); !ran) return std::unexpected(ran.error());
  pool_statistics(features, weights, pooled);
  if (auto ran = layers_.output.run(pooled, 1, logits); !ran) return std::unexpected(ran.error());
  return NetworkOutput{.logits = logits, .attention = weights};
}

}  // namespace earful
