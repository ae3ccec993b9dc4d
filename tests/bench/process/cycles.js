import { clip, sampleRate } from "../clip.js";
import { modelBytes } from "../contestants/earful.js";
import { url } from "../environment.js";

const spell = 20; // cycles from one collection to the next
const readings = 5;

async function collect(milliseconds) {
  await new Promise((resolve) => setTimeout(resolve, milliseconds)); // what a finished await still holds is let go
  global.gc();
}

/**
 * Loads, scores 1 s and disposes, over and over: {cycle, rss, heap} in bytes after each of `counts` cycles. The least of
 * a few readings, one spell apart: garbage that the engine has not given back yet comes on top.
 */
export async function cycles(counts) {
  const { loadScorer } = await import(url("web/dist/index.js"));
  const model = await modelBytes();
  const samples = clip(1);
  const results = counts.map((cycle) => ({ cycle, rss: Infinity, heap: Infinity }));
  const last = counts.at(-1) + (readings - 1) * spell;
  for (let cycle = 1; cycle <= last; cycle++) {
    const scorer = await loadScorer({ model });
    scorer.score(samples, sampleRate);
    scorer.dispose();
    if (cycle % spell > 0) continue;
    // The WebAssembly instance goes with its last scorer once it is collected: it shall come and go too.
    await collect(0);
    const result = results.find((each) => cycle >= each.cycle && cycle < each.cycle + readings * spell);
    if (!result) continue;
    for (let i = 0; i < 3; i++) await collect(250); // finalizers and V8's own threads take some turns
    const { rss, heapUsed } = process.memoryUsage();
    result.rss = Math.min(result.rss, rss);
    result.heap = Math.min(result.heap, heapUsed);
  }
  return results;
}
