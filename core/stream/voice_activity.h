#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "error.h"

namespace earful {

/// Streaming voice activity detector: for each 20 ms of 16 kHz mono audio, how likely a voice is in it. It is the one
/// of libopus's SILK encoder. Whatever the chunks, its answers are the same to the last bit; `push` allocates only
/// where `out` has no room.
class VoiceActivity {
 public:
  static constexpr int sample_rate = 16000;
  static constexpr std::size_t frame_length = 320;  // samples

  /// A frame is voice from this probability on. The encoder sends from 0.05, which holds noise for a voice; this is
  /// chosen by tests/bench/voice-activity.
  static constexpr float threshold = 0.7F;

  /// Error: out_of_memory.
  static Result<VoiceActivity> create();

  /// Appends to `out` the probability (0..1) of each frame that `samples` complete. Samples are -1..1, louder ones are
  /// clipped, and all must be finite. What does not fill a frame waits for more.
  void push(std::span<const float> samples, std::vector<float>& out);

 private:
  struct State;
  struct Destroy {
    void operator()(State* state) const;
  };

  VoiceActivity() = default;

  std::unique_ptr<State, Destroy> state_;
  std::array<float, frame_length> frame_{};
  std::size_t filled_ = 0;  // samples in `frame_`
};

}  // namespace earful
