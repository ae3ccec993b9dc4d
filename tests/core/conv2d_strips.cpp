#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "compare.h"
#include "nn/conv2d.h"
#include "nn/reference.h"
#include "random.h"

namespace earful::test {

TEST_CASE("a tall convolution, computed in strips, agrees with its reference, pooled or not") {
  const std::size_t in_channels = GENERATE(1, 32);
  const std::size_t kernel = GENERATE(1, 3, 5);
  Random random;
  const Conv2d::Sizes sizes{.kernel = kernel, .in_channels = in_channels, .out_channels = 5};
  const std::size_t taps = kernel * kernel * in_channels;
  const auto weight = random.values(sizes.out_channels * taps);
  const auto bias = random.values(sizes.out_channels);
  auto conv = value(Conv2d::create(sizes, weight, bias, Activation::relu));
  auto pool = value(MaxPool2d::create());

  // A strip has 32 rows: whole strips, a last one of one to three rows, and one that the margin reaches over.
  for (const std::size_t height : {31, 32, 33, 34, 35, 64, 65, 97, 150}) {
    const std::size_t width = 7;
    INFO(height << " rows of " << in_channels << " channels, kernel " << kernel);
    Buffer buffer;
    const auto in = buffer.room(height * width * in_channels);
    random.fill(in);
    std::vector<float> out(height * width * sizes.out_channels);
    std::vector<float> expected(out.size());
    REQUIRE(conv.run(in, height, width, out));
    reference::conv2d(sizes, weight, bias, Activation::relu, in, height, width, expected);
    const float tolerance = 1e-6F * static_cast<float>(taps + 1);
    CHECK(max_error(out, expected) < tolerance);

    std::vector<float> pooled((height / 2) * (width / 2) * sizes.out_channels);
    std::vector<float> expected_pooled(pooled.size());
    REQUIRE(conv.run(in, height, width, pooled, &pool));
    reference::max_pool2d(expected, height, width, sizes.out_channels, expected_pooled);
    CHECK(max_error(pooled, expected_pooled) < tolerance);
  }
}

}  // namespace earful::test
