#include "nn/fully_connected_int8.h"

#include <algorithm>
#include <limits>

namespace earful {
namespace {

constexpr std::string_view what = "int8 fully connected layer";

constexpr std::size_t strip = 96;  // rows: a multiple of what any kernel takes at once

}  // namespace

Result<FullyConnectedInt8> FullyConnectedInt8::create(const Sizes& sizes, std::span<const std::int8_t> weight,
                                                      std::span<const float> scale, std::span<const float> bias,
                                                      Activation activation) {
  auto multiply = make_layer<XnnOperator>(what, [&](xnn_operator_t* op) {
    return xnn_create_fully_connected_nc_qd8_f32_qc8w(
        sizes.in, sizes.out, sizes.in, sizes.out, scale.data(), weight.data(), bias.empty() ? nullptr : bias.data(),
        lowest(activation), std::numeric_limits<float>::infinity(), /*flags=*/0, nullptr, nullptr, op);
  });
  if (!multiply) return std::unexpected(multiply.error());
  return FullyConnectedInt8(sizes, *std::move(multiply));
}

Result<void> FullyConnectedInt8::run(std::span<const float> in, std::size_t rows, std::span<float> out) {
  for (std::size_t top = 0; top < rows; top += strip) {
    const std::size_t part = std::min(strip, rows - top);
    if (auto ran = run_strip(in.subspan(top * sizes_.in, part * sizes_.in), part, out.data() + top * sizes_.out); !ran)
      return ran;
  }
  return {};
}

Result<void> FullyConnectedInt8::run_strip(std::span<const float> in, std::size_t rows, float* out) {
  quantised_.assign(in, rows, sizes_.in);
  xnn_operator_t op = multiply_.get();
  return check(what, {xnn_reshape_fully_connected_nc_qd8_f32_qc8w(op, rows, nullptr),
                      xnn_setup_fully_connected_nc_qd8_f32_qc8w(op, quantised_.numbers(), out, quantised_.scaling()),
                      xnn_run_operator(op, nullptr)});
}

}  // namespace earful
