#include "nn/batch_matmul.h"

namespace earful {
namespace {

constexpr std::string_view what = "matrix product";

}  // namespace

Result<BatchMatmul> BatchMatmul::create(Right right) {
  const uint32_t flags = right == Right::transposed ? XNN_FLAG_TRANSPOSE_B : 0;
  return make_layer<BatchMatmul>(
      what, [&](xnn_operator_t* op) { return xnn_create_batch_matrix_multiply_nc_f32(flags, op); });
}

Result<void> BatchMatmul::run(std::span<const float> a, std::span<const float> b, const Sizes& sizes,
                              std::span<float> out) {
  std::size_t workspace = 0;
  std::size_t alignment = 0;
  xnn_operator_t op = op_.get();
  const auto shaped = check(
      what, {xnn_reshape_batch_matrix_multiply_nc_f32(op, /*num_batch_dims=*/1, &sizes.batch, &sizes.batch, sizes.rows,
                                                      sizes.inner, sizes.columns, &workspace, &alignment, nullptr)});
  if (!shaped) return shaped;
  float* room = workspace_.room(workspace / sizeof(float)).data();
  return check(what, {xnn_setup_batch_matrix_multiply_nc_f32(op, room, a.data(), b.data(), out.data()),
                      xnn_run_operator(op, nullptr)});
}

}  // namespace earful
