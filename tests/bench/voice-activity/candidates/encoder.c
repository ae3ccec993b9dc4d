#include <opus.h>
#include <stddef.h>

#include "../detectors.h"

void* encoder_create(int frame, int complexity) {
  OpusEncoder* state = opus_encoder_create(sample_rate, 1, OPUS_APPLICATION_VOIP, NULL);
  (void)frame;
  opus_encoder_ctl(state, OPUS_SET_DTX(1));
  opus_encoder_ctl(state, OPUS_SET_BITRATE(24000));
  opus_encoder_ctl(state, OPUS_SET_COMPLEXITY(complexity));
  return state;
}

float encoder_process(void* state, const short* samples, int frame) {
  unsigned char packet[1500];
  return (float)opus_encode(state, samples, frame, packet, sizeof packet);
}
