#include "models/attentive_cnn.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <string>

#include "models/limits.h"
#include "text.h"

namespace earful {
namespace {

using Matrix = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using Vector = Eigen::Map<Eigen::RowVectorXf>;
using ConstVector = Eigen::Map<const Eigen::RowVectorXf>;

Eigen::Index index(std::size_t size) { return static_cast<Eigen::Index>(size); }

Result<Conv2d> load_conv(const ModelFile& file, const std::string& name, const Conv2d::Sizes& sizes) {
  const auto weight =
      file.tensor(name + ".weight", {sizes.out_channels, sizes.kernel, sizes.kernel, sizes.in_channels});
  if (!weight) return std::unexpected(weight.error());
  const auto bias = file.tensor(name + ".bias", {sizes.out_channels});
  if (!bias) return std::unexpected(bias.error());
  return Conv2d::create(sizes, *weight, *bias, Activation::relu);
}

Result<FullyConnected> load_fully_connected(const ModelFile& file, const std::string& name,
                                            const FullyConnected::Sizes& sizes, Activation activation) {
  const auto weight = file.tensor(name + ".weight", {sizes.out, sizes.in});
  if (!weight) return std::unexpected(weight.error());
  const auto bias = file.tensor(name + ".bias", {sizes.out});
  if (!bias) return std::unexpected(bias.error());
  return FullyConnected::create(sizes, *weight, *bias, activation);
}

// A projection without bias; `scale` is multiplied into its weights.
Result<FullyConnected> load_projection(const ModelFile& file, const std::string& name,
                                       const FullyConnected::Sizes& sizes, float scale) {
  auto weight = file.tensor(name + ".weight", {sizes.out, sizes.in});
  if (!weight) return std::unexpected(weight.error());
  for (float& value : *weight) value *= scale;
  return FullyConnected::create(sizes, *weight, {}, Activation::none);
}

Demand demand_of(const AttentiveCnnSizes& sizes, const LogMelConfig& features, std::size_t most_frames) {
  const auto frames = static_cast<double>(most_frames);
  const auto channels = static_cast<double>(sizes.channels);
  const auto kernel = static_cast<double>(sizes.kernel);
  const double first = frames * static_cast<double>(features.filters) * channels;  // numbers of the first layer
  const auto steps = static_cast<double>(most_frames >> (sizes.conv_layers - 1));
  return {
      .bytes = sizeof(float) * std::max(first, steps * steps),
      // Every layer has a quarter of the one before.
      .products = log_mel_products(features, frames) + first * (1 + channels / 3) * kernel * kernel +
                  attention_products(steps, static_cast<double>(sizes.attention_size), 1),
  };
}

}  // namespace

Result<std::optional<AttentiveCnn::Attention>> AttentiveCnn::load_attention(const ModelFile& file,
                                                                            const AttentiveCnnSizes& sizes,
                                                                            std::size_t features) {
  if (sizes.pooling == Pooling::average) return std::nullopt;
  const FullyConnected::Sizes projection{.in = features, .out = sizes.attention_size};
  const float scale = 1 / std::sqrt(static_cast<float>(sizes.attention_size));  // of the softmax in equations 3 and 5

  auto key = load_projection(file, "attention.key", projection, 1);
  if (!key) return std::unexpected(key.error());
  auto value = load_projection(file, "attention.value", projection, 1);
  if (!value) return std::unexpected(value.error());
  Attention attention{.query = std::nullopt, .learned_query = {}, .key = *std::move(key), .value = *std::move(value)};

  if (sizes.pooling == Pooling::self_attention) {
    auto query = load_projection(file, "attention.query", projection, scale);
    if (!query) return std::unexpected(query.error());
    attention.query = *std::move(query);
  } else {
    const auto query = file.tensor("attention.query", {sizes.attention_size});
    if (!query) return std::unexpected(query.error());
    const auto room = attention.learned_query.room(query->size());
    for (std::size_t i = 0; i < room.size(); ++i) room[i] = (*query)[i] * scale;
  }
  return attention;
}

Result<AttentiveCnn> AttentiveCnn::load(const ModelFile& file, const AttentiveCnnSizes& sizes, std::size_t least_frames,
                                        std::size_t most_frames) {
  const ModelHeader& header = file.header();
  const std::size_t halvings = sizes.conv_layers - 1;
  const std::size_t filters_left = header.features.filters >> halvings;
  if (filters_left == 0 || least_frames >> halvings == 0) {
    return fail(ErrorCode::model_invalid,
                concat("header field architecture.conv_layers: nothing is left of ", header.features.filters,
                       " filters and ", least_frames, " frames after ", halvings, " poolings"));
  }
  if (auto within = check_limits(demand_of(sizes, header.features, most_frames)); !within) {
    return std::unexpected(within.error());
  }

  std::vector<Conv2d> convs;
  for (std::size_t i = 0; i < sizes.conv_layers; ++i) {
    auto conv =
        load_conv(file, concat("conv", i + 1),
                  {.kernel = sizes.kernel, .in_channels = i == 0 ? 1 : sizes.channels, .out_channels = sizes.channels});
    if (!conv) return std::unexpected(conv.error());
    convs.push_back(*std::move(conv));
  }
  const std::size_t features = filters_left * sizes.channels;
  auto attention = load_attention(file, sizes, features);
  if (!attention) return std::unexpected(attention.error());
  const std::size_t pooled = *attention ? sizes.attention_size : features;
  auto max_pool = MaxPool2d::create();
  if (!max_pool) return std::unexpected(max_pool.error());
  auto matmul = BatchMatmul::create(BatchMatmul::Right::transposed);
  if (!matmul) return std::unexpected(matmul.error());
  auto softmax = Softmax::create();
  if (!softmax) return std::unexpected(softmax.error());
  auto fc1 = load_fully_connected(file, "fc1", {.in = pooled, .out = sizes.hidden}, Activation::relu);
  if (!fc1) return std::unexpected(fc1.error());
  auto fc2 = load_fully_connected(file, "fc2", {.in = sizes.hidden, .out = sizes.hidden}, Activation::relu);
  if (!fc2) return std::unexpected(fc2.error());
  auto output =
      load_fully_connected(file, "output", {.in = sizes.hidden, .out = header.labels.size()}, Activation::none);
  if (!output) return std::unexpected(output.error());

  return AttentiveCnn(sizes, header.features.filters, header.labels.size(),
                      {.convs = std::move(convs),
                       .max_pool = *std::move(max_pool),
                       .attention = *std::move(attention),
                       .matmul = *std::move(matmul),
                       .softmax = *std::move(softmax),
                       .fc1 = *std::move(fc1),
                       .fc2 = *std::move(fc2),
                       .output = *std::move(output)});
}

Result<AttentiveCnn::Features> AttentiveCnn::convolve(std::span<const float> log_mel, std::size_t frames) {
  std::span<const float> map = log_mel;
  std::size_t height = frames;
  std::size_t width = filters_;
  for (std::size_t i = 0; i < layers_.convs.size(); ++i) {
    const bool last = i + 1 == layers_.convs.size();
    const std::size_t shrink = last ? 1 : 2;
    Buffer& room = i % 2 == 0 ? front_ : back_;
    const auto out = room.room((height / shrink) * (width / shrink) * sizes_.channels);
    auto ran = layers_.convs[i].run(map, height, width, out, last ? nullptr : &layers_.max_pool);
    if (!ran) return std::unexpected(ran.error());
    map = out;
    height /= shrink;
    width /= shrink;
  }
  return Features{.values = map, .steps = height, .size = width * sizes_.channels};
}

// The weight of each time step in the pooled vector. For self-attention this is the mean over the rows of
// softmax(Q K^T / sqrt(d)): the mean over time of (softmax V) is that mean times V.
Result<std::span<const float>> AttentiveCnn::attend(const Features& features) {
  const std::size_t steps = features.steps;
  const auto weights = attention_.room(steps);
  std::ranges::fill(weights, 1 / static_cast<float>(steps));
  if (!layers_.attention) return weights;

  Attention& attention = *layers_.attention;
  const auto keys = keys_.room(steps * sizes_.attention_size);
  if (auto ran = attention.key.run(features.values, steps, keys); !ran) return std::unexpected(ran.error());
  std::span<const float> queries = attention.learned_query.room(sizes_.attention_size);
  std::size_t rows = 1;
  if (attention.query) {
    rows = steps;
    const auto computed = queries_.room(steps * sizes_.attention_size);
    if (auto ran = attention.query->run(features.values, steps, computed); !ran) return std::unexpected(ran.error());
    queries = computed;
  }
  const auto similarities = similarities_.room(rows * steps);
  const BatchMatmul::Sizes sizes{.batch = 1, .rows = rows, .columns = steps, .inner = sizes_.attention_size};
  if (auto ran = layers_.matmul.run(queries, keys, sizes, similarities); !ran) return std::unexpected(ran.error());
  if (auto ran = layers_.softmax.run(similarities, rows, steps, similarities); !ran) {
    return std::unexpected(ran.error());
  }
  Vector(weights.data(), index(steps)) = Matrix(similarities.data(), index(rows), index(steps)).colwise().mean();
  return weights;
}

Result<AttentiveCnn::Features> AttentiveCnn::values(const Features& features) {
  if (!layers_.attention) return features;
  const auto values = values_.room(features.steps * sizes_.attention_size);
  if (auto ran = layers_.attention->value.run(features.values, features.steps, values); !ran) {
    return std::unexpected(ran.error());
  }
  return Features{.values = values, .steps = features.steps, .size = sizes_.attention_size};
}

Result<NetworkOutput> AttentiveCnn::run(std::span<const float> log_mel, std::size_t frames) {
  const auto features = convolve(log_mel, frames);
  if (!features) return std::unexpected(features.error());
  const auto weights = attend(*features);
  if (!weights) return std::unexpected(weights.error());
  const auto values = this->values(*features);
  if (!values) return std::unexpected(values.error());

  const auto pooled = pooled_.room(values->size);
  Vector(pooled.data(), index(values->size)).noalias() =
      ConstVector(weights->data(), index(values->steps)) *
      Matrix(values->values.data(), index(values->steps), index(values->size));
  const auto hidden1 = hidden1_.room(sizes_.hidden);
  const auto hidden2 = hidden2_.room(sizes_.hidden);
  const auto logits = logits_.room(labels_);
  if (auto ran = layers_.fc1.run(pooled, 1, hidden1); !ran) return std::unexpected(ran.error());
  if (auto ran = layers_.fc2.run(hidden1, 1, hidden2); !ran) return std::unexpected(ran.error());
  if (auto ran = layers_.output.run(hidden2, 1, logits); !ran) return std::unexpected(ran.error());
  return NetworkOutput{.logits = logits, .attention = *weights};
}

}  // namespace earful
