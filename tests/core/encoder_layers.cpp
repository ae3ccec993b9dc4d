#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "compare.h"
#include "nn/buffer.h"
#include "nn/conv1d.h"
#include "nn/gelu.h"
#include "nn/layer_norm.h"
#include "nn/multi_head_attention.h"
#include "nn/reference.h"
#include "nn/statistics_pooling.h"
#include "random.h"

namespace earful::test {

TEST_CASE("gelu is the exact one, far from zero too, and lets a NaN through") {
  std::vector<float> x{0, -0.0F, 1e-30F, -1e-30F, 100, -100, 3e38F, -3e38F, std::numeric_limits<float>::infinity()};
  for (int i = -8000; i < 8000; ++i) x.push_back(static_cast<float>(i) / 1000);
  auto y = x;
  gelu(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double exact = 0.5 * x[i] * std::erfc(-x[i] / std::numbers::sqrt2);
    INFO(x[i]);
    REQUIRE((y[i] == static_cast<float>(exact) || std::abs(y[i] - exact) <= 1e-6 * std::max(1.0, std::abs(exact))));
  }
  std::vector<float> bad{std::nanf("")};
  gelu(bad);
  CHECK(std::isnan(bad[0]));
}

TEST_CASE("a layer norm agrees with its definition on any size, with a large mean too") {
  const std::size_t size = GENERATE(1, 2, 7, 8, 9, 31, 64, 512);
  const float offset = GENERATE(0.0F, 100.0F);
  constexpr std::size_t rows = 5;
  Random random;
  const auto weight = random.values(size);
  const auto bias = random.values(size);
  auto in = random.values(rows * size);
  for (float& value : in) value += offset;
  std::vector<float> out(in.size());
  LayerNorm(weight, bias).run(in, out);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* const x = in.data() + row * size;
    double mean = 0;
    for (std::size_t i = 0; i < size; ++i) mean += x[i] / static_cast<double>(size);
    double variance = 0;
    for (std::size_t i = 0; i < size; ++i) variance += (x[i] - mean) * (x[i] - mean) / static_cast<double>(size);
    for (std::size_t i = 0; i < size; ++i) {
      const double expected = (x[i] - mean) / std::sqrt(variance + 1e-5) * weight[i] + bias[i];
      REQUIRE(std::abs(out[row * size + i] - expected) < 1e-6 * (10 + 10 * offset));
    }
  }
}

TEST_CASE("a convolution over time agrees with its definition on any length and stride") {
  const std::size_t in_channels = GENERATE(1, 5, 20);
  const std::size_t out_channels = GENERATE(1, 7, 12);
  const std::size_t stride = GENERATE(1, 2);
  Random random;
  const auto weight = random.values(out_channels * 3 * in_channels);
  const auto bias = random.values(out_channels);
  auto layer =
      value(FullyConnected::create({.in = 3 * in_channels, .out = out_channels}, weight, bias, Activation::none));
  Conv1d conv({.in_channels = in_channels, .out_channels = out_channels, .stride = stride}, Linear(std::move(layer)));
  for (const std::size_t frames : {1, 2, 3, 95, 96, 97, 193, 400, 4}) {
    INFO(frames << " frames of " << in_channels << " -> " << out_channels << ", stride " << stride);
    Buffer buffer;
    const auto in = buffer.room(frames * in_channels);
    random.fill(in);
    REQUIRE(conv.frames(frames) == (frames + stride - 1) / stride);
    std::vector<float> out(conv.frames(frames) * out_channels);
    std::vector<float> expected(out.size());
    REQUIRE(conv.run(in, out));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::size_t channel = i % out_channels;
      expected[i] = bias[channel];
      for (std::size_t tap = 0; tap < 3; ++tap) {
        const std::size_t at = i / out_channels * stride + tap;  // one more than the frame
        if (at == 0 || at > frames) continue;
        for (std::size_t c = 0; c < in_channels; ++c) {
          expected[i] += weight[(channel * 3 + tap) * in_channels + c] * in[(at - 1) * in_channels + c];
        }
      }
    }
    CHECK(max_error(out, expected) < 1e-5F * static_cast<float>(in_channels));
  }
}

TEST_CASE("multi-head attention agrees with its definition for any number of steps, growing and shrinking") {
  const std::size_t heads = GENERATE(1, 2, 3);
  const std::size_t size = GENERATE(1, 4, 33, 64);
  const std::size_t width = heads * size;
  auto attention = value(MultiHeadAttention::create({.heads = heads, .width = width}));
  Random random;
  for (const std::size_t steps : {1, 2, 7, 64, 187, 5}) {
    INFO(heads << " heads of " << size << ", " << steps << " steps");
    const auto in = random.values(steps * 3 * width, -2, 2);
    std::vector<float> out(steps * width);
    REQUIRE(attention.run(in, steps, out));

    const auto all = reference::view(std::span(in), steps, 3 * width);
    reference::Matrix expected(steps, width);
    const auto part = [&](std::size_t kind, std::size_t head) {
      return all.middleCols(reference::index(kind * width + head * size), reference::index(size));
    };
    for (std::size_t head = 0; head < heads; ++head) {
      const reference::Matrix similarities =
          part(0, head) * part(1, head).transpose() / std::sqrt(static_cast<float>(size));
      reference::Matrix weights(steps, steps);
      reference::softmax({similarities.data(), steps * steps}, steps, steps, {weights.data(), steps * steps});
      expected.middleCols(reference::index(head * size), reference::index(size)) = weights * part(2, head);
    }
    CHECK(max_error(out, {expected.data(), out.size()}) < 1e-5F);
  }
}

TEST_CASE("pooling gives the weighted mean and deviation of each feature, however far from zero") {
  const std::size_t size = GENERATE(1, 3, 33);
  const std::size_t steps = GENERATE(1, 2, 50);
  const float offset = GENERATE(0.0F, 100.0F);
  Random random;
  auto weights = random.values(steps, 0, 1);
  float total = 0;
  for (const float weight : weights) total += weight;
  for (float& weight : weights) weight /= total;
  auto features = random.values(steps * size);
  for (float& value : features) value += offset;
  std::vector<float> pooled(2 * size);
  pool_statistics(features, weights, pooled);
  for (std::size_t i = 0; i < size; ++i) {
    double mean = 0;
    double variance = 0;
    for (std::size_t step = 0; step < steps; ++step) mean += double{weights[step]} * features[step * size + i];
    for (std::size_t step = 0; step < steps; ++step) {
      variance += weights[step] * std::pow(features[step * size + i] - mean, 2);
    }
    CHECK(std::abs(pooled[i] - mean) < 1e-6F * (1 + offset));
    CHECK(std::abs(pooled[size + i] - std::sqrt(variance + 1e-5)) < 1e-4F);
  }
}

}  // namespace earful::test
