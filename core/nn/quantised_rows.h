#pragma once

#include <xnnpack.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "error.h"

namespace earful {

/// Rows of f32 as whole numbers from 0 to 127, by a step and a zero point of each row's own: its values are about
/// step * (number - zero point), and 0 is exact. Seven bits, because that is what WebAssembly's relaxed dot product
/// takes on every machine alike (i32x4.relaxed_dot_i8x16_i7x16_add).
class QuantisedRows {
 public:
  /// in [rows][size]. What was held before is gone.
  void assign(std::span<const float> in, std::size_t rows, std::size_t size);

  const std::int8_t* numbers() const { return numbers_.data(); }              ///< [rows][size]
  const xnn_quantization_params* scaling() const { return scaling_.data(); }  ///< [rows]

 private:
  std::vector<std::int8_t> numbers_;
  std::vector<xnn_quantization_params> scaling_;
};

}  // namespace earful
