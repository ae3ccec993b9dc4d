#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "error.h"

namespace earful {

inline constexpr double shortest_clip = 0.1;    ///< seconds
inline constexpr float largest_sample = 1e10F;  ///< full scale is 1; spectra of more than this could overflow

/// Error: audio_not_finite, naming the first sample that is NaN, infinite or too large; `first` is the number of the
/// span's first one.
Result<void> check_finite(std::span<const float> samples, std::uint64_t first = 0);

/// Errors: audio_empty, audio_too_short.
Result<void> check_length(std::size_t samples, double sample_rate);

}  // namespace earful
