#include <stdlib.h>
#include <webrtc/common_audio/vad/include/webrtc_vad.h>

#include "../detectors.h"

void* webrtc_create(int frame, int mode) {
  VadInst* state = NULL;
  (void)frame;
  if (WebRtcVad_Create(&state) || WebRtcVad_Init(state) || WebRtcVad_set_mode(state, mode)) abort();
  return state;
}

float webrtc_process(void* state, const short* samples, int frame) {
  return (float)WebRtcVad_Process(state, sample_rate, samples, frame);
}
