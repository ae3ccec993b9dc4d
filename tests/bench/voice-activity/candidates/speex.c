#include <speex/speex_preprocess.h>
#include <string.h>

#include "../detectors.h"

void* speex_create(int frame, int option) {
  SpeexPreprocessState* state = speex_preprocess_state_init(frame, sample_rate);
  int on = 1;
  (void)option;
  speex_preprocess_ctl(state, SPEEX_PREPROCESS_SET_VAD, &on);
  return state;
}

float speex_process(void* state, const short* samples, int frame) {
  short denoised[longest_frame];
  int percent = 0;
  memcpy(denoised, samples, (size_t)frame * sizeof *samples);
  speex_preprocess_run(state, denoised);
  speex_preprocess_ctl(state, SPEEX_PREPROCESS_GET_PROB, &percent);
  return (float)percent / 100;
}
