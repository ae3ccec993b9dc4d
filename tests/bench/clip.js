export const sampleRate = 16000;

/**
 * A clip with the ups and downs of speech: a gliding voice of 20 harmonics, syllables, noise. Timings do not depend on
 * what is said, but silence (denormal numbers, logarithms of the floor) would not be typical.
 */
export function clip(seconds) {
  const samples = new Float32Array(seconds * sampleRate);
  let phase = 0;
  let random = 1;
  for (let i = 0; i < samples.length; i++) {
    const time = i / sampleRate;
    phase += (2 * Math.PI * (140 + 40 * Math.sin(2 * time))) / sampleRate;
    let voice = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++) voice += Math.sin(harmonic * phase) / harmonic;
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * time));
    samples[i] = 0.2 * syllable * voice + 0.01 * (random / 0x40000000 - 1);
  }
  return samples;
}
