import { loadEarful, loadEarfulText } from "../contestants/earful.js";
import { loadTransformers } from "../contestants/transformers.js";
import { clip } from "../clip.js";
import { longLine } from "../lines.js";

// Each gives what scores: 15 s or 100 words.
const loaders = {
  encoder: async (model) => {
    const { scores } = await loadEarful(undefined, new URL(model, location.origin));
    return () => scores(clip(15));
  },
  text: async () => {
    const score = await loadEarfulText();
    return () => score(longLine);
  },
  transformers: async (dtype) => {
    const score = await loadTransformers(dtype);
    return () => score(longLine);
  },
};

let score;
const requests = {
  wait: () => undefined,
  load: async (name, argument) => {
    score = await loaders[name](argument);
  },
  score: () => score(),
};

addEventListener("message", async ({ data: [name, ...given] }) => {
  await requests[name](...given);
  await new Promise((resolve) => setTimeout(resolve, 500));
  globalThis.gc();
  postMessage(name);
});
