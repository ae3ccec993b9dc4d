#pragma once

#include <cstddef>
#include <span>
#include <variant>

#include "nn/fully_connected.h"
#include "nn/fully_connected_int8.h"

namespace earful {

/// A fully connected layer without activation, in the arithmetic that its weights come in: f32 or int8.
class Linear {
 public:
  using Sizes = FullyConnected::Sizes;

  explicit Linear(FullyConnected layer) : layer_(std::move(layer)) {}
  explicit Linear(FullyConnectedInt8 layer) : layer_(std::move(layer)) {}

  /// in [rows][in] -> out [rows][out]. `in` lies in a Buffer.
  Result<void> run(std::span<const float> in, std::size_t rows, std::span<float> out) {
    return std::visit([&](auto& layer) { return layer.run(in, rows, out); }, layer_);
  }

 private:
  std::variant<FullyConnected, FullyConnectedInt8> layer_;
};

}  // namespace earful
