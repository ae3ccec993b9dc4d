#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "compare.h"
#include "nn/batch_matmul.h"
#include "nn/buffer.h"
#include "nn/conv2d.h"
#include "nn/fully_connected.h"
#include "nn/max_pool2d.h"
#include "nn/reference.h"
#include "nn/softmax.h"
#include "random.h"

namespace earful::test {
namespace {

// Sums of n products of values in -1..1 in another order: their rounding errors grow like n at most.
float tolerance(std::size_t terms) { return 1e-6F * static_cast<float>(terms + 1); }

std::span<float> random_input(Buffer& buffer, Random& random, std::size_t count) {
  const auto values = buffer.room(count);
  random.fill(values);
  return values;
}

}  // namespace

TEST_CASE("a convolution agrees with its reference on any shape") {
  const std::size_t in_channels = GENERATE(1, 3, 31, 32, 33);
  const std::size_t out_channels = GENERATE(1, 3, 31, 32, 33);
  const std::size_t kernel = GENERATE(1, 3, 5);
  const auto activation = GENERATE(Activation::none, Activation::relu);
  Random random;
  const Conv2d::Sizes sizes{.kernel = kernel, .in_channels = in_channels, .out_channels = out_channels};
  const std::size_t taps = kernel * kernel * in_channels;
  const auto weight = random.values(out_channels * taps);
  const auto bias = random.values(out_channels);
  auto conv = value(Conv2d::create(sizes, weight, bias, activation));

  // Growing and shrinking: each run of a layer has its own shape.
  for (const auto& [height, width] : {std::pair{1, 1}, {1, 7}, {6, 1}, {13, 9}, {2, 3}, {1, 1}}) {
    const auto rows = static_cast<std::size_t>(height);
    const auto columns = static_cast<std::size_t>(width);
    INFO(rows << "x" << columns << "x" << in_channels << " -> " << out_channels << ", kernel " << kernel);
    Buffer buffer;
    const auto in = random_input(buffer, random, rows * columns * in_channels);
    std::vector<float> out(rows * columns * out_channels);
    std::vector<float> expected(out.size());
    REQUIRE(conv.run(in, rows, columns, out));
    reference::conv2d(sizes, weight, bias, activation, in, rows, columns, expected);
    CHECK(max_error(out, expected) < tolerance(taps));
  }
}

TEST_CASE("a fully connected layer agrees with its reference on any shape") {
  const std::size_t in_size = GENERATE(1, 3, 31, 32, 33, 160);
  const std::size_t out_size = GENERATE(1, 3, 31, 32, 33, 256);
  const bool with_bias = GENERATE(true, false);
  const auto activation = GENERATE(Activation::none, Activation::relu);
  Random random;
  const FullyConnected::Sizes sizes{.in = in_size, .out = out_size};
  const auto weight = random.values(in_size * out_size);
  const auto bias = random.values(with_bias ? out_size : 0);
  auto layer = value(FullyConnected::create(sizes, weight, bias, activation));

  for (const std::size_t rows : {1, 2, 7, 64, 3}) {
    INFO(rows << "x" << in_size << " -> " << out_size);
    Buffer buffer;
    const auto in = random_input(buffer, random, rows * in_size);
    std::vector<float> out(rows * out_size);
    std::vector<float> expected(out.size());
    REQUIRE(layer.run(in, rows, out));
    reference::fully_connected(sizes, weight, bias, activation, in, rows, expected);
    CHECK(max_error(out, expected) < tolerance(in_size));
  }
}

TEST_CASE("max-pooling agrees with its reference on any shape and leaves out odd rows and columns") {
  const std::size_t channels = GENERATE(1, 3, 31, 32, 33);
  const std::size_t height = GENERATE(2, 3, 4, 9);
  const std::size_t width = GENERATE(2, 3, 5, 40);
  INFO(height << "x" << width << "x" << channels);
  Random random;
  Buffer buffer;
  const auto in = random_input(buffer, random, height * width * channels);
  std::vector<float> out((height / 2) * (width / 2) * channels);
  std::vector<float> expected(out.size());
  auto pool = value(MaxPool2d::create());
  REQUIRE(pool.run(in, height, width, channels, out));
  reference::max_pool2d(in, height, width, channels, expected);
  CHECK(out == expected);
}

TEST_CASE("a batch of matrix products agrees with its reference on any shape") {
  const auto kind = GENERATE(BatchMatmul::Right::as_it_is, BatchMatmul::Right::transposed);
  const std::size_t batch = GENERATE(1, 3);
  const std::size_t rows = GENERATE(1, 2, 7, 33);
  const std::size_t columns = GENERATE(1, 3, 31, 32, 33, 187);
  const std::size_t inner = GENERATE(1, 3, 31, 32, 33);
  const BatchMatmul::Sizes sizes{.batch = batch, .rows = rows, .columns = columns, .inner = inner};
  INFO(batch << " of " << rows << "x" << inner << "x" << columns);
  Random random;
  Buffer left;
  Buffer right;
  const auto a = random_input(left, random, batch * rows * inner);
  const auto b = random_input(right, random, batch * columns * inner);
  std::vector<float> out(batch * rows * columns);
  std::vector<float> expected(out.size());
  auto matmul = value(BatchMatmul::create(kind));
  REQUIRE(matmul.run(a, b, sizes, out));
  reference::batch_matmul(a, b, kind, sizes, expected);
  CHECK(max_error(out, expected) < tolerance(inner));
}

TEST_CASE("one matrix product layer takes shapes that grow and shrink") {
  const auto kind = GENERATE(BatchMatmul::Right::as_it_is, BatchMatmul::Right::transposed);
  Random random;
  auto matmul = value(BatchMatmul::create(kind));
  for (const std::size_t steps : {1, 187, 12, 186, 1, 33}) {
    const BatchMatmul::Sizes sizes{.batch = 1, .rows = steps, .columns = steps, .inner = 128};
    Buffer left;
    Buffer right;
    const auto a = random_input(left, random, steps * 128);
    const auto b = random_input(right, random, steps * 128);
    std::vector<float> out(steps * steps);
    std::vector<float> expected(out.size());
    REQUIRE(matmul.run(a, b, sizes, out));
    reference::batch_matmul(a, b, kind, sizes, expected);
    CHECK(max_error(out, expected) < tolerance(128));
  }
}

TEST_CASE("softmax agrees with its reference on any shape, in place too") {
  const std::size_t rows = GENERATE(1, 2, 33);
  const std::size_t columns = GENERATE(1, 3, 31, 32, 33, 187);
  const float range = GENERATE(1.0F, 50.0F, 1e4F);
  INFO(rows << "x" << columns << ", values up to " << range);
  Buffer buffer;
  const auto in = buffer.room(rows * columns);
  Random().fill(in, -range, range);
  std::vector<float> out(rows * columns);
  std::vector<float> expected(out.size());
  auto softmax = value(Softmax::create());
  REQUIRE(softmax.run(in, rows, columns, out));
  reference::softmax(in, rows, columns, expected);
  CHECK(max_error(out, expected) < 1e-6F);

  REQUIRE(softmax.run(in, rows, columns, in));
  CHECK(std::ranges::equal(in, out));
}

}  // namespace earful::test
