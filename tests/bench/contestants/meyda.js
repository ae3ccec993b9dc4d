import { importPeer } from "../environment.js";

const frameLength = 512; // Meyda has no zero-padding: the frame is as long as the transform
const hopLength = 160;

/**
 * Meyda's mel bands over as many frames of the same clip, 40 filters. Not the same features: its frames are 512 samples
 * under its own Hann window, its filters start from its own scale, its logarithm is ln(1 + x), nothing is normalised.
 */
export async function loadMeyda() {
  const meyda = await importPeer("meyda");
  meyda.bufferSize = frameLength;
  meyda.sampleRate = 16000;
  meyda.melBands = 40;
  return {
    logMel(samples) {
      const frames = [];
      for (let start = 0; start + 400 <= samples.length; start += hopLength) {
        const end = Math.min(start + frameLength, samples.length);
        frames.push(meyda.extract("melBands", samples.subarray(end - frameLength, end)));
      }
      return frames;
    },
  };
}
