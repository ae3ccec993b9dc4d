#include "nn/conv2d.h"

#include <algorithm>
#include <limits>

namespace earful {
namespace {

constexpr std::string_view what = "convolution";

constexpr std::size_t strip_rows = 32;  // even, so that pooling goes on from strip to strip

}  // namespace

// The operator pads the sides only: rows above and below a strip are the image's own. Of a single channel it would load
// one value for each tap; there the taps of a row become channels, which leaves the weights as they are.
Result<Conv2d> Conv2d::create(const Sizes& sizes, std::span<const float> weight, std::span<const float> bias,
                              Activation activation) {
  const auto height = static_cast<uint32_t>(sizes.kernel);
  const bool unfolds = sizes.in_channels == 1;
  const uint32_t width = unfolds ? 1 : height;
  const std::size_t channels = unfolds ? sizes.kernel : sizes.in_channels;
  auto op = make_layer<XnnOperator>(what, [&](xnn_operator_t* made) {
    return xnn_create_convolution2d_nhwc_f32(/*top=*/0, width / 2, /*bottom=*/0, width / 2, height, width,
                                             /*stride=*/1, 1, /*dilation=*/1, 1, /*groups=*/1, channels,
                                             sizes.out_channels, channels, sizes.out_channels, weight.data(),
                                             bias.data(), lowest(activation), std::numeric_limits<float>::infinity(),
                                             /*flags=*/0, nullptr, nullptr, made);
  });
  if (!op) return std::unexpected(op.error());
  return Conv2d(sizes, *std::move(op));
}

// The input rows that `rows` rows of output from `top` depend on: zeros where they lie outside the image.
std::span<const float> Conv2d::with_margin(std::span<const float> in, std::size_t row_size, std::size_t top,
                                           std::size_t rows) {
  const std::size_t margin = sizes_.kernel / 2;
  const std::size_t height = in.size() / row_size;
  const std::size_t size = (rows + 2 * margin) * row_size;
  if (top >= margin && top + rows + margin <= height) return in.subspan((top - margin) * row_size, size);
  const auto padded = edge_.room(size);
  std::ranges::fill(padded, 0.0F);
  const std::size_t first = top - std::min(top, margin);
  const std::size_t last = std::min(top + rows + margin, height);
  std::ranges::copy(in.subspan(first * row_size, (last - first) * row_size),
                    padded.subspan((first + margin - top) * row_size).begin());
  return padded;
}

// Each value and its neighbours in the row as channels: [height][width][1] -> [height][width][kernel].
std::span<const float> Conv2d::unfolded(std::span<const float> in, std::size_t width) {
  const std::size_t margin = sizes_.kernel / 2;
  const auto out = unfolded_.room(in.size() * sizes_.kernel);
  padded_row_.assign(width + 2 * margin, 0);
  auto to = out.begin();
  for (std::size_t start = 0; start < in.size(); start += width) {
    std::ranges::copy(in.subspan(start, width), padded_row_.begin() + static_cast<std::ptrdiff_t>(margin));
    for (std::size_t i = 0; i < width; ++i) to = std::copy_n(padded_row_.data() + i, sizes_.kernel, to);
  }
  return out;
}

Result<void> Conv2d::convolve(std::span<const float> in, std::size_t height, std::size_t width, std::span<float> out) {
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

Result<void> Conv2d::run(std::span<const float> in, std::size_t height, std::size_t width, std::span<float> out,
                         MaxPool2d* pool) {
  const std::size_t row_size = width * sizes_.out_channels;
  const std::size_t pooled_row_size = width / 2 * sizes_.out_channels;
  for (std::size_t top = 0; top < height; top += strip_rows) {
    const std::size_t rows = std::min(strip_rows, height - top);
    const auto convolved = pool ? strip_.room(rows * row_size) : out.subspan(top * row_size, rows * row_size);
    auto reach = with_margin(in, width * sizes_.in_channels, top, rows);
    if (sizes_.in_channels == 1) reach = unfolded(reach, width);
    if (auto ran = convolve(reach, rows + sizes_.kernel - 1, width, convolved); !ran) return ran;
    if (!pool || rows < 2) continue;
    const auto pooled = out.subspan(top / 2 * pooled_row_size, rows / 2 * pooled_row_size);
    if (auto ran = pool->run(convolved, rows, width, sizes_.out_channels, pooled); !ran) return ran;
  }
  return {};
}

}  // namespace earful
