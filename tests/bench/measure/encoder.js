import { inPage, withChromium } from "../chromium.js";
import { memory, renderer } from "./renderer.js";

const encoders = ["encoder", "encoder-en"];

/** What loading an encoder and then scoring 15 s add to the private memory of a page with a worker, bytes. */
function memoryOf(chromium, name) {
  return inPage(chromium, "encoder-memory", async (page) => {
    await page.waitForFunction(() => globalThis.ask);
    const ask = (...request) => page.evaluate((what) => globalThis.ask(what), request);
    await ask("wait");
    const pid = renderer();
    const before = memory(pid);
    await ask("load", `/build/bench/${name}/model.safetensors`);
    const loaded = memory(pid) - before;
    await ask("score");
    return { loaded, scored: memory(pid) - before };
  });
}

/** Speech encoders in Chromium: {name: {network, wholeClip, differences, memory}}, see encoder-race.js. */
export function measureEncoders({ rounds }) {
  return withChromium(async (chromium) => {
    const results = {};
    for (const name of encoders) {
      const race = await inPage(chromium, "encoder", async (page) => {
        await page.waitForFunction(() => globalThis.ready);
        return page.evaluate(([which, count]) => globalThis.raceEncoder(which, count), [name, rounds]);
      });
      results[name] = { ...race, memory: await memoryOf(chromium, name) };
    }
    return results;
  });
}
