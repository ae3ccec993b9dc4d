#include <silk/main.h>
#include <stdlib.h>

#include "../detectors.h"

void* silk_create(int frame, int option) {
  silk_encoder_state* state = calloc(1, sizeof *state);
  (void)option;
  state->fs_kHz = sample_rate / 1000;
  state->frame_length = frame;
  silk_VAD_Init(&state->sVAD);
  return state;
}

float silk_process(void* state, const short* samples, int frame) {
  silk_encoder_state* encoder = state;
  (void)frame;
  silk_VAD_GetSA_Q8_c(encoder, samples);
  return (float)encoder->speech_activity_Q8 / 256;
}
