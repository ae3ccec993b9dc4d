import { clip, sampleRate } from "../clip.js";
import { modelBytes } from "../contestants/earful.js";
import { url } from "../environment.js";

async function collect(milliseconds) {
  await new Promise((resolve) => setTimeout(resolve, milliseconds)); // what a finished await still holds is let go
  global.gc();
}

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
    // The WebAssembly instance goes with its last scorer once it is collected: it shall come and go too.
    if (cycle % 20 === 0) await collect(0);
    if (!counts.includes(cycle)) continue;
    for (let i = 0; i < 4; i++) await collect(250); // finalizers and V8's own threads take some turns
    const { rss, heapUsed } = process.memoryUsage();
    readings.push({ cycle, rss, heap: heapUsed });
  }
  return readings;
}
