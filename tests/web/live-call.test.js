// @ts-check
/** `earful/live` where the page's own script cannot tell: a call between two pages, autoplay, a page that is put to sleep. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { assert } from "chai";
import { chromium } from "playwright-core";
import { readSafetensors } from "./safetensors.js";
import { serve } from "./server.js";
import { wav } from "./wav.js";

const folder = await mkdtemp(path.join(tmpdir(), "earful-call-"));
const microphone = path.join(folder, "speech.wav");
const clips = readSafetensors(await readFile(new URL("../vectors/clips.safetensors", import.meta.url)));
const sentence = clips.tensors.get("sentence") ?? new Float32Array();
await writeFile(microphone, wav([Float32Array.from([...sentence, ...new Float32Array(16000)])], 16000));
const server = await serve();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  ignoreDefaultArgs: ["--autoplay-policy=no-user-gesture-required"],
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--autoplay-policy=document-user-activation-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-audio-capture=${microphone}`,
  ],
});
after(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
});

/** @param {import("playwright-core").BrowserContext} context */
async function open(context) {
  const page = await context.newPage();
  await page.goto(`${server.origin}/tests/web/page/call.html`);
  await page.waitForFunction(() => "call" in globalThis);
  return page;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} count
 */
const heard = (page, count) =>
  page.waitForFunction((wanted) => /** @type {any} */ (globalThis).call.heard.utterances.length >= wanted, count, {
    timeout: 30_000,
  });

test("hears the other side of a call between two pages", async () => {
  const context = await browser.newContext();
  const [near, far] = [await open(context), await open(context)];
  await far.mouse.click(10, 10);
  const answered = far.evaluate(() => /** @type {any} */ (globalThis).call.answer());
  await near.evaluate(() => /** @type {any} */ (globalThis).call.dial());
  await answered;
  await heard(far, 1);
  await context.close();
});

test("says that it waits for a click where the browser wants one, and then listens", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const told = page.waitForEvent("console", (message) => message.type() === "log");
  await page.goto(`${server.origin}/tests/web/page/call.html?by-itself`);
  assert.equal((await told).text(), "suspended");
  await page.mouse.click(10, 10);
  await page.waitForFunction(() => /** @type {any} */ (globalThis).call.monitor.state === "listening");
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).call.heard.states), [
    "suspended",
    "listening",
  ]);
  await context.close();
});

test("goes on after the page was frozen, and takes its worker for no dead one", async () => {
  const context = await browser.newContext();
  const page = await open(context);
  await page.mouse.click(10, 10);
  await page.evaluate(() => /** @type {any} */ (globalThis).call.listenToMicrophone());
  await heard(page, 1);
  const session = await context.newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const before = await page.evaluate(() => /** @type {any} */ (globalThis).call.heard.utterances.length);
  await heard(page, before + 2);
  const { errors, drift } = await page.evaluate(() => {
    const { heard, monitor } = /** @type {any} */ (globalThis).call;
    const { end } = heard.utterances.at(-1);
    return {
      errors: heard.errors.map((/** @type {import("earful").EarfulError} */ { code }) => code),
      drift: monitor.context.currentTime - monitor.contextTimeOffset - end,
    };
  });
  assert.notInclude(errors, "worker_failed");
  assert.closeTo(drift, 0, 3);
  await context.close();
});
