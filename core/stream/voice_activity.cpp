#include "stream/voice_activity.h"

extern "C" {
#include <silk/main.h>
}

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <new>

namespace earful {

// Of the encoder's state the detector uses the part `sVAD` and some results beside it.
struct VoiceActivity::State {
  silk_encoder_state encoder{};

  float probability(std::span<const float, frame_length> frame) {
    std::array<std::int16_t, frame_length> samples{};
    std::ranges::transform(frame, samples.begin(), [](float sample) {
      return static_cast<std::int16_t>(std::rint(std::clamp(sample * 32768.0F, -32768.0F, 32767.0F)));
    });
    silk_VAD_GetSA_Q8_c(&encoder, samples.data());
    return static_cast<float>(encoder.speech_activity_Q8) / 256;
  }
};

void VoiceActivity::Destroy::operator()(State* state) const { delete state; }

Result<VoiceActivity> VoiceActivity::create() {
  VoiceActivity detector;
  detector.state_.reset(new (std::nothrow) State);
  if (!detector.state_) return fail(ErrorCode::out_of_memory, "no memory for the voice activity detector");
  silk_encoder_state& encoder = detector.state_->encoder;
  encoder.fs_kHz = sample_rate / 1000;
  encoder.frame_length = frame_length;
  silk_VAD_Init(&encoder.sVAD);
  return detector;
}

void VoiceActivity::push(std::span<const float> samples, std::vector<float>& out) {
  while (!samples.empty()) {
    const std::size_t count = std::min(samples.size(), frame_length - filled_);
    std::ranges::copy(samples.first(count), frame_.begin() + static_cast<std::ptrdiff_t>(filled_));
    samples = samples.subspan(count);
    filled_ += count;
    if (filled_ < frame_length) return;
    filled_ = 0;
    out.push_back(state_->probability(frame_));
  }
}

}  // namespace earful
