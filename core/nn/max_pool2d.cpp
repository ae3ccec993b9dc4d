#include "nn/max_pool2d.h"

#include <limits>

namespace earful {
namespace {

constexpr std::string_view what = "max-pooling";

}  // namespace

Result<MaxPool2d> MaxPool2d::create() {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  return make_layer<MaxPool2d>(what, [](xnn_operator_t* op) {
    return xnn_create_max_pooling2d_nhwc_f32(/*padding=*/0, 0, 0, 0, /*pooling=*/2, 2, /*stride=*/2, 2,
                                             /*dilation=*/1, 1, -infinity, infinity, /*flags=*/0, op);
  });
}

Result<void> MaxPool2d::run(std::span<const float> in, std::size_t height, std::size_t width, std::size_t channels,
                            std::span<float> out) {
  xnn_operator_t op = op_.get();
  return check(what, {xnn_reshape_max_pooling2d_nhwc_f32(op, /*batch_size=*/1, height, width, channels, channels,
                                                         channels, nullptr, nullptr, nullptr),
                      xnn_setup_max_pooling2d_nhwc_f32(op, in.data(), out.data()), xnn_run_operator(op, nullptr)});
}

}  // namespace earful
