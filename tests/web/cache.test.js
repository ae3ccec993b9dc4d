// @ts-check
/** Models in the browser's cache, in Debian's Chromium: kept by their hash where that can be, and never in the way. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { assert } from "chai";
import { launchChromium } from "./demo-page.js";
import { serveSite } from "./site.js";

const vector = (/** @type {string} */ name) => readFileSync(new URL(`../vectors/${name}.safetensors`, import.meta.url));
const [first, second] = [vector("model_average"), vector("model_self_attention")];
const hash = (/** @type {Buffer} */ file) => `sha384-${createHash("sha384").update(file).digest("base64")}`;
const pages = {
  "/": `<!doctype html><meta charset="utf-8"><title>A site</title><script type="module" src="/page.js"></script>`,
  "/page.js": `import * as earful from "/earful/index.js"; globalThis.earful = earful;`,
  "/first/model.safetensors": first,
  "/second/model.safetensors": second,
  "/favicon.ico": "",
};
const site = await serveSite(fileURLToPath(new URL("../../web/dist", import.meta.url)), {
  pages,
  headers: { "access-control-allow-origin": "*" },
});
const browser = await launchChromium();
after(async () => {
  await browser.close();
  site.close();
});

/** @type {import("playwright-core").BrowserContext} */
let context;
/** @type {import("playwright-core").Page} */
let page;
before(async () => {
  context = await browser.newContext();
  page = await open("/");
});

/** @param {string} path */
async function open(path) {
  const opened = await context.newPage();
  await opened.goto(site.origin + path);
  await opened.waitForFunction(() => "earful" in globalThis);
  return opened;
}

/**
 * Loads a model and tells what was told of its progress, and how often the server was asked for it.
 * @param {string} path
 * @param {string | undefined} integrity
 * @param {import("playwright-core").Page} where
 */
async function load(path, integrity, where = page) {
  const before = site.requests.length;
  const seen = await where.evaluate(
    async ([url, integrity]) => {
      /** @type {import("earful").Progress[]} */
      const seen = [];
      const model = { url, integrity }; // relative to the page
      const scorer = await /** @type {any} */ (globalThis).earful.loadScorer({
        model,
        onProgress: (/** @type {import("earful").Progress} */ progress) => seen.push(progress),
      });
      scorer.selfTest();
      scorer.dispose();
      return seen;
    },
    [path, integrity],
  );
  return { seen, asked: site.requests.slice(before).filter((request) => request === path).length };
}

/**
 * Waits until a file is kept, and gives the hashes of all that are.
 * @param {Buffer} file
 */
async function keptWith(file) {
  await page.waitForFunction(
    async ([hash, size]) => {
      const cache = await caches.open("earful-models");
      for (const key of await cache.keys()) {
        if (!decodeURIComponent(key.url).endsWith(String(hash))) continue;
        if ((await (await cache.match(key))?.arrayBuffer())?.byteLength === size) return true;
      }
      return false;
    },
    [hash(file), file.length],
  );
  return kept();
}

/** The hashes of all that is kept. */
async function kept() {
  return page.evaluate(async () => {
    const keys = await (await caches.open("earful-models")).keys();
    return keys.map(({ url }) => decodeURIComponent(new URL(url).search.slice(1)));
  });
}

test("downloads a model with a hash once, and takes it from the cache ever after", async () => {
  assert.equal((await load("/first/model.safetensors", hash(first))).asked, 1);
  assert.deepEqual(await keptWith(first), [hash(first)]);
  await page.reload();
  await page.waitForFunction(() => "earful" in globalThis);
  const { seen, asked } = await load("/first/model.safetensors", hash(first));
  assert.equal(asked, 0);
  assert.deepEqual(seen, [{ loaded: first.length, total: first.length }]);
});

test("keeps the same file for every address that it has", async () => {
  const { asked } = await load("/elsewhere/model.safetensors", hash(first));
  assert.equal(asked, 0);
});

test("asks the server where no hash says which file it must be", async () => {
  assert.equal((await load("/first/model.safetensors", undefined)).asked, 1);
});

test("keeps a model's new release in place of the earlier one", async () => {
  assert.equal((await load("/second/model.safetensors", hash(second))).asked, 1);
  assert.deepEqual(await keptWith(second), [hash(second)]);
});

test("downloads anew what was damaged in the cache", async () => {
  await page.evaluate(async () => {
    const cache = await caches.open("earful-models");
    for (const key of await cache.keys()) await cache.put(key, new Response("damaged"));
  });
  assert.equal((await load("/second/model.safetensors", hash(second))).asked, 1);
  await keptWith(second);
});

test("loads where the cache is full", async () => {
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize: 1 });
  assert.equal((await load("/first/model.safetensors", hash(first))).asked, 1);
  assert.equal((await load("/first/model.safetensors", hash(first))).asked, 1);
  assert.notInclude(await kept(), hash(first));
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.origin });
});

test("loads where the cache is denied", async () => {
  const frame = await page.evaluateHandle(() => {
    const made = document.createElement("iframe");
    made.setAttribute("sandbox", "allow-scripts"); // a foreign origin, without storage
    made.src = "/";
    return document.body.appendChild(made);
  });
  const sandboxed = await /** @type {import("playwright-core").ElementHandle} */ (frame).contentFrame();
  if (!sandboxed) throw new Error("no frame");
  await sandboxed.waitForFunction(() => "earful" in globalThis);
  const denied = await sandboxed.evaluate(() => (async () => caches.open("x"))().then(() => "allowed", String));
  assert.match(denied, /SecurityError/);
  const where = /** @type {import("playwright-core").Page} */ (/** @type {unknown} */ (sandboxed));
  assert.equal((await load("/first/model.safetensors", hash(first), where)).asked, 1);
});
