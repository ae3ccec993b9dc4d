/* One detector: `create` makes its state, `process` takes a frame of int16 at 16 kHz and says how likely it is voice.
 */
#ifndef DETECTORS_H
#define DETECTORS_H

#ifdef __cplusplus
extern "C" {
#endif

enum { sample_rate = 16000, longest_frame = 480 };

#define DETECTOR(name)                        \
  void* name##_create(int frame, int option); \
  float name##_process(void* state, const short* samples, int frame);

DETECTOR(earful)   /* the package's own; no option */
DETECTOR(silk)     /* SILK's in libopus, speech activity; no option */
DETECTOR(analysis) /* libopus's speech, music and noise network, activity; no option */
DETECTOR(speex)    /* SpeexDSP's preprocessor, speech probability; no option */
DETECTOR(webrtc)   /* WebRTC's, 0 or 1; the option is its mode, 0 to 3 */
DETECTOR(encoder)  /* libopus's encoder as a call runs it, bytes of the packet; the option is its complexity */

#ifdef __cplusplus
}
#endif

#endif
