#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct kiss_fftr_state;

namespace earful {

/// Power spectra of real frames (KissFFT). `size` is even.
class RealFft {
 public:
  explicit RealFft(std::size_t size);

  std::size_t bins() const { return size_ / 2 + 1; }

  /// frame [size] -> power [size / 2 + 1], |X|^2 of each bin.
  void power(std::span<const float> frame, std::span<float> power);

 private:
  struct Free {
    void operator()(kiss_fftr_state* state) const;
  };
  std::size_t size_;
  std::unique_ptr<kiss_fftr_state, Free> state_;
  std::vector<float> spectrum_;  // interleaved real and imaginary parts
};

}  // namespace earful
