#include "audio/resampler.h"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "text.h"

namespace earful {
namespace {

// Quality 5 of 10: an 80-tap kernel at equal rates, > 80 dB of stop band; falls by 4 dB at 7.3 kHz from 48 kHz audio.
constexpr int quality = 5;
constexpr std::size_t block = 4096;  // input samples handed to Speex at once

}  // namespace

void Resampler::Destroy::operator()(SpeexResamplerState_* state) const { speex_resampler_destroy(state); }

Result<Resampler> Resampler::create(double from_rate, double to_rate) {
  for (const double rate : {from_rate, to_rate}) {
    if (!(rate >= min_rate && rate <= max_rate)) {
      return fail(ErrorCode::sample_rate_out_of_range,
                  concat("sample rate ", rate, " Hz is outside ", min_rate, "-", max_rate, " Hz"));
    }
  }
  const auto from = static_cast<std::uint64_t>(std::llround(from_rate));
  const auto to = static_cast<std::uint64_t>(std::llround(to_rate));
  Resampler resampler(from, to);
  if (from != to) {
    int status = 0;
    resampler.state_.reset(
        speex_resampler_init(1, static_cast<spx_uint32_t>(from), static_cast<spx_uint32_t>(to), quality, &status));
    if (!resampler.state_) return fail(ErrorCode::out_of_memory, "no memory for the resampler");
    resampler.restart();
  }
  return resampler;
}

void Resampler::restart() {
  consumed_ = produced_ = 0;
  if (!state_) return;
  speex_resampler_reset_mem(state_.get());
  speex_resampler_skip_zeros(state_.get());
}

void Resampler::process(std::span<const float> samples, std::vector<float>& out) {
  while (!samples.empty()) {
    const std::size_t count = std::min(samples.size(), block);
    const std::size_t room = static_cast<std::size_t>(count * to_ / from_) + 2;
    const std::size_t end = out.size();
    out.resize(end + room);
    auto taken = static_cast<spx_uint32_t>(count);
    auto made = static_cast<spx_uint32_t>(room);
    speex_resampler_process_float(state_.get(), 0, samples.data(), &taken, out.data() + end, &made);
    out.resize(end + made);
    produced_ += made;
    samples = samples.subspan(taken);
  }
}

void Resampler::push(std::span<const float> samples, std::vector<float>& out) {
  consumed_ += samples.size();
  if (state_) {
    process(samples, out);
  } else {
    out.insert(out.end(), samples.begin(), samples.end());
  }
}

void Resampler::finish(std::vector<float>& out) {
  if (state_) {
    // Silence pushes out what the filter still holds; what it gives beyond the signal's end is cut.
    const std::uint64_t wanted = (consumed_ * to_ + from_ - 1) / from_;
    static constexpr std::array<float, 256> silence{};
    while (produced_ < wanted) process(silence, out);
    out.resize(out.size() - static_cast<std::size_t>(produced_ - wanted));
  }
  restart();
}

}  // namespace earful
