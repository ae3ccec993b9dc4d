// @ts-check
/** The documented service worker with the packed package, in Debian's Chromium: the server goes, the page goes on. */
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { assert } from "chai";
import { launchChromium } from "./demo-page.js";
import { serveSite, unpack } from "./site.js";

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const clip = readFileSync(new URL("../../demo/page/samples/rude.ogg", import.meta.url));
const pages = {
  "/": `<!doctype html><meta charset="utf-8"><title>A site</title><script type="module" src="/page.js"></script>`,
  "/page.js": `
    void navigator.serviceWorker.register("/service-worker.js", { type: "module" });
    globalThis.use = async () => (await import("/use.js")).use();`,
  // With the files of this page in place of the example's.
  "/service-worker.js": read("../../demo/examples/offline/service-worker.js").replace(
    '"page.js"',
    '"page.js", "use.js", "clip.ogg"',
  ),
  "/use.js": read("site/use.js"),
  "/clip.ogg": clip,
  "/favicon.ico": "",
};
const policy = { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };

const packed = unpack();
const browser = await launchChromium(["--autoplay-policy=no-user-gesture-required"]);
after(async () => {
  await browser.close();
  packed.remove();
});

test("scores and listens without a server, once it was visited", async () => {
  const site = await serveSite(packed.folder, { pages, headers: policy });
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.evaluate(() => navigator.serviceWorker.ready);
  assert.includeMembers(site.requests, ["/earful/live/worker.js", "/earful/models/cnn.safetensors"]);
  site.close();
  await page.goto(site.origin);
  const { score, heard } = await page.evaluate(() => /** @type {any} */ (globalThis).use());
  assert.isAbove(score, 0);
  assert.isAbove(heard, 0);
  await page.close();
});

test("is not installed with a file that is another than the list says", async () => {
  const wrong = { ...pages, "/earful/live/worker.js": "// another" };
  const site = await serveSite(packed.folder, { pages: wrong, headers: policy });
  const page = await browser.newPage();
  await page.goto(site.origin);
  const state = await page.evaluate(async () => {
    const { installing } = await navigator.serviceWorker.register("/service-worker.js", { type: "module" });
    if (!installing) return "not begun";
    await new Promise((resolve) => installing.addEventListener("statechange", resolve));
    return installing.state;
  });
  assert.equal(state, "redundant");
  await page.close();
  site.close();
});
