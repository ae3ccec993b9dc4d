#include "nn/softmax.h"

namespace earful {
namespace {

constexpr std::string_view what = "softmax";

}  // namespace

Result<Softmax> Softmax::create() {
  return make_layer<Softmax>(what, [](xnn_operator_t* op) { return xnn_create_softmax_nc_f32(/*flags=*/0, op); });
}

Result<void> Softmax::run(std::span<const float> in, std::size_t rows, std::size_t columns, std::span<float> out) {
  xnn_operator_t op = op_.get();
  return check(what, {xnn_reshape_softmax_nc_f32(op, columns, columns, columns, rows, nullptr),
                      xnn_setup_softmax_nc_f32(op, in.data(), out.data()), xnn_run_operator(op, nullptr)});
}

}  // namespace earful
