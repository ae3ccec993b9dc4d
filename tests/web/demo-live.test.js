// @ts-check
/** The demo's live page in Chromium: voices are played, called and recorded for real. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { launchChromium, serveDemo, twoLabels, withOwnModel } from "./demo-page.js";

/** @typedef {import("playwright-core").Page} Page */

describe("the demo's live page", () => {
  /** @type {Awaited<ReturnType<typeof serveDemo>>} */
  let demo;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("playwright-core").BrowserContext} */
  let context;
  /** @type {Page} */
  let page;
  /** @type {string[]} what must not happen */
  let complaints;
  before(async () => {
    const flags = ["--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"];
    [demo, browser] = await Promise.all([serveDemo(), launchChromium(flags)]);
  });
  after(async () => {
    await browser.close();
    demo.close();
  });
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext({ permissions: [] });
    page = await (await withOwnModel(context)).newPage();
    complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(demo.url) && !request.url().startsWith("blob:")) complaints.push(request.url());
    });
    await page.goto(`${demo.url}live.html`);
  });

  const rows = () => page.locator("#log li.said");
  /** @param {string} text */
  const ended = (text) => page.getByRole("heading", { name: text }).waitFor();

  test("scores a file's utterances while it plays, and ends with it", async () => {
    await page.getByRole("button", { name: "A rude one" }).click();
    await rows().first().waitFor();
    assert.match(
      (await rows().first().textContent()) ?? "",
      /^0:0\d\.\d – 0:0\d\.\dA rude oneToxic [<>]?\d+%(, \w+ [<>]?\d+%)*$/,
    );
    await ended("A rude one, ended");
    assert.equal(await page.getByRole("button", { name: "Stop" }).isVisible(), false);
    assert.deepEqual(complaints, []);
  });

  test("flags at the threshold that a person moves to, and announces it", async () => {
    await page.getByRole("button", { name: "A game chat" }).click();
    const slider = page.getByRole("slider", { name: "Toxic, from" });
    await slider.waitFor();
    await slider.fill("0.01");
    const announced = page.locator("#announcement", { hasText: /^A game chat: Toxic .+, flagged at your/ });
    await announced.waitFor({ state: "attached" });
    await page.locator("#log li.flagged", { hasText: "Toxic" }).first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await ended("A game chat, ended");
    assert.deepEqual(complaints, []);
  });

  test("flags each label of a model by itself, and says which", async () => {
    await context.route("**/models/cnn.safetensors", (route) => route.fulfill({ path: twoLabels }));
    await page.getByRole("button", { name: "A game chat" }).click();
    await page.locator("#log li.said").first().waitFor();
    assert.match((await rows().first().textContent()) ?? "", /First [<>]?\d+%, Second [<>]?\d+%$/);
    assert.deepEqual(await page.getByRole("meter").evaluateAll((all) => all.map((one) => one.ariaLabel)), [
      "First",
      "Second",
    ]);
    const log = page.locator("#log");
    await page.getByRole("slider", { name: "First, from" }).fill("1");
    await page.getByRole("slider", { name: "Second, from" }).fill("0.01");
    await log
      .getByText(/Second .+, flagged at your threshold/)
      .first()
      .waitFor();
    assert.equal(await log.getByText(/First .+, flagged at your threshold/).count(), 0);
    await page.getByRole("button", { name: "Stop" }).click();
  });

  test("hears both sides of a call through a real connection", async () => {
    await page.getByRole("button", { name: "Start the call" }).click();
    await page.getByRole("img", { name: /30 seconds of Ash/ }).waitFor();
    await page.getByRole("img", { name: /30 seconds of Robin/ }).waitFor();
    await rows().filter({ hasText: "Ash" }).first().waitFor();
    await rows().filter({ hasText: "Robin" }).first().waitFor();
    assert.match((await page.locator("#cost").textContent()) ?? "", /^Work for 2 speakers\d+(\.\d)?% of a core/);
    await page.getByRole("button", { name: "Stop" }).click();
    await ended("A call between two people, ended");
    assert.deepEqual(complaints, []);
  });

  test("listens to the microphone, and lets go of it", async () => {
    await context.grantPermissions(["microphone"]);
    await page.getByRole("button", { name: "Start listening" }).click();
    await page.getByRole("img", { name: /30 seconds of Your microphone/ }).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await ended("Your microphone, ended");
    assert.deepEqual(complaints, []);
  });

  test("listens to the last voice that was chosen, though another was still being opened", async () => {
    await context.grantPermissions(["microphone"]);
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      /** @type {any} */ (globalThis).asked = new Promise((told) => {
        mediaDevices.getUserMedia = async (wanted) => {
          await new Promise((resolve) => setTimeout(resolve, 1000)); // a person reads the browser's question
          const stream = await ask(wanted);
          told(stream.getTracks());
          return stream;
        };
      });
    });
    await page.getByRole("button", { name: "Start listening" }).click();
    await page.getByRole("button", { name: "A game chat" }).click();
    await page.getByRole("img", { name: /of A game chat/ }).waitFor();
    const states = await page.evaluate(async () => {
      const tracks = await /** @type {any} */ (globalThis).asked;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return tracks.map((/** @type {MediaStreamTrack} */ { readyState }) => readyState);
    });
    assert.deepEqual(states, ["ended"]);
    assert.equal(await page.locator(".lane").count(), 1);
    await page.getByRole("img", { name: /of A game chat/ }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Stop" }).isVisible(), true);
    assert.deepEqual(complaints, []);
  });

  test("keeps one monitor for a speaker, however fast the thresholds are moved", async () => {
    await page.getByRole("button", { name: "A game chat" }).click();
    const slider = page.getByRole("slider", { name: "Toxic, from" });
    await slider.waitFor();
    await page.evaluate(() => {
      const open = new Set();
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (/** @type {any[]} */ ...message) {
        if (message[0].type === "open") open.add(message[0].id);
        if (message[0].type === "close") open.delete(message[0].id);
        return /** @type {Function} */ (postMessage).apply(this, message);
      };
      /** @type {any} */ (globalThis).open = open;
    });
    for (let i = 0; i < 8; i++) await slider.press("ArrowLeft");
    await page.waitForFunction(() => /** @type {any} */ (globalThis).open.size > 0);
    await page.waitForTimeout(1000);
    assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).open.size), 1);
    await page.getByRole("button", { name: "Stop" }).click();
    await ended("A game chat, ended");
    assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).open.size), 0);
    assert.deepEqual(complaints, []);
  });

  test("says what to do when the microphone is refused, and goes on", async () => {
    await page.getByRole("button", { name: "Start listening" }).click();
    await page.getByRole("alert").getByText("not allowed to use the microphone").waitFor();
    await page.getByRole("button", { name: "A rude one" }).click();
    await rows().first().waitFor();
    assert.equal(await page.getByRole("alert").isVisible(), false);
  });

  test("says so when a file is no audio", async () => {
    await page.setInputFiles("#file", { name: "notes.txt", mimeType: "audio/wav", buffer: Buffer.from("no audio") });
    await page.getByRole("alert").getByText("“notes.txt” could not be read as audio").waitFor();
  });

  test("shows where the keyboard's focus is, and keeps it when Stop goes", async () => {
    await page.getByRole("button", { name: "A rude one" }).focus();
    await page.keyboard.press("Tab");
    const label = page.locator("label[for=file]");
    assert.equal(await label.evaluate((one) => getComputedStyle(one).outlineStyle), "solid");
    await page.getByRole("button", { name: "A game chat" }).press("Enter");
    await page.getByRole("button", { name: "Stop" }).press("Enter");
    await ended("A game chat, ended");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "A game chat, ended");
  });

  test("lets another voice take the place of the one before", async () => {
    await page.getByRole("button", { name: "A game chat" }).click();
    await page.getByRole("img", { name: /of A game chat/ }).waitFor();
    await page.getByRole("button", { name: "A rude one" }).click();
    await page.getByRole("img", { name: /of A rude one/ }).waitFor();
    assert.equal(await page.locator(".lane").count(), 1);
  });
});
