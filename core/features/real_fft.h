#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "error.h"
#include "nn/buffer.h"

struct kiss_fftr_state;

namespace earful {

/// Power spectra of four real frames at once: one in each lane of KissFFT's SIMD arithmetic. `size` is even.
class RealFft {
 public:
  static constexpr std::size_t lanes = 4;

  /// Error: out_of_memory.
  static Result<RealFft> create(std::size_t size);

  std::size_t bins() const { return size_ / 2 + 1; }

  /// frames [size][lanes] -> power [size / 2 + 1][lanes], |X|^2 of each bin. `frames` lies in a Buffer.
  void power(std::span<const float> frames, std::span<float> power);

 private:
  struct Free {
    void operator()(kiss_fftr_state* state) const;
  };
  explicit RealFft(std::size_t size);

  std::size_t size_;
  std::unique_ptr<kiss_fftr_state, Free> state_;
  Buffer spectrum_;  // [bins][real, imaginary][lanes]
};

}  // namespace earful
