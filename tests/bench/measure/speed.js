import { inPage, withChromium } from "../chromium.js";
import { runNode } from "../child.js";

/** The race in Chromium and in this Node: {chromium, node}, each as race.js gives it. */
export async function measureSpeed({ rounds }) {
  return {
    chromium: await withChromium((chromium) =>
      inPage(chromium, "race", async (page) => {
        await page.waitForFunction(() => document.title === "ready");
        return page.evaluate((count) => globalThis.race(count), rounds);
      }),
    ),
    node: await runNode("race", rounds),
  };
}
