import { clip, sampleRate } from "../clip.js";
import { modelBytes } from "../contestants/earful.js";
import { url } from "../environment.js";

/** Loads, scores 1 s and disposes, over and over: {cycle, rss, heap} in bytes after each of `counts` cycles. */
export async function cycles(counts) {
  const { loadScorer } = await import(url("web/dist/index.js"));
  const model = await modelBytes();
  const samples = clip(1);
  const readings = [];
  for (let cycle = 1; cycle <= counts.at(-1); cycle++) {
    const scorer = await loadScorer({ model });
    scorer.score(samples, sampleRate);
    scorer.dispose();
    if (!counts.includes(cycle)) continue;
    global.gc();
    await new Promise((resolve) => setTimeout(resolve, 200));
    global.gc();
    const { rss, heapUsed } = process.memoryUsage();
    readings.push({ cycle, rss, heap: heapUsed });
  }
  return readings;
}
