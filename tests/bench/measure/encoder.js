import { inPage, withChromium } from "../chromium.js";
import { measureWorkerMemory } from "./worker-memory.js";

const encoders = ["encoder", "encoder-en"];

/** Speech encoders in Chromium: {name: {network, wholeClip, differences, memory}}, see encoder-race.js. */
export function measureEncoders({ rounds }) {
  return withChromium(async (chromium) => {
    const results = {};
    for (const name of encoders) {
      const race = await inPage(chromium, "encoder", async (page) => {
        await page.waitForFunction(() => globalThis.ready);
        return page.evaluate(([which, count]) => globalThis.raceEncoder(which, count), [name, rounds]);
      });
      const memory = await measureWorkerMemory(chromium, "encoder", `/build/bench/${name}/model.safetensors`);
      results[name] = { ...race, memory };
    }
    return results;
  });
}
