import { sampleRate } from "../clip.js";
import { bytes, url } from "../environment.js";

/** This package: samples to features and score, in one of its two builds (the better one by default). */
export async function loadEarful(variant) {
  const { loadScorer } = await import(url("web/dist/index.js"));
  const scorer = await loadScorer({ variant });
  return {
    logMel: (samples) => scorer.logMel(samples, sampleRate).data,
    score: (samples) => Object.values(scorer.score(samples, sampleRate).scores)[0],
  };
}

export const modelBytes = () => bytes(url("web/dist/models/cnn.safetensors"));
