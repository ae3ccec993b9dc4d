// @ts-check
/** The demo page by keyboard, in Chromium. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { choose, demoInChromium, focused, hum, openDemo, scoresOf, wav } from "./demo-page.js";

const { demo, browser } = await demoInChromium();

describe("the demo page by keyboard", () => {
  /** @type {import("playwright-core").BrowserContext} */
  let context;
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext({ permissions: [] });
  });

  test("leaves the focus on a window of the table while more are scored", async () => {
    const { page } = await openDemo(context, demo.url);
    await page.evaluate(() => {
      const windows = /** @type {HTMLElement} */ (document.getElementById("windows"));
      new MutationObserver((_, observer) => {
        const second = /** @type {HTMLElement | null} */ (windows.querySelector("tr:nth-child(2) button"));
        second?.focus();
        if (second) observer.disconnect();
      }).observe(windows, { childList: true, subtree: true });
    });
    await choose(page, "hum.wav", wav(hum(62)));
    await scoresOf(page, "hum.wav");
    assert.equal(await focused(page), "0:15 – 0:30");
    assert.equal(await page.locator(".windows tbody tr").count(), 5);
    await choose(page, "short.wav", wav(hum(20)));
    await scoresOf(page, "short.wav");
    assert.equal(await page.locator(".windows tbody tr").count(), 2);
  });

  test("can be used by keyboard alone", async () => {
    const { page } = await openDemo(context, demo.url);
    const chooser = page.waitForEvent("filechooser");
    const tabTo = async (/** @type {string} */ wanted) => {
      for (let stops = 0; stops < 12; ++stops) {
        await page.keyboard.press("Tab");
        if ((await focused(page))?.startsWith(wanted)) return;
      }
      assert.fail(`no way to ${wanted} by Tab`);
    };
    await tabTo("file");
    const outline = await page.locator("#drop").evaluate((zone) => getComputedStyle(zone).outlineStyle);
    assert.equal(outline, "solid");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles({ name: "hum.wav", mimeType: "audio/wav", buffer: wav(hum(3)) });
    await scoresOf(page, "hum.wav");

    await tabTo("A rude one");
    await page.keyboard.press("Enter");
    const { duration } = await scoresOf(page, "A rude one");

    await tabTo("play");
    await page.keyboard.press("Space");
    const scrubber = page.getByRole("slider", { name: "Playback position" });
    await page.waitForFunction(() => Number(/** @type {any} */ (document.getElementById("scrubber")).value) > 0.2);
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();

    await tabTo("scrubber");
    const before = Number(await scrubber.inputValue());
    await page.keyboard.press("ArrowRight");
    assert.ok(Math.abs(Number(await scrubber.inputValue()) - before - 0.5) < 1e-6);
    await page.keyboard.press("End");
    assert.ok(Math.abs(Number(await scrubber.inputValue()) - duration) < 0.01);

    await tabTo("Raw scores as JSON");
    await page.keyboard.press("Enter");
    await page.locator("#json").waitFor({ state: "visible" });
  });
});
