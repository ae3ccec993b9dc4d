// @ts-check
/** The examples of the README files run as they stand: ```js in Node, ```js browser in Chromium. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { assert } from "chai";
import { chromium } from "playwright-core";
import { babble } from "./kit.js";
import { serve } from "./server.js";
import { wav } from "./wav.js";

for (const readme of ["README.md", "web/README.md"]) {
  const text = readFileSync(new URL(`../../${readme}`, import.meta.url), "utf8");
  const examples = [...text.matchAll(/^```js( browser)?\n(.*?)^```$/gms)].map(([, browser, code]) => ({
    browser: browser !== undefined,
    code: code ?? "",
  }));

  describe(readme, () => {
    test("has examples", () => assert.isAbove(examples.length, 2));
    for (const { browser, code } of examples) {
      const line = text.slice(0, text.indexOf(code)).split("\n").length;
      const place = browser ? "a page" : "Node";
      test(`the example at line ${line} runs in ${place}`, () => (browser ? inPage(code) : inNode(code)));
    }
  });
}

/** @param {string} code */
function inNode(code) {
  const { stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    cwd: new URL(".", import.meta.url),
  });
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
}

/** @param {string} code */
async function inPage(code) {
  // As a bundler does.
  const module = code
    .replaceAll('"earful"', '"/web/dist/index.js"')
    .replaceAll('"earful/live"', '"/web/dist/live/index.js"')
    .replaceAll('"earful/integrity"', '"/web/dist/integrity.js"')
    .replaceAll("https://cdn.example/earful/", "/web/dist/");
  const server = await serve({
    pages: {
      "/index.html": '<!doctype html><script type="module" src="example.js"></script>',
      "/example.js": `${module}\nglobalThis.done = true;`,
      "/clip.wav": wav([babble(2, 48000)], 48000),
    },
  });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    /** @type {Error[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(`${server.origin}/index.html`);
    await page.waitForFunction(() => "done" in globalThis, { timeout: 10_000 }).catch(() => undefined);
    assert.deepEqual(errors, []);
    assert.isTrue(await page.evaluate(() => "done" in globalThis));
  } finally {
    await browser.close();
    server.close();
  }
}
