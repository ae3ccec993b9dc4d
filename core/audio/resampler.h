#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "error.h"

struct SpeexResamplerState_;

namespace earful {

/// Streaming resampler of mono audio from 8-192 kHz (SpeexDSP's windowed sinc, the filter's delay taken off).
/// Whatever the chunks, the output is the same to the last bit, and after `finish` it holds
/// ceil(samples x to / from) samples. At equal rates samples pass unchanged.
class Resampler {
 public:
  static constexpr double min_rate = 8000;
  static constexpr double max_rate = 192000;

  /// Rates in Hz, rounded to whole ones. Error: sample_rate_out_of_range.
  static Result<Resampler> create(double from_rate, double to_rate);

  /// Appends to `out` what the samples so far decide.
  void push(std::span<const float> samples, std::vector<float>& out);

  /// Appends the rest. The resampler is then ready for another signal.
  void finish(std::vector<float>& out);

  /// Forgets the signal so far: ready for another.
  void restart();

 private:
  struct Destroy {
    void operator()(SpeexResamplerState_* state) const;
  };

  Resampler(std::uint64_t from, std::uint64_t to) : from_(from), to_(to) {}
  void process(std::span<const float> samples, std::vector<float>& out);

  std::uint64_t from_;
  std::uint64_t to_;
  std::uint64_t consumed_ = 0;                            // samples in
  std::uint64_t produced_ = 0;                            // samples out
  std::unique_ptr<SpeexResamplerState_, Destroy> state_;  // none at equal rates
};

}  // namespace earful
