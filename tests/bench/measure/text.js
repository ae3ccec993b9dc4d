import { inPage, withChromium } from "../chromium.js";
import { median } from "../rounds.js";
import { measureWorkerMemory } from "./worker-memory.js";

const memoryRounds = 3;

/**
 * The text scorer in Chromium: {line, longLine, differences}, see text-race.js, and {memory}: the bytes that loading and
 * scoring 100 words add to a worker's page, by contestant.
 */
export function measureText({ rounds }) {
  return withChromium(async (chromium) => {
    const race = await inPage(chromium, "text", async (page) => {
      await page.waitForFunction(() => globalThis.ready);
      return page.evaluate((count) => globalThis.raceText(count), rounds);
    });
    const memory = { earful: [], "transformers.js q8": [] };
    for (let round = 0; round < memoryRounds; round++) {
      memory.earful.push((await measureWorkerMemory(chromium, "text")).scored);
      memory["transformers.js q8"].push((await measureWorkerMemory(chromium, "transformers", "q8")).scored);
    }
    return {
      ...race,
      memory: Object.fromEntries(Object.entries(memory).map(([name, bytes]) => [name, median(bytes)])),
    };
  });
}
