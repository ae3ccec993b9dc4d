/* detectors candidates|references OUT FILE...: every detector of C, or every Opus encoder, over every FILE (raw int16
   at 16 kHz, mono). Writes OUT/STEM.NAME.f32, a float for each frame, and prints {name: {frame: samples, us:
   microseconds for each second of the FILE that was quickest}} as JSON. */
#include "detectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  const char* name;
  int frame;  /* samples */
  int option; /* what create takes beside the frame */
  void* (*create)(int frame, int option);
  float (*process)(void* state, const short* samples, int frame);
} Detector;

static const Detector candidates[] = {
    {"earful", 320, 0, earful_create, earful_process},
    {"silk", 320, 0, silk_create, silk_process},
    {"analysis", 320, 0, analysis_create, analysis_process},
    {"speex", 320, 0, speex_create, speex_process},
    {"webrtc-0", 160, 0, webrtc_create, webrtc_process},
    {"webrtc-1", 160, 1, webrtc_create, webrtc_process},
    {"webrtc-2", 160, 2, webrtc_create, webrtc_process},
    {"webrtc-3", 160, 3, webrtc_create, webrtc_process},
    {NULL},
};

static const Detector references[] = {
    {"opus-9", 320, 9, encoder_create, encoder_process},
    {"opus-5", 320, 5, encoder_create, encoder_process},
    {NULL},
};

static double seconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static short* read_samples(const char* path, size_t* count) {
  FILE* file = fopen(path, "rb");
  if (!file) exit(1);
  fseek(file, 0, SEEK_END);
  *count = (size_t)ftell(file) / sizeof(short);
  rewind(file);
  short* samples = malloc(*count * sizeof *samples + 1);
  if (fread(samples, sizeof *samples, *count, file) != *count) exit(1);
  fclose(file);
  return samples;
}

/* Returns the seconds it took for a second of the file. */
static double run(const Detector* detector, const char* folder, const char* path) {
  size_t count;
  short* samples = read_samples(path, &count);
  size_t frames = count / (size_t)detector->frame;
  float* values = malloc(frames * sizeof *values + 1);
  void* state = detector->create(detector->frame, detector->option); /* ends with the process */
  double start = seconds();
  for (size_t i = 0; i < frames; ++i) {
    values[i] = detector->process(state, samples + i * (size_t)detector->frame, detector->frame);
  }
  double elapsed = seconds() - start;

  const char* name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
  char out[4096];
  snprintf(out, sizeof out, "%s/%.*s.%s.f32", folder, (int)strcspn(name, "."), name, detector->name);
  FILE* file = fopen(out, "wb");
  if (!file || fwrite(values, sizeof *values, frames, file) != frames || fclose(file)) exit(1);
  free(values), free(samples);
  return elapsed * sample_rate / (double)count;
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const Detector* first = strcmp(argv[1], "references") ? candidates : references;
  for (const Detector* detector = first; detector->name; ++detector) {
    double quickest = 1e9;
    for (int i = 3; i < argc; ++i) {
      double took = run(detector, argv[2], argv[i]);
      if (took < quickest) quickest = took;
    }
    printf("%s\"%s\": {\"frame\": %d, \"us\": %.2f}", detector == first ? "{" : ",\n ", detector->name, detector->frame,
           1e6 * quickest);
  }
  printf("}\n");
  return 0;
}
