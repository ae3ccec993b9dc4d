import { sampleRate } from "../clip.js";
import { bytes, url } from "../environment.js";

/** This package: samples to features and scores, in one of its two builds (the better one by default). */
export async function loadEarful(variant, model = "cnn") {
  const { loadScorer } = await import(url("web/dist/index.js"));
  const scorer = await loadScorer({ variant, model });
  const scores = (samples) => Object.values(scorer.score(samples, sampleRate).scores);
  return {
    logMel: (samples) => scorer.logMel(samples, sampleRate).data,
    scores,
    score: (samples) => scores(samples)[0],
  };
}

/** This package's scorer of texts: a text -> the scores. */
export async function loadEarfulText(variant, model = new URL(textModelUrl)) {
  const { loadTextScorer } = await import(url("web/dist/index.js"));
  const scorer = await loadTextScorer({ variant, model });
  return (text) => Object.values(scorer.score(text).scores);
}

export const textModelUrl = url("build/bench/text/model.safetensors");
export const modelBytes = () => bytes(url("web/dist/models/cnn.safetensors"));
