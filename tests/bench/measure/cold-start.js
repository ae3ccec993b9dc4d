import { inPage, withChromium } from "../chromium.js";
import { median } from "../rounds.js";

/**
 * From the first byte requested of a contestant to its first score, of a 1 s clip or a line, in a page of a new browser
 * context (nothing cached), all files from localhost. Median milliseconds {contestant: ms}.
 */
export function measureColdStart({ contestants, rounds }) {
  return withChromium(async (chromium) => {
    const times = Object.fromEntries(contestants.map((name) => [name, []]));
    for (let round = -1; round < rounds; round++) {
      for (const name of contestants) {
        const milliseconds = await inPage(chromium, `cold-${name}`, async (page) => {
          const result = await page.waitForFunction(() => globalThis.coldStart);
          return result.jsonValue();
        });
        if (round >= 0) times[name].push(milliseconds);
      }
    }
    return Object.fromEntries(contestants.map((name) => [name, median(times[name])]));
  });
}
