import { clip, sampleRate } from "../clip.js";
import { modelBytes } from "../contestants/earful.js";
import { url } from "../environment.js";

const settling = 4; // turns in which finalizers run and V8's own threads give back what they hold

async function collect() {
  for (let i = 0; i < settling; i++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    global.gc();
  }
}

/**
 * Loads, scores 1 s and disposes, over and over, as fast as it goes: {cycle, rss, heap} in bytes after each of `counts`
 * cycles and a collection.
 */
export async function cycles(counts) {
  const { loadScorer } = await import(url("web/dist/index.js"));
  const model = await modelBytes();
  const samples = clip(1);
  const results = [];
  for (let cycle = 1; cycle <= counts.at(-1); cycle++) {
    const scorer = await loadScorer({ model });
    scorer.score(samples, sampleRate);
    scorer.dispose();
    if (!counts.includes(cycle)) continue;
    await collect();
    const { rss, heapUsed } = process.memoryUsage();
    results.push({ cycle, rss, heap: heapUsed });
  }
  return results;
}
