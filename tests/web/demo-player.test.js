// @ts-check
/** The demo's player, in Debian's Chromium. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { demoInChromium, openDemo, scoresOf } from "./demo-page.js";

const { demo, browser } = await demoInChromium();

test("a clip that is asked to play twice at once plays once, and stops when it is told to", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    /** @type {Set<AudioScheduledSourceNode>} */
    const sounding = new Set();
    const { start, stop } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (
      /** @type {number | undefined} */ when,
      /** @type {number | undefined} */ offset,
    ) {
      sounding.add(this);
      start.call(this, when, offset);
    };
    AudioBufferSourceNode.prototype.stop = function (/** @type {number | undefined} */ when) {
      sounding.delete(this);
      stop.call(this, when);
    };
    Object.assign(globalThis, { sounding });
  });
  const { page } = await openDemo(context, demo.url);
  const sounding = () => page.evaluate(() => /** @type {any} */ (globalThis).sounding.size);
  await page.getByRole("button", { name: "A rude one" }).click();
  await scoresOf(page, "A rude one");
  await page.locator("#play").evaluate((/** @type {HTMLButtonElement} */ play) => {
    play.click();
    play.click();
  });
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await page.waitForFunction(() => Number(/** @type {any} */ (document.getElementById("scrubber")).value) > 0.2);
  assert.equal(await sounding(), 1);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  assert.equal(await sounding(), 0);
  await context.close();
});
