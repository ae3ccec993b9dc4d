// @ts-check
/**
 * The packed package under the policies that careful sites have, in Debian's Chromium: a content security policy without
 * exceptions but for WebAssembly, Trusted Types, cross-origin isolation, and files on another origin.
 */
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { assert } from "chai";
import { launchChromium } from "./demo-page.js";
import { serveSite, unpack } from "./site.js";

const clip = readFileSync(new URL("../../demo/page/samples/rude.ogg", import.meta.url));
const helper = readFileSync(new URL("site/use.js", import.meta.url));
const page = (/** @type {string} */ script) => ({
  "/": `<!doctype html><meta charset="utf-8"><title>A site</title><script type="module" src="/page.js"></script>`,
  "/page.js": script,
  "/use.js": helper,
  "/clip.ogg": clip,
  "/favicon.ico": "",
});
const plain = `import { use } from "/use.js"; globalThis.outcome = use().catch(String);`;
const STRICT = "default-src 'self'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; report-uri /violations";
const TYPED = "; require-trusted-types-for 'script'; trusted-types earful";
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

const packed = unpack();
const browser = await launchChromium(["--autoplay-policy=no-user-gesture-required"]);
after(async () => {
  await browser.close();
  packed.remove();
});

/**
 * What a page's script came to, and every request that the browser made for it and its workers.
 * @param {string} url
 */
async function visit(url) {
  const context = await browser.newContext();
  /** @type {string[]} */
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const opened = await context.newPage();
  await opened.goto(url);
  await opened.waitForFunction(() => "outcome" in globalThis);
  const outcome = await opened.evaluate(() => /** @type {any} */ (globalThis).outcome);
  await context.close();
  return { outcome, origins: new Set(asked.map((address) => new URL(address).origin)) };
}

for (const isolated of [false, true]) {
  for (const typed of [false, true]) {
    const name = `${typed ? "with Trusted Types" : "with a strict policy"}${isolated ? ", cross-origin isolated" : ""}`;
    test(`scores and listens ${name}`, async () => {
      const policy = { "content-security-policy": STRICT + (typed ? TYPED : ""), ...(isolated && ISOLATED) };
      const site = await serveSite(packed.folder, { pages: page(plain), headers: policy });
      const { outcome, origins } = await visit(site.origin);
      site.close();
      assert.isObject(outcome, outcome);
      assert.equal(outcome.isolated, isolated);
      assert.isAbove(outcome.score, 0);
      assert.isAbove(outcome.heard, 0);
      assert.deepEqual(site.violations, []);
      for (const origin of origins) assert.include([site.origin, "null"], origin); // "null": none but data: and blob:
    });
  }
}

test("the policies are in force, and what offends them is reported", async () => {
  const script = `
    const tries = [() => new Function(""), () => new Worker("/earful/live/worker.js"), () => fetch("http://localhost:1")];
    globalThis.outcome = Promise.all(tries.map(async (offend) => offend())).catch(() => "refused");`;
  const headers = { "content-security-policy": STRICT + TYPED };
  const site = await serveSite(packed.folder, { pages: page(script), headers });
  const { outcome } = await visit(site.origin);
  site.close();
  assert.equal(outcome, "refused");
  assert.match(site.violations.join(), /require-trusted-types-for.*connect-src/s);
});

const elsewhere = (/** @type {string} */ origin) => `
  import { integrity } from "/earful/integrity.js";
  import { use } from "/use.js";
  globalThis.outcome = use({ baseUrl: "${origin}/earful", integrity }).catch(({ code, message }) => ({ code, message }));`;
const allow = (/** @type {string} */ origin) => ({
  "content-security-policy":
    `default-src 'self'; connect-src 'self' ${origin}; script-src 'self' ${origin} 'wasm-unsafe-eval'; ` +
    `worker-src blob:; report-uri /violations${TYPED}`,
  ...ISOLATED,
});
const OPEN = { "access-control-allow-origin": "*" };

test("takes all files from a CDN, worker and worklet too, each checked against its hash", async () => {
  const cdn = await serveSite(packed.folder, { headers: OPEN });
  const site = await serveSite(packed.folder, { pages: page(elsewhere(cdn.origin)), headers: allow(cdn.origin) });
  const { outcome, origins } = await visit(site.origin);
  site.close();
  cdn.close();
  assert.isAbove(outcome.heard, 0, outcome.message);
  assert.deepEqual(site.violations, []);
  assert.includeMembers(cdn.requests, [
    "/earful/earful-relaxed.wasm",
    "/earful/models/cnn.safetensors",
    "/earful/live/worker.js",
    "/earful/live/worklet.js",
  ]);
  const own = ["/earful/index.js", "/earful/integrity.js", "/earful/live/index.js"];
  assert.sameMembers([...new Set(site.requests)], ["/", "/page.js", "/use.js", "/clip.ogg", "/favicon.ico", ...own]);
  for (const origin of origins) assert.include([site.origin, cdn.origin, "null"], origin);
});

for (const file of ["live/worker.js", "live/worklet.js"]) {
  test(`refuses a ${file} from a CDN that is another, by name`, async () => {
    const cdn = await serveSite(packed.folder, { headers: OPEN, pages: { [`/earful/${file}`]: "// another" } });
    const site = await serveSite(packed.folder, { pages: page(elsewhere(cdn.origin)), headers: allow(cdn.origin) });
    const { outcome } = await visit(site.origin);
    site.close();
    cdn.close();
    assert.equal(outcome.code, "integrity_failed");
    assert.include(outcome.message, file);
  });
}
