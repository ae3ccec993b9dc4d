#include "nn/multi_head_attention.h"

#include <cmath>

namespace earful {
namespace {

// Rows of `size` values, `in_stride` apart in `in` and `out_stride` in `out`, multiplied by `scale`.
void copy_rows(const float* in, std::size_t in_stride, float* out, std::size_t out_stride, std::size_t rows,
               std::size_t size, float scale = 1) {
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < size; ++i) out[row * out_stride + i] = scale * in[row * in_stride + i];
  }
}

}  // namespace

Result<MultiHeadAttention> MultiHeadAttention::create(const Sizes& sizes) {
  auto compare = BatchMatmul::create(BatchMatmul::Right::transposed);
  if (!compare) return std::unexpected(compare.error());
  auto mix = BatchMatmul::create(BatchMatmul::Right::as_it_is);
  if (!mix) return std::unexpected(mix.error());
  auto softmax = Softmax::create();
  if (!softmax) return std::unexpected(softmax.error());
  return MultiHeadAttention(sizes, *std::move(compare), *std::move(mix), *std::move(softmax));
}

Result<void> MultiHeadAttention::run(std::span<const float> in, std::size_t steps, std::span<float> out) {
  const std::size_t width = sizes_.width;
  const std::size_t size = width / sizes_.heads;
  const float scale = 1 / std::sqrt(static_cast<float>(size));
  const auto query = query_.room(steps * size);
  const auto key = key_.room(steps * size);
  const auto value = value_.room(steps * size);
  const auto mixed = mixed_.room(steps * size);
  const auto weights = weights_.room(steps * steps);
  for (std::size_t head = 0; head < sizes_.heads; ++head) {
    const float* const from = in.data() + head * size;
    copy_rows(from, 3 * width, query.data(), size, steps, size, scale);
    copy_rows(from + width, 3 * width, key.data(), size, steps, size);
    copy_rows(from + 2 * width, 3 * width, value.data(), size, steps, size);
    const BatchMatmul::Sizes of_weights{.batch = 1, .rows = steps, .columns = steps, .inner = size};
    if (auto ran = compare_.run(query, key, of_weights, weights); !ran) return ran;
    if (auto ran = softmax_.run(weights, steps, steps, weights); !ran) return ran;
    const BatchMatmul::Sizes of_mixed{.batch = 1, .rows = steps, .columns = size, .inner = steps};
    if (auto ran = mix_.run(weights, value, of_mixed, mixed); !ran) return ran;
    copy_rows(mixed.data(), size, out.data() + head * size, width, steps, size);
  }
  return {};
}

}  // namespace earful
