// @ts-check
import { assert } from "chai";
import { chromium } from "playwright-core";
import { babble } from "../web/kit.js";
import { serve } from "../web/server.js";
import { wav } from "../web/wav.js";

const script = (/** @type {string} */ code) =>
  `${code
    .replace(
      /"earful(?:\/([\w-]+))?"/g,
      (_, entry) => `"/web/dist/${entry === "live" ? "live/index" : (entry ?? "index")}.js"`,
    )
    .replaceAll("https://cdn.example/earful/", "/web/dist/")}\nglobalThis.done = true;`;

/** @type {Promise<import("playwright-core").Browser> | undefined} one for all pages; a page is a context of its own */
let browser;

export const closeBrowser = async () => (await browser)?.close();

/**
 * Runs a module in Chromium, on a page with a strict policy and a file clip.wav, its imports resolved as a bundler does.
 * @param {string} code
 */
export function inPage(code) {
  return visit('<!doctype html><script type="module" src="example.js"></script>', script(code));
}

/** @param {string} html @param {string} code */
async function visit(html, code) {
  const pages = { "/index.html": html, "/example.js": code, "/clip.wav": wav([babble(2, 48000)], 48000) };
  const server = await serve({ pages });
  let context;
  try {
    browser ??= chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
    context = await (await browser).newContext();
    const page = await context.newPage();
    /** @type {Error[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(`${server.origin}/index.html`);
    await page.waitForFunction(() => "done" in globalThis, { timeout: 20_000 }).catch(() => undefined);
    assert.deepEqual(errors, []);
    assert.isTrue(await page.evaluate(() => "done" in globalThis));
  } finally {
    await context?.close();
    server.close();
  }
}
