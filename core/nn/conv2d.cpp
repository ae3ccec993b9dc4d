#include "nn/conv2d.h"

#include <limits>

namespace earful {
namespace {

constexpr std::string_view what = "convolution";

}  // namespace

Result<Conv2d> Conv2d::create(const Sizes& sizes, std::span<const float> weight, std::span<const float> bias,
                              Activation activation) {
  const auto kernel = static_cast<uint32_t>(sizes.kernel);
  const uint32_t padding = kernel / 2;
  return make_layer<Conv2d>(what, [&](xnn_operator_t* op) {
    return xnn_create_convolution2d_nhwc_f32(padding, padding, padding, padding, kernel, kernel, /*stride=*/1, 1,
                                             /*dilation=*/1, 1, /*groups=*/1, sizes.in_channels, sizes.out_channels,
                                             sizes.in_channels, sizes.out_channels, weight.data(), bias.data(),
                                             lowest(activation), std::numeric_limits<float>::infinity(), /*flags=*/0,
                                             nullptr, nullptr, op);
  });
}

Result<void> Conv2d::run(std::span<const float> in, std::size_t height, std::size_t width, std::span<float> out) {
  std::size_t workspace = 0;
  std::size_t alignment = 0;
  xnn_operator_t op = op_.get();
  const auto shaped = check(what, {xnn_reshape_convolution2d_nhwc_f32(op, /*batch_size=*/1, height, width, &workspace,
                                                                      &alignment, nullptr, nullptr, nullptr)});
  if (!shaped) return shaped;
  float* room = workspace_.room(workspace / sizeof(float)).data();
  return check(what,
               {xnn_setup_convolution2d_nhwc_f32(op, room, in.data(), out.data()), xnn_run_operator(op, nullptr)});
}

}  // namespace earful
