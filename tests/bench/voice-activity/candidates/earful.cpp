#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

#include "../detectors.h"
#include "stream/voice_activity.h"

using earful::VoiceActivity;

namespace {

struct State {
  VoiceActivity detector;
  std::vector<float> out;
};

}  // namespace

void* earful_create(int /*frame*/, int /*option*/) {
  auto detector = VoiceActivity::create();
  if (!detector) std::abort();
  return new State{.detector = *std::move(detector), .out = {}};
}

float earful_process(void* state, const short* samples, int /*frame*/) {
  std::array<float, VoiceActivity::frame_length> frame{};
  std::transform(samples, samples + frame.size(), frame.begin(),
                 [](short sample) { return static_cast<float>(sample) / 32768; });
  auto& [detector, out] = *static_cast<State*>(state);
  out.clear();
  detector.push(frame, out);
  return out.front();
}
