#include "features/real_fft.h"

#include <kiss_fftr.h>

namespace earful {

void RealFft::Free::operator()(kiss_fftr_state* state) const { kiss_fftr_free(state); }

RealFft::RealFft(std::size_t size)
    : size_(size), state_(kiss_fftr_alloc(static_cast<int>(size), 0, nullptr, nullptr)) {}

Result<RealFft> RealFft::create(std::size_t size) {
  RealFft fft(size);
  if (!fft.state_) return fail(ErrorCode::out_of_memory, "no memory for the FFT");
  return fft;
}

void RealFft::power(std::span<const float> frames, std::span<float> power) {
  static_assert(sizeof(kiss_fft_scalar) == lanes * sizeof(float));
  const auto spectrum = spectrum_.room(bins() * 2 * lanes);
  kiss_fftr(state_.get(), reinterpret_cast<const kiss_fft_scalar*>(frames.data()),
            reinterpret_cast<kiss_fft_cpx*>(spectrum.data()));
  for (std::size_t bin = 0; bin < bins(); ++bin) {
    const float* re = spectrum.data() + 2 * bin * lanes;
    const float* im = re + lanes;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      power[bin * lanes + lane] = re[lane] * re[lane] + im[lane] * im[lane];
    }
  }
}

}  // namespace earful
