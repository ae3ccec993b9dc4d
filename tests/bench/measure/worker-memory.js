import { inPage } from "../chromium.js";
import { memory, renderer } from "./renderer.js";

/**
 * What loading a contestant of memory-worker.js and then scoring add to the private memory of a page with a worker:
 * {loaded, scored} in bytes.
 */
export function measureWorkerMemory(chromium, contestant, argument) {
  return inPage(chromium, "memory", async (page) => {
    await page.waitForFunction(() => globalThis.ask);
    const ask = (...request) => page.evaluate((what) => globalThis.ask(what), request);
    await ask("wait");
    const pid = renderer();
    const before = memory(pid);
    await ask("load", contestant, argument);
    const loaded = memory(pid) - before;
    await ask("score");
    return { loaded, scored: memory(pid) - before };
  });
}
