/* What decides DTX in opus_encoder.c where the complexity is 7 or more. Of the mode it uses one Fourier transform. */
#include <celt/modes.h>
#include <src/analysis.h>
#include <stdlib.h>

#include "../detectors.h"

static const opus_int16 eband5ms[1]; /* modes.c has these two; the transform does without */
static const unsigned char band_allocation[1];
#include <celt/static_modes_float.h>

typedef struct {
  TonalityAnalysisState analysis;
  CELTMode mode;
} OpusAnalysis;

void* analysis_create(int frame, int option) {
  OpusAnalysis* state = calloc(1, sizeof *state);
  (void)frame, (void)option;
  tonality_analysis_init(&state->analysis, sample_rate);
  state->mode.mdct.kfft[0] = &fft_state48000_960_0;
  return state;
}

static void from_short(const void* samples, opus_val32* out, int count, int offset, int c1, int c2, int channels) {
  (void)c1, (void)c2, (void)channels;
  for (int i = 0; i < count; ++i) out[i] = ((const short*)samples)[offset + i];
}

float analysis_process(void* state, const short* samples, int frame) {
  OpusAnalysis* opus = state;
  AnalysisInfo info;
  run_analysis(&opus->analysis, &opus->mode, samples, frame, frame, 0, -2, 1, sample_rate, 16, from_short, &info);
  return info.valid ? info.activity_probability : 0;
}
