import { clip } from "../clip.js";
import { loadEarful } from "../contestants/earful.js";
import { loadOnnxRuntime } from "../contestants/onnxruntime.js";

const loaders = {
  bare: async () => ({ score: () => 0 }),
  "earful simd": () => loadEarful("simd"),
  "earful relaxed": () => loadEarful("relaxed"),
  onnxruntime: () => loadOnnxRuntime(),
};

/** The resident memory of this process, in bytes, after a contestant has been loaded and has scored 15 s. */
export async function memoryOf(name) {
  const contestant = await loaders[name]();
  await contestant.score(clip(15));
  global.gc();
  await new Promise((resolve) => setTimeout(resolve, 200));
  global.gc();
  const bytes = process.memoryUsage.rss();
  await contestant.score(clip(1)); // it was alive all the time
  return bytes;
}
