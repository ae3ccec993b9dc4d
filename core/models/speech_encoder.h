#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "error.h"
#include "format/model_file.h"
#include "models/network_output.h"
#include "models/speech_encoder_sizes.h"
#include "models/transformer_block.h"
#include "nn/buffer.h"
#include "nn/conv1d.h"
#include "nn/fully_connected.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "nn/multi_head_attention.h"
#include "nn/softmax.h"

namespace earful {

/// The speech encoder after Liu et al. 2024: Whisper's encoder (Radford et al. 2022, figure 1) without its padding to
/// 30 s, of which every block is heard through a layer norm of its own; the sum's projection is pooled by attention
/// into its mean and deviation over time (Okabe et al. 2018); one output per label.
///
/// Of 15 s and Whisper base's sizes it takes about 14 MB beside its packed weights: 20 MB in int8, 80 MB in f32.
class SpeechEncoder {
 public:
  /// Takes the weights out of the file and packs them. `most_frames` is the longest input that `run` will see: sizes
  /// that would need too much memory or time are refused (limits.h). Errors: model_invalid, out_of_memory.
  static Result<SpeechEncoder> load(const ModelFile& file, const SpeechEncoderSizes& sizes, std::size_t least_frames,
                                    std::size_t most_frames);

  /// log_mel [frames][filters] -> logits and attention [(frames + 1) / 2]. `log_mel` lies in a Buffer.
  Result<NetworkOutput> run(std::span<const float> log_mel, std::size_t frames);

 private:
  struct Layers {
    Conv1d conv1;
    Conv1d conv2;
    std::vector<TransformerBlock> blocks;
    std::vector<LayerNorm> exit_norms;  // of each block
    MultiHeadAttention attention;       // of all blocks: it has no weights
    Linear projection;
    FullyConnected query;  // one output: how much a step says
    Softmax softmax;
    Linear output;
  };

  SpeechEncoder(const SpeechEncoderSizes& sizes, std::size_t labels, std::size_t most_steps, Layers layers);

  Result<void> run_block(TransformerBlock& block, std::span<float> x, std::size_t steps);
  Result<void> run_mlp(TransformerBlock& block, std::span<const float> in, std::size_t steps, std::span<float> out);

  SpeechEncoderSizes sizes_;
  std::size_t labels_;
  Layers layers_;
  std::vector<float> positions_;  // [most_steps][width]
  Buffer x_, heard_, normed_, branch_, wide_;
  Buffer features_, weights_, pooled_, logits_;
};

}  // namespace earful
