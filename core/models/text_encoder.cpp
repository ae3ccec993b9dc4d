#include "models/text_encoder.h"

#include <algorithm>
#include <cmath>

#include "models/encoder_loader.h"
#include "models/limits.h"
#include "nn/add.h"
#include "nn/gelu.h"
#include "text.h"

namespace earful {
namespace {

// The mean of the rows of x [tokens][width].
void take_mean(std::span<const float> x, std::span<float> mean) {
  std::ranges::fill(mean, 0.0F);
  const std::size_t tokens = x.size() / mean.size();
  for (std::size_t token = 0; token < tokens; ++token) add(x.subspan(token * mean.size()), mean);
  for (float& value : mean) value /= static_cast<float>(tokens);
}

Demand demand_of(const TextEncoderSizes& sizes) {
  const auto tokens = static_cast<double>(sizes.most_tokens);
  const auto width = static_cast<double>(sizes.width);
  const auto hidden = static_cast<double>(sizes.hidden);
  return {
      .bytes = sizeof(float) * tokens * std::max({3 * width, hidden, tokens}),
      // A stretch is read once, and once more for each of its words where reasons are wanted.
      .products = (tokens - 1) * static_cast<double>(sizes.layers) *
                  transformer_products(tokens, width, hidden, static_cast<double>(sizes.heads)),
  };
}

}  // namespace

Result<TextEncoder> TextEncoder::load(const ModelFile& file, const TextEncoderSizes& sizes, std::size_t vocabulary) {
  const std::size_t labels = file.header().labels.size();
  if (sizes.emotions >= labels) {
    return fail(ErrorCode::model_invalid,
                concat("header field architecture.emotions: ", sizes.emotions, " of ", labels, " labels leave none"));
  }
  if (auto within = check_limits(demand_of(sizes)); !within) return std::unexpected(within.error());

  auto word_embeddings = load_embedding(file, "word_embeddings", {vocabulary, sizes.width});
  if (!word_embeddings) return std::unexpected(word_embeddings.error());
  auto positions = file.tensor("positions", {sizes.most_tokens, sizes.width});
  if (!positions) return std::unexpected(positions.error());
  auto embedding_norm = load_layer_norm(file, "embedding_norm", sizes.width);
  if (!embedding_norm) return std::unexpected(embedding_norm.error());
  std::vector<TransformerBlock> blocks;
  for (std::size_t i = 0; i < sizes.layers; ++i) {
    auto block = TransformerBlock::load(file, concat("blocks.", i), {.width = sizes.width, .hidden = sizes.hidden});
    if (!block) return std::unexpected(block.error());
    blocks.push_back(*std::move(block));
  }
  auto attention = MultiHeadAttention::create({.heads = sizes.heads, .width = sizes.width});
  if (!attention) return std::unexpected(attention.error());
  auto detectors =
      load_linears(file, "",
                   {{.name = "shared", .sizes = {.in = (sizes.layers + 1) * sizes.width, .out = sizes.shared}},
                    {.name = "sub_hate", .sizes = {.in = sizes.shared, .out = labels - sizes.emotions}},
                    {.name = "emotion", .sizes = {.in = sizes.shared, .out = sizes.emotions}}});
  if (!detectors) return std::unexpected(detectors.error());
  std::vector<CorrelationBlock> correlation;
  for (std::size_t i = 0; i < sizes.correlation_blocks; ++i) {
    auto block = load_linears(file, concat("correlation.", i),
                              {{.name = ".into", .sizes = {.in = labels, .out = sizes.context}},
                               {.name = ".out", .sizes = {.in = sizes.context, .out = labels}}});
    if (!block) return std::unexpected(block.error());
    correlation.push_back({.into = std::move((*block)[0]), .out = std::move((*block)[1])});
  }
  return TextEncoder(sizes, labels,
                     {.word_embeddings = *std::move(word_embeddings),
                      .positions = *std::move(positions),
                      .embedding_norm = *std::move(embedding_norm),
                      .blocks = std::move(blocks),
                      .attention = *std::move(attention),
                      .shared = std::move((*detectors)[0]),
                      .sub_hate = std::move((*detectors)[1]),
                      .emotion = std::move((*detectors)[2]),
                      .correlation = std::move(correlation)});
}

// norm(x + attention(x)), and of that norm(x + mlp(x)).
Result<void> TextEncoder::run_block(TransformerBlock& block, std::span<float> x, std::size_t tokens) {
  const auto mixed = mixed_.room(x.size());
  const auto branch = branch_.room(x.size());
  const auto query_key_value = wide_.room(3 * x.size());
  if (auto ran = block.query_key_value.run(x, tokens, query_key_value); !ran) return ran;
  if (auto ran = layers_.attention.run(query_key_value, tokens, mixed); !ran) return ran;
  if (auto ran = block.attended.run(mixed, tokens, branch); !ran) return ran;
  add(x, branch);
  block.attention_norm.run(branch, x);
  const auto hidden = wide_.room(tokens * sizes_.hidden);
  if (auto ran = block.fc1.run(x, tokens, hidden); !ran) return ran;
  gelu(hidden);
  if (auto ran = block.fc2.run(hidden, tokens, branch); !ran) return ran;
  add(x, branch);
  block.mlp_norm.run(branch, x);
  return {};
}

// A block of CorNet (Xun et al. 2020): logits + out(elu(into(sigmoid(logits)))).
Result<void> TextEncoder::correlate(CorrelationBlock& block, std::span<float> logits) {
  const auto scores = scores_.room(labels_);
  const auto context = context_.room(sizes_.context);
  const auto change = change_.room(labels_);
  std::ranges::transform(logits, scores.begin(), [](float logit) { return 1 / (1 + std::exp(-logit)); });
  if (auto ran = block.into.run(scores, 1, context); !ran) return ran;
  for (float& value : context) value = value > 0 ? value : std::exp(value) - 1;
  if (auto ran = block.out.run(context, 1, change); !ran) return ran;
  add(change, logits);
  return {};
}

Result<std::span<const float>> TextEncoder::run(std::span<const std::uint32_t> ids) {
  const std::size_t tokens = ids.size();
  const std::size_t width = sizes_.width;
  const auto x = x_.room(tokens * width);
  const auto embedded = branch_.room(x.size());
  layers_.word_embeddings.run(ids, embedded);
  add(layers_.positions, embedded);
  layers_.embedding_norm.run(embedded, x);

  const auto heard = heard_.room((sizes_.layers + 1) * width);
  take_mean(x, heard.first(width));
  for (std::size_t i = 0; i < sizes_.layers; ++i) {
    if (auto ran = run_block(layers_.blocks[i], x, tokens); !ran) return std::unexpected(ran.error());
    take_mean(x, heard.subspan((i + 1) * width, width));
  }

  const auto shared = shared_.room(sizes_.shared);
  const auto logits = logits_.room(labels_);
  const auto sub_hate = logits.first(labels_ - sizes_.emotions);
  const auto emotion = logits.last(sizes_.emotions);
  if (auto ran = layers_.shared.run(heard, 1, shared); !ran) return std::unexpected(ran.error());
  gelu(shared);
  if (auto ran = layers_.sub_hate.run(shared, 1, sub_hate); !ran) return std::unexpected(ran.error());
  if (auto ran = layers_.emotion.run(shared, 1, emotion); !ran) return std::unexpected(ran.error());
  for (CorrelationBlock& block : layers_.correlation) {
    if (auto ran = correlate(block, logits); !ran) return std::unexpected(ran.error());
  }
  return logits;
}

}  // namespace earful
