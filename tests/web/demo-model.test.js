// @ts-check
/** The demo's choice among models: what its server lists, and what the page makes of it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { demoInChromium, openDemo, twoLabels } from "./demo-page.js";

/** @param {string} file */
const hashOf = (file) => `sha384-${createHash("sha384").update(readFileSync(file)).digest("base64")}`;

const { demo, browser } = await demoInChromium();

test("the server lists the released models that are not in the package, with their hashes, and serves them", async () => {
  const released = new URL("../../models/release/", import.meta.url);
  const expected = readdirSync(released).filter((file) => file.endsWith(".safetensors") && file !== "cnn.safetensors");
  const list = await (await fetch(new URL("models.json", demo.url))).json();
  assert.deepEqual(
    list.map((/** @type {{ url: string }} */ { url }) => url),
    expected.map((file) => `models/${file}`),
  );
  for (const { url, integrity, bytes } of list) {
    const file = Buffer.from(await (await fetch(new URL(url, demo.url))).arrayBuffer());
    assert.equal(file.length, bytes);
    assert.equal(`sha384-${createHash("sha384").update(file).digest("base64")}`, integrity);
  }
  assert.equal((await fetch(new URL("models/cnn.safetensors", demo.url))).status, 200);
});

test("the page begins with encoder-en, which tells far more than the package's own, until a person chooses", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(demo.url);
  await page.getByText(/^Model encoder-en .* ready/).waitFor();
  await page.getByLabel("Model").selectOption("cnn");
  await page.getByText(/^Model cnn .* ready/).waitFor();
  await page.reload();
  await page.getByText(/^Model cnn .* ready/).waitFor();
  await context.close();
});

test("the page offers no choice where there is one model", async () => {
  const context = await browser.newContext();
  await context.route("**/models.json", (route) => route.fulfill({ json: [] }));
  const { page } = await openDemo(context, demo.url);
  assert.equal(await page.getByLabel("Model").isVisible(), false);
  await context.close();
});

test("the page takes the model that a person chooses, remembers it, and downloads it once", async () => {
  const context = await browser.newContext();
  const model = {
    name: "other",
    reads: "speech",
    url: "models/other.safetensors",
    integrity: hashOf(twoLabels),
    bytes: 1,
  };
  let asked = 0;
  await context.route("**/models.json", (route) => route.fulfill({ json: [model] }));
  await context.route("**/models/other.safetensors", (route) => {
    asked++;
    return route.fulfill({ path: twoLabels });
  });
  const { page, complaints } = await openDemo(context, demo.url);
  await page.getByText(/^Model cnn .* ready/).waitFor();
  await page.getByLabel("Model").selectOption("other");
  await page.getByText(/^Model random .* ready/).waitFor();
  await page.waitForFunction(async () => (await (await caches.open("earful-models")).keys()).length === 1);
  await page.reload();
  await page.getByText(/^Model random .* ready/).waitFor();
  assert.equal(asked, 1);
  await page.goto(new URL("live.html", demo.url).href);
  assert.equal(await page.getByLabel("Model").inputValue(), "other");
  await page.getByRole("button", { name: "A rude one" }).click();
  await page.getByText(/^Model random .* listens/).waitFor();
  assert.equal(asked, 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the page starts where the browser blocks storage, and takes the model that a person chooses", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() =>
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("Access is denied for this document.", "SecurityError"); // as Chromium does
      },
    }),
  );
  const page = await context.newPage();
  /** @type {unknown[]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.goto(demo.url);
  await page.getByText(/^Model encoder-en .* ready/).waitFor();
  await page.getByLabel("Model").selectOption("cnn");
  await page.getByText(/^Model cnn .* ready/).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});
