// @ts-check
/** The demo page in Chromium, with the built package behind it. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { loadScorer } from "earful";
import {
  choose,
  focused,
  hum,
  launchChromium,
  openDemo,
  sampleRate,
  scoresOf,
  serveDemo,
  twoLabels,
  wav,
} from "./demo-page.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof serveDemo>>} */
let demo;
before(async () => {
  demo = await serveDemo();
});
after(() => demo.close());

/**
 * Lets a file fall on the page.
 * @param {Page} page
 * @param {string} name
 * @param {Buffer} bytes
 */
async function drop(page, name, bytes) {
  const dataTransfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      return transfer;
    },
    { name, base64: bytes.toString("base64") },
  );
  await page.dispatchEvent("#drop", "drop", { dataTransfer });
}

describe("the demo page", () => {
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("playwright-core").BrowserContext} */
  let context;
  before(async () => {
    browser = await launchChromium(["--use-fake-device-for-media-stream"]);
  });
  after(() => browser.close());
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext({ permissions: [] });
  });

  test("loads and scores under its policy without a complaint or a foreign request", async () => {
    const { page, complaints, requests } = await openDemo(context, demo.url);
    for (const sample of ["A kind word", "A rude one", "A game chat"]) {
      await page.getByRole("button", { name: sample }).click();
      const { scores } = await scoresOf(page, sample);
      assert.ok(scores.toxic > 0 && scores.toxic < 1, `${sample}: ${scores.toxic}`);
    }
    assert.deepEqual(complaints, []);
    assert.ok(requests.some((url) => url.endsWith(".wasm")));
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(demo.url)),
      [],
    );
  });

  test("shows for a dropped file the scores and the attention that the package gives", async () => {
    const { page } = await openDemo(context, demo.url);
    const samples = hum(32.04);
    await drop(page, "hum.wav", wav(samples));
    const shown = await scoresOf(page, "hum.wav");

    const scorer = await loadScorer();
    const expected = scorer.score(samples, sampleRate, { attention: true });
    scorer.dispose();
    assert.equal(shown.duration, expected.duration);
    assert.equal(shown.windows.length, 3);
    assert.ok(Math.abs(shown.scores.toxic - (expected.scores["toxic"] ?? NaN)) < 1e-3);
    expected.windows.forEach((window, i) => {
      assert.deepEqual([shown.windows[i].start, shown.windows[i].end], [window.start, window.end]);
      assert.ok(Math.abs(shown.windows[i].scores.toxic - (window.scores["toxic"] ?? NaN)) < 1e-3);
      assert.equal(shown.windows[i].attention.length, window.attention?.length);
      window.attention?.forEach((weight, step) => {
        assert.ok(Math.abs(shown.windows[i].attention[step] - weight) < 1e-3, `window ${i}, step ${step}`);
      });
    });
    assert.equal(await page.locator(".windows tbody tr").count(), 3);
  });

  test("shows every label of a model that has several, and which of them are flagged", async () => {
    await context.route("**/models/cnn.safetensors", (route) => route.fulfill({ path: twoLabels }));
    const { page } = await openDemo(context, demo.url);
    await choose(page, "hum.wav", wav(hum(32)));
    const { scores } = await scoresOf(page, "hum.wav");
    assert.deepEqual(Object.keys(scores), ["first", "second"]);
    assert.deepEqual(await page.locator(".score-name").allTextContents(), ["First", "Second"]);
    assert.deepEqual(await page.locator(".windows th").allTextContents(), ["Window", "First", "Second"]);
    const verdict = (await page.locator("#verdict").textContent()) ?? "";
    for (const label of ["first", "second"]) {
      const flagged = new RegExp(`${label} \\d+%, flagged at strict`, "i").test(verdict);
      assert.equal(flagged, scores[label] >= 0.25, `${verdict} ${label} ${scores[label]}`); // the file's strict
    }
  });

  test("names a clip that cannot be had, is no audio or too short, and scores the next one", async () => {
    const { page } = await openDemo(context, demo.url);
    const alert = page.getByRole("alert");
    await choose(page, "notes.wav", Buffer.from("milk, bread, eggs"));
    await alert.getByText("“notes.wav” could not be read").waitFor();
    await choose(page, "blip.wav", wav(hum(0.05)));
    await alert.getByText("too short").waitFor();
    await choose(page, "nothing.wav", Buffer.alloc(0));
    await alert.getByText("“nothing.wav” could not be read").waitFor();
    await context.route("**/rude.ogg", (route) => route.abort());
    await page.getByRole("button", { name: "A rude one" }).click();
    await alert.getByText("“A rude one” could not be read").waitFor();
    await choose(page, "hum.wav", wav(hum(1)));
    await scoresOf(page, "hum.wav");
    assert.equal(await alert.isVisible(), false);
  });

  test("turns to a new clip while a long one is still at work", async () => {
    const { page } = await openDemo(context, demo.url);
    await choose(page, "long.wav", wav(hum(240)));
    await page.getByRole("heading", { name: "long.wav" }).waitFor();
    await choose(page, "short.wav", wav(hum(2)));
    assert.equal((await scoresOf(page, "short.wav")).windows.length, 1);
    // Time enough for another window of the long one to come in, were it still scored.
    await page.waitForTimeout(500);
    assert.equal(await page.locator("#clip-name").textContent(), "short.wav");
  });

  test("offers to load the model again where it could not be had", async () => {
    await context.route("**/*.safetensors", (route) => route.abort());
    const page = await context.newPage();
    await page.goto(demo.url);
    await page.getByRole("alert").getByText("could not be loaded").waitFor();
    await context.unroute("**/*.safetensors");
    await page.getByRole("button", { name: "Try again" }).press("Enter");
    assert.equal(await focused(page), "file"); // the button has gone
    await page.getByText(/^Model .* ready/).waitFor();
    await choose(page, "hum.wav", wav(hum(1)));
    await scoresOf(page, "hum.wav");
  });

  test("says what to do where the microphone is refused", async () => {
    const { page } = await openDemo(context, demo.url);
    await page.getByRole("button", { name: "Start recording" }).press("Enter");
    await page.getByRole("alert").getByText("Allow it in the address bar").waitFor();
    assert.equal(await focused(page), "record");
    await page.getByRole("button", { name: "A kind word" }).click();
    await scoresOf(page, "A kind word");
  });

  test("seeks where the time line is clicked, and to a window from the table", async () => {
    const { page } = await openDemo(context, demo.url);
    await page.getByRole("button", { name: "A game chat" }).click();
    const { duration } = await scoresOf(page, "A game chat");
    const scrubber = page.getByRole("slider", { name: "Playback position" });
    const { width = 0 } = (await scrubber.boundingBox()) ?? {};
    await scrubber.click({ position: { x: 0.75 * width, y: 100 } });
    assert.ok(Math.abs(Number(await scrubber.inputValue()) / duration - 0.75) < 0.005);
    await page.getByRole("button", { name: "0:15 – 0:24" }).click();
    assert.equal(Number(await scrubber.inputValue()), 15);
  });

  test("copies the scores as JSON", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const { page } = await openDemo(context, demo.url);
    await page.getByRole("button", { name: "A kind word" }).click();
    const shown = await scoresOf(page, "A kind word");
    await page.getByText("Raw scores as JSON").click();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), shown);
  });
});

test("the demo page records from the microphone and scores what it heard", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "earful-demo-"));
  const heard = path.join(folder, "heard.wav");
  await writeFile(heard, wav(hum(10)));
  const browser = await launchChromium([
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-audio-capture=${heard}`,
  ]);
  try {
    const { page, complaints } = await openDemo(await browser.newContext({ permissions: ["microphone"] }), demo.url);
    await page.getByRole("button", { name: "Start recording" }).click();
    await page.getByText(/^0:(0[2-9]|[1-5]\d) of 1:00$/).waitFor();
    await page.getByRole("button", { name: "Stop and score" }).click();
    const { duration, windows } = await scoresOf(page, "Recording");
    assert.ok(duration > 1 && duration < 60, `${duration} s`);
    assert.ok(windows.length > 0);
    await page.getByRole("button", { name: "Start recording" }).waitFor();
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
});
