// @ts-check
/** The packed package through bundlers and frameworks, in Chromium: a page that scores a clip, and one that listens. */
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { assert } from "chai";
import { clip, expected, expectedOfTexts, textModel, tolerance } from "../packed/vector.js";
import { serve } from "../web/server.js";
import { openBrowser } from "./browser.js";
import { build, finish, lay, start } from "./fixture.js";

const server = await serve();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  server.close();
});
const built = `${server.origin}/build/bundlers`;
const near = (/** @type {unknown} */ score) => assert.closeTo(Number(score), expected.toxic ?? NaN, tolerance);

/**
 * @param {string} name
 * @param {() => Promise<{ site: string, stop?: () => void }>} make
 * @param {(site: () => string) => void} [more] tests
 */
function bundler(name, make, more) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof make>> | undefined} */
    let made;
    before(async () => {
      made = await make();
    });
    after(() => made?.stop?.());
    const site = () => made?.site ?? "";
    test("a page scores a clip as PyTorch does", async () => near(await browser.shown(`${site()}/index.html`)));
    test("a page listens, with the package's worker and worklet", async () =>
      assert.equal(await browser.shown(`${site()}/live.html`), "toxic"));
    more?.(site);
  });
}

bundler(
  "Vite, dev",
  // Afresh: what an earlier run kept is told from this package by the version alone.
  () => start(lay("vite", "public/"), "../node_modules/vite/bin/vite.js", "--force", "--port", "0"),
  () =>
    test("a first score takes at most six lines", () => {
      const lines = readFileSync(new URL("page/main.js", import.meta.url), "utf8")
        .split("\n")
        .filter(Boolean);
      assert.isAtMost(lines.length, 6);
    }),
);

bundler("Vite, build", async () => {
  build(lay("vite", "public/"), "../node_modules/vite/bin/vite.js", "build", "--base", "./");
  return { site: `${built}/vite/dist` };
});

bundler("webpack", async () => {
  const folder = lay("webpack", "dist/");
  build(folder, "../node_modules/webpack-cli/bin/cli.js");
  finish(folder);
  return { site: `${built}/webpack/dist` };
});

bundler("Rollup", async () => {
  const folder = lay("rollup", "dist/");
  build(folder, "../node_modules/rollup/dist/bin/rollup", "--config");
  finish(folder);
  return { site: `${built}/rollup/dist` };
});

bundler("esbuild, with baseUrl", async () => {
  const folder = lay("esbuild", "dist/");
  build(folder, "build.js");
  finish(folder);
  return { site: `${built}/esbuild/dist` };
});

bundler("no bundler, with an import map", async () => {
  lay("import-map");
  return { site: `${built}/import-map` };
});

bundler(
  "Next.js",
  async () => {
    const folder = lay("next", "public/");
    writeFileSync(new URL("app/text/text.safetensors", folder), textModel);
    build(folder, "../node_modules/next/dist/bin/next", "build");
    return start(folder, "../node_modules/next/dist/bin/next", "start", "--port", "0");
  },
  (site) => {
    for (const [route, place] of Object.entries({ score: "on the server", edge: "in the edge runtime" })) {
      test(`a route scores a clip ${place}`, async () => {
        const response = await fetch(`${site()}/${route}`, { method: "POST", body: new Float32Array(clip) });
        near((await response.json()).toxic);
      });
    }
    test("a route scores a text in the edge runtime", async () => {
      const [text, scores] = expectedOfTexts[0] ?? ["", []];
      const response = await fetch(`${site()}/text`, { method: "POST", body: text });
      Object.values(await response.json()).forEach((score, i) => assert.closeTo(score, scores[i] ?? NaN, tolerance));
    });
  },
);
