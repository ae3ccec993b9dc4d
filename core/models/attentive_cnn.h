#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "error.h"
#include "format/model_file.h"
#include "models/attentive_cnn_sizes.h"
#include "models/network_output.h"
#include "nn/batch_matmul.h"
#include "nn/buffer.h"
#include "nn/conv2d.h"
#include "nn/fully_connected.h"
#include "nn/max_pool2d.h"
#include "nn/softmax.h"

namespace earful {

/// The self-attentive CNN of Yousefi and Emmanouilidou 2021 (figure 2): convolutions over time and frequency, pooling
/// over time, two fully connected layers and one output per label. The paper leaves the down-sampling open; here a 2x2
/// max-pooling follows each convolution but the last.
class AttentiveCnn {
 public:
  /// Takes the weights out of the file and packs them. `most_frames` is the longest input that `run` will see: sizes
  /// that would need too much memory or time are refused (limits.h). Errors: model_invalid, out_of_memory.
  static Result<AttentiveCnn> load(const ModelFile& file, const AttentiveCnnSizes& sizes, std::size_t least_frames,
                                   std::size_t most_frames);

  /// log_mel [frames][filters] -> logits and attention [frames / frames_per_step]. `log_mel` lies in a Buffer.
  Result<NetworkOutput> run(std::span<const float> log_mel, std::size_t frames);

 private:
  struct Attention {
    std::optional<FullyConnected> query;  // self-attention: the queries are computed
    Buffer learned_query;                 // learnable query: [attention_size]
    FullyConnected key;
    FullyConnected value;
  };

  struct Layers {
    std::vector<Conv2d> convs;
    MaxPool2d max_pool;
    std::optional<Attention> attention;  // none: average pooling
    BatchMatmul matmul;
    Softmax softmax;
    FullyConnected fc1;
    FullyConnected fc2;
    FullyConnected output;
  };

  struct Features {
    std::span<const float> values;  // [steps][size]
    std::size_t steps;
    std::size_t size;
  };

  AttentiveCnn(const AttentiveCnnSizes& sizes, std::size_t filters, std::size_t labels, Layers layers)
      : sizes_(sizes), filters_(filters), labels_(labels), layers_(std::move(layers)) {}

  static Result<std::optional<Attention>> load_attention(const ModelFile& file, const AttentiveCnnSizes& sizes,
                                                         std::size_t features);
  Result<Features> convolve(std::span<const float> log_mel, std::size_t frames);
  Result<std::span<const float>> attend(const Features& features);
  Result<Features> values(const Features& features);

  AttentiveCnnSizes sizes_;
  std::size_t filters_;
  std::size_t labels_;
  Layers layers_;
  Buffer front_, back_;  // feature maps, in turn
  Buffer keys_, queries_, values_, similarities_;
  Buffer attention_, pooled_, hidden1_, hidden2_, logits_;
};

}  // namespace earful
