#include "features/real_fft.h"

#include <kiss_fftr.h>

namespace earful {

void RealFft::Free::operator()(kiss_fftr_state* state) const { kiss_fftr_free(state); }

RealFft::RealFft(std::size_t size)
    : size_(size), state_(kiss_fftr_alloc(static_cast<int>(size), 0, nullptr, nullptr)), spectrum_(2 * bins()) {}

void RealFft::power(std::span<const float> frame, std::span<float> power) {
  static_assert(sizeof(kiss_fft_cpx) == 2 * sizeof(float));
  kiss_fftr(state_.get(), frame.data(), reinterpret_cast<kiss_fft_cpx*>(spectrum_.data()));
  for (std::size_t bin = 0; bin < power.size(); ++bin) {
    const float re = spectrum_[2 * bin];
    const float im = spectrum_[2 * bin + 1];
    power[bin] = re * re + im * im;
  }
}

}  // namespace earful
