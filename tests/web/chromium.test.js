// @ts-check
/** The suites in Debian's Chromium, in a page and in a module worker, under a strict content security policy. */
import { after, test } from "node:test";
import { assert } from "chai";
import { chromium } from "playwright-core";
import { serve } from "./server.js";

const server = await serve();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc"],
});
after(async () => {
  await browser.close();
  server.close();
});

for (const variant of ["simd", "relaxed"]) {
  for (const place of ["page", "worker"]) {
    test(`in a Chromium ${place}, ${variant}`, async (t) => {
      const page = await browser.newPage();
      /** @type {string[]} */
      const foreign = [];
      page.on("request", (request) => {
        const { origin } = new URL(request.url());
        if (origin !== server.origin) foreign.push(request.url());
      });
      await page.goto(`${server.origin}/tests/web/page/index.html?variant=${variant}&place=${place}`);
      await page.waitForFunction(() => "outcomes" in globalThis);
      const outcomes = await page.evaluate(
        () =>
          /** @type {{ outcomes: Promise<{ name: string, error?: string }[]> }} */ (/** @type {unknown} */ (globalThis))
            .outcomes,
      );
      assert.isAbove(outcomes.length, 60);
      for (const { name, error } of outcomes) {
        await t.test(name, () => {
          if (error) throw new Error(error);
        });
      }
      await t.test("asks no other server for anything", () => assert.deepEqual(foreign, []));
      await page.close();
    });
  }
}
