#include "nn/layer_norm.h"

#include <array>
#include <cmath>

namespace earful {
namespace {

constexpr float epsilon = 1e-5F;  // as in PyTorch
constexpr std::size_t lanes = 8;

// The sum of `term(i)`, in lanes: floating-point sums are not reordered by the compiler, so that it could not
// vectorise.
template <class Term>
float sum(std::size_t count, Term term) {
  std::array<float, lanes> partial{};
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) partial[lane] += term(i + lane);
  }
  float total = 0;
  for (; i < count; ++i) total += term(i);
  for (const float part : partial) total += part;
  return total;
}

}  // namespace

void LayerNorm::run(std::span<const float> in, std::span<float> out) const {
  const std::size_t size = weight_.size();
  const auto count = static_cast<float>(size);
  for (std::size_t at = 0; at < in.size(); at += size) {
    const float* const x = in.data() + at;
    float* const y = out.data() + at;
    const float mean = sum(size, [&](std::size_t i) { return x[i]; }) / count;
    const float variance = sum(size, [&](std::size_t i) { return (x[i] - mean) * (x[i] - mean); }) / count;
    const float scale = 1 / std::sqrt(variance + epsilon);
    for (std::size_t i = 0; i < size; ++i) y[i] = (x[i] - mean) * scale * weight_[i] + bias_[i];
  }
}

}  // namespace earful
