#include "audio/validation.h"

#include <algorithm>
#include <cmath>

#include "text.h"

namespace earful {

Result<void> check_finite(std::span<const float> samples, std::uint64_t first) {
  const auto bad = std::ranges::find_if_not(samples, [](float sample) { return std::abs(sample) <= largest_sample; });
  if (bad == samples.end()) return {};
  return fail(ErrorCode::audio_not_finite, concat("sample ", first + static_cast<std::uint64_t>(bad - samples.begin()),
                                                  std::isnan(*bad)   ? " is NaN"
                                                  : std::isinf(*bad) ? " is infinite"
                                                                     : " is too large"));
}

Result<void> check_length(std::size_t samples, double sample_rate) {
  if (samples == 0) return fail(ErrorCode::audio_empty, "there are no samples");
  const double duration = static_cast<double>(samples) / sample_rate;
  if (duration >= shortest_clip) return {};
  return fail(ErrorCode::audio_too_short,
              concat("the audio lasts ", duration, " s; the least is ", shortest_clip, " s"));
}

}  // namespace earful
