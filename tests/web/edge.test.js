// @ts-check
/** The loaders of the entries for edge workers, in Node; `tests/runtimes` has the workers themselves. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assert } from "chai";
import * as earful from "earful";
import { build } from "esbuild";

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const folder = await mkdtemp(here("../../build/edge-")); // in the package's folder, so that "earful" is found
after(() => rm(folder, { recursive: true }));
await build({
  entryPoints: [here("../../web/src/edge.ts")],
  outfile: path.join(folder, "edge.mjs"),
  bundle: true,
  format: "esm",
  plugins: [
    {
      name: "index",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: here("../../web/dist/index.js"), external: true })),
    },
  ],
});
/** @type {typeof import("../../web/dist/edge.js")} */
const { loadersOf } = await import(pathToFileURL(path.join(folder, "edge.mjs")).href);
const simd = await WebAssembly.compile(await readFile(here("../../web/dist/earful-simd.wasm")));
const { loadScorer, loadTextScorer } = loadersOf(simd);

const model = new Uint8Array(await readFile(here("../vectors/model_average.safetensors")));

test("takes the model that the worker holds for the package's own, by default and by its name alone", async () => {
  const { loadScorer } = loadersOf(simd, model);
  for (const [options, name] of /** @type {const} */ ([
    [{}, "random"],
    [{ model: "cnn" }, "random"],
    [{ model: new URL("../../web/dist/models/cnn.safetensors", import.meta.url) }, "cnn"],
    [{ baseUrl: new URL("../../web/dist/", import.meta.url) }, "cnn"],
  ])) {
    const scorer = await loadScorer(options);
    assert.equal(scorer.info.name, name);
    scorer.dispose();
  }
});

test("loads with the binary that the worker holds, unless another is given", async () => {
  for (const options of [
    { model },
    { model, wasm: await WebAssembly.compile(await readFile(here("../../web/dist/earful-simd.wasm"))) },
  ]) {
    const scorer = await loadScorer(options);
    assert.equal(scorer.info.variant, "simd");
    scorer.dispose();
  }
});

test("refuses options that are none, and a variant that the worker does not hold", async () => {
  for (const options of [null, "cnn", { variant: "relaxed" }]) {
    for (const load of [loadScorer, loadTextScorer]) {
      const error = await load(/** @type {any} */ (options)).catch((/** @type {unknown} */ error) => error);
      assert.instanceOf(error, earful.ArgumentError, JSON.stringify(options));
    }
  }
  const error = await loadTextScorer(/** @type {any} */ (undefined)).catch((/** @type {unknown} */ error) => error);
  assert.instanceOf(error, earful.ArgumentError);
});
