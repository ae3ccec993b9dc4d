#include "nn/fully_connected_int8.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>

#include "compare.h"
#include "nn/buffer.h"
#include "nn/reference.h"
#include "random.h"

namespace earful::test {
namespace {

struct Weights {
  std::vector<std::int8_t> quantised;
  std::vector<float> scale;
  std::vector<float> dequantised;  // what the f32 reference gets
};

Weights random_weights(Random& random, const FullyConnected::Sizes& sizes) {
  Weights weights{.quantised = {}, .scale = random.values(sizes.out, 0.001F, 0.02F), .dequantised = {}};
  for (std::size_t i = 0; i < sizes.out * sizes.in; ++i) {
    const auto quantised = static_cast<std::int8_t>(static_cast<int>(random.size(0, 254)) - 127);
    weights.quantised.push_back(quantised);
    weights.dequantised.push_back(static_cast<float>(quantised) * weights.scale[i / sizes.in]);
  }
  return weights;
}

// One step of a row's 7-bit grid, which spans the row's values and zero.
float step(std::span<const float> row) {
  return (std::max(0.0F, std::ranges::max(row)) - std::min(0.0F, std::ranges::min(row))) / 127;
}

}  // namespace

TEST_CASE("an int8 fully connected layer is as near to its f32 reference as 7-bit inputs allow") {
  const std::size_t in_size = GENERATE(1, 3, 31, 32, 33, 160);
  const std::size_t out_size = GENERATE(1, 3, 31, 32, 33, 256);
  const auto activation = GENERATE(Activation::none, Activation::relu);
  const float low = GENERATE(-1.0F, 0.0F);  // what comes out of a ReLU is not negative
  Random random;
  const FullyConnectedInt8::Sizes sizes{.in = in_size, .out = out_size};
  const auto weights = random_weights(random, sizes);
  const auto bias = random.values(out_size);
  auto layer = value(FullyConnectedInt8::create(sizes, weights.quantised, weights.scale, bias, activation));

  for (const std::size_t rows : {1, 2, 7, 64, 193, 3}) {
    INFO(rows << "x" << in_size << " -> " << out_size);
    Buffer buffer;
    const auto in = buffer.room(rows * in_size);
    random.fill(in, low, 1);
    std::vector<float> out(rows * out_size);
    std::vector<float> expected(out.size());
    REQUIRE(layer.run(in, rows, out));
    reference::fully_connected(sizes, weights.dequantised, bias, activation, in, rows, expected);

    // An input is off by half a step, and by another half at the ends of the range, because the grid is shifted to hold
    // zero exactly. So an output is off by at most a step times the sum of its weights' absolute values, plus rounding.
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto row = in.subspan(i / out_size * in_size, in_size);
      const auto weight = std::span(weights.dequantised).subspan(i % out_size * in_size, in_size);
      float sum = 0;
      for (const float w : weight) sum += std::abs(w);
      REQUIRE(std::abs(out[i] - expected[i]) <= step(row) * sum + 1e-6F * (sum + 1));
    }
  }
}

TEST_CASE("an int8 fully connected layer loses nothing on inputs that lie on its grid") {
  const FullyConnectedInt8::Sizes sizes{.in = 33, .out = 31};
  Random random;
  const auto weights = random_weights(random, sizes);
  auto layer = value(FullyConnectedInt8::create(sizes, weights.quantised, weights.scale, {}, Activation::none));

  Buffer buffer;
  const auto in = buffer.room(sizes.in);
  std::ranges::generate(in, [&] { return static_cast<float>(random.size(0, 127)) - 64; });
  in.front() = -64;
  in.back() = 63;  // a range of 127: steps of 1
  std::vector<float> out(sizes.out);
  std::vector<float> expected(sizes.out);
  REQUIRE(layer.run(in, 1, out));
  reference::fully_connected(sizes, weights.dequantised, {}, Activation::none, in, 1, expected);
  CHECK(max_error(out, expected) < 1e-3F);  // of sums up to 5000
}

TEST_CASE("an int8 fully connected layer takes what is nearly nothing as zero, and tells of what is too much") {
  const FullyConnectedInt8::Sizes sizes{.in = 2, .out = 1};
  const std::vector<std::int8_t> weight{100, 50};
  const std::vector<float> scale{0.01F};
  const std::vector<float> bias{0.25F};
  auto layer = value(FullyConnectedInt8::create(sizes, weight, scale, bias, Activation::none));
  const float infinity = std::numeric_limits<float>::infinity();
  Buffer buffer;
  const auto in = buffer.room(2 * 4);
  std::ranges::copy(std::vector{0.0F, 0.0F, 1e-38F, 0.0F, 0.0F, -1e-38F, 1e-40F, -1e-40F}, in.begin());
  std::vector<float> out(4);
  REQUIRE(layer.run(in, 4, out));
  CHECK(out == std::vector(4, 0.25F));

  std::ranges::copy(std::vector{-infinity, 1.0F, 1.0F, infinity, -3e38F, 3e38F, -infinity, infinity}, in.begin());
  REQUIRE(layer.run(in, 4, out));
  for (const float y : out) CHECK_FALSE(std::isfinite(y));

  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::ranges::copy(std::vector{nan, 1.0F, 1.0F, nan, nan, nan, nan, infinity}, in.begin());
  REQUIRE(layer.run(in, 4, out));
  for (const float y : out) CHECK_FALSE(std::isfinite(y));
}

}  // namespace earful::test
