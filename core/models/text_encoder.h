#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "error.h"
#include "format/model_file.h"
#include "models/text_encoder_sizes.h"
#include "models/transformer_block.h"
#include "nn/buffer.h"
#include "nn/embedding.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "nn/multi_head_attention.h"

namespace earful {

/// The text encoder: a small BERT (Devlin et al. 2019) of which all layers are heard, as means over the tokens, and on
/// them the detectors of EHSOR (Min et al. 2024, figure 2): labels and emotions by themselves, then together.
class TextEncoder {
 public:
  /// Takes the weights out of the file and packs them; `vocabulary` is the number of pieces. Errors: model_invalid,
  /// out_of_memory.
  static Result<TextEncoder> load(const ModelFile& file, const TextEncoderSizes& sizes, std::size_t vocabulary);

  /// ids [1 to most_tokens], each below `vocabulary` -> a logit per label, in the network's own memory until its next
  /// run.
  Result<std::span<const float>> run(std::span<const std::uint32_t> ids);

 private:
  struct CorrelationBlock {
    Linear into;
    Linear out;
  };

  struct Layers {
    Embedding word_embeddings;
    std::vector<float> positions;  // [most_tokens][width]
    LayerNorm embedding_norm;
    std::vector<TransformerBlock> blocks;
    MultiHeadAttention attention;  // of all blocks: it has no weights
    Linear shared;
    Linear sub_hate;
    Linear emotion;
    std::vector<CorrelationBlock> correlation;
  };

  TextEncoder(const TextEncoderSizes& sizes, std::size_t labels, Layers layers)
      : sizes_(sizes), labels_(labels), layers_(std::move(layers)) {}

  Result<void> run_block(TransformerBlock& block, std::span<float> x, std::size_t tokens);
  Result<void> correlate(CorrelationBlock& block, std::span<float> logits);

  TextEncoderSizes sizes_;
  std::size_t labels_;
  Layers layers_;
  Buffer x_, mixed_, branch_, wide_;
  Buffer heard_, shared_, logits_, scores_, context_, change_;
};

}  // namespace earful
