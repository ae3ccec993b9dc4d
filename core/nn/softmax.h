#pragma once

#include <cstddef>
#include <span>

#include "nn/xnn_operator.h"

namespace earful {

/// Softmax of each row (XNNPACK).
class Softmax {
 public:
  explicit Softmax(XnnOperator op) : op_(std::move(op)) {}

  static Result<Softmax> create();

  /// in [rows][columns] -> out [rows][columns], each row summing to 1. `in` lies in a Buffer; `out` may be `in`.
  Result<void> run(std::span<const float> in, std::size_t rows, std::size_t columns, std::span<float> out);

 private:
  XnnOperator op_;
};

}  // namespace earful
