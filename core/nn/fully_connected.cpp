#include "nn/fully_connected.h"

#include <limits>

namespace earful {
namespace {

constexpr std::string_view what = "fully connected layer";

}  // namespace

Result<FullyConnected> FullyConnected::create(const Sizes& sizes, std::span<const float> weight,
                                              std::span<const float> bias, Activation activation) {
  return make_layer<FullyConnected>(what, [&](xnn_operator_t* op) {
    return xnn_create_fully_connected_nc_f32(sizes.in, sizes.out, sizes.in, sizes.out, weight.data(),
                                             bias.empty() ? nullptr : bias.data(), lowest(activation),
                                             std::numeric_limits<float>::infinity(), /*flags=*/0, nullptr, nullptr, op);
  });
}

Result<void> FullyConnected::run(std::span<const float> in, std::size_t rows, std::span<float> out) {
  xnn_operator_t op = op_.get();
  return check(what, {xnn_reshape_fully_connected_nc_f32(op, rows, nullptr),
                      xnn_setup_fully_connected_nc_f32(op, in.data(), out.data()), xnn_run_operator(op, nullptr)});
}

}  // namespace earful
