import { inPage, withChromium } from "../chromium.js";

/** The text scorer in Chromium: see text-race.js. */
export function measureText({ rounds }) {
  return withChromium(async (chromium) => {
    return inPage(chromium, "text", async (page) => {
      await page.waitForFunction(() => globalThis.ready);
      return page.evaluate((count) => globalThis.raceText(count), rounds);
    });
  });
}
