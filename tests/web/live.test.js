// @ts-check
/** `earful/live` in Debian's Chromium, in a page that is cross-origin isolated and in one that is not. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { assert } from "chai";
import { chromium } from "playwright-core";
import { readSafetensors } from "./safetensors.js";
import { serve } from "./server.js";
import { wav } from "./wav.js";

const folder = await mkdtemp(path.join(tmpdir(), "earful-live-"));
const microphone = path.join(folder, "speech.wav");
const clips = readSafetensors(await readFile(new URL("../vectors/clips.safetensors", import.meta.url)));
const sentence = clips.tensors.get("sentence") ?? new Float32Array();
await writeFile(microphone, wav([Float32Array.from([...sentence, ...new Float32Array(16000)])], 16000));

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream=device-count=2",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-audio-capture=${microphone}`,
  ],
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

for (const isolated of [false, true]) {
  test(`in a page that is ${isolated ? "" : "not "}cross-origin isolated`, async (t) => {
    const server = await serve({ isolated });
    const page = await browser.newPage();
    try {
      await page.goto(`${server.origin}/tests/web/page/live.html`);
      await page.waitForFunction(() => "runLive" in globalThis);
      assert.equal(await page.evaluate(() => crossOriginIsolated), isolated);
      const outcomes = await page.evaluate(() =>
        /** @type {{ runLive: () => Promise<{ name: string, error?: string }[]> }} */ (
          /** @type {unknown} */ (globalThis)
        ).runLive(),
      );
      assert.isAbove(outcomes.length, 20);
      for (const { name, error } of outcomes) {
        await t.test(name, () => {
          if (error) throw new Error(error);
        });
      }
    } finally {
      await page.close();
      server.close();
    }
  });
}
