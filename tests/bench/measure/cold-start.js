import { inPage, withChromium } from "../chromium.js";
import { median } from "../rounds.js";

const contestants = ["earful", "onnxruntime"];

/**
 * From the first byte requested of the contestant to the first score of a 1 s clip, in a page of a new browser context
 * (nothing cached), all files from localhost. Median milliseconds {earful, onnxruntime}.
 */
export function measureColdStart({ rounds }) {
  return withChromium(async (chromium) => {
    const times = { earful: [], onnxruntime: [] };
    for (let round = -1; round < rounds; round++) {
      for (const name of contestants) {
        const milliseconds = await inPage(chromium, `cold-${name}`, async (page) => {
          const result = await page.waitForFunction(() => globalThis.coldStart);
          return result.jsonValue();
        });
        if (round >= 0) times[name].push(milliseconds);
      }
    }
    return { earful: median(times.earful), onnxruntime: median(times.onnxruntime) };
  });
}
