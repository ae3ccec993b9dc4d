// @ts-check
/** The suites in this Node, for each build that it runs. `run` starts it with and without relaxed SIMD. */
import { after, describe, test } from "node:test";
import { assert } from "chai";
import * as earful from "earful";
import { serve } from "./server.js";
import { suites } from "./suites.js";

const best = earful.detectVariant();
const flagged = process.execArgv.includes("--experimental-wasm-relaxed-simd");
const server = await serve();
after(() => server.close());

for (const variant of /** @type {const} */ (["simd", "relaxed"])) {
  if (variant === "relaxed" ? best !== "relaxed" : flagged) continue; // without the flag the simd build has its turn
  describe(`in Node, ${variant}`, () => {
    const gc = globalThis.gc && (() => globalThis.gc?.());
    for (const suite of suites) {
      suite({
        test: (name, run) => void test(name, run),
        assert,
        earful,
        origin: server.origin,
        variant,
        ...(gc && { gc }),
      });
    }
  });
}

describe("in Node", () => {
  test("takes the fastest build that this engine runs", async () => {
    const scorer = await earful.loadScorer();
    assert.equal(scorer.info.variant, best);
    const relaxed =
      process.execArgv.includes("--experimental-wasm-relaxed-simd") || !process.version.startsWith("v20.");
    assert.equal(best, relaxed ? "relaxed" : "simd");
    scorer.dispose();
  });

  test("refuses relaxed SIMD in an engine without it", { skip: best === "relaxed" }, async () => {
    const error = await earful.loadScorer({ variant: "relaxed" }).catch((/** @type {unknown} */ error) => error);
    assert.instanceOf(error, earful.LoadError);
    assert.equal(error.code, "wasm_unsupported");
  });

  test("refuses more samples than WebAssembly can have memory, and stays usable", async () => {
    const scorer = await earful.loadScorer();
    const second = new Float32Array(16000);
    const before = scorer.score(second, 16000);
    for (const length of [2 ** 29, 2 ** 30 + 16000]) {
      assert.throws(() => scorer.score(new Float32Array(length), 48000), earful.EarfulError, "no memory for");
    }
    assert.deepEqual(scorer.score(second, 16000), before);
    scorer.dispose();
  });

  test("names the server that cannot be reached, and why", async () => {
    const error = await earful.loadScorer({ model: "http://localhost:9/m" }).catch((/** @type {unknown} */ e) => e);
    assert.instanceOf(error, earful.LoadError);
    assert.equal(error.code, "load_failed");
    assert.match(error.message, /localhost:9\/m: .*(ECONNREFUSED|bad port)/);
  });

  test("reads file: URLs", async () => {
    const model = new URL("../vectors/model_average.safetensors", import.meta.url);
    /** @type {earful.Progress[]} */
    const seen = [];
    (await earful.loadScorer({ model, onProgress: (progress) => seen.push(progress) })).dispose();
    (await earful.loadScorer({ model: model.href })).dispose();
    assert.equal(seen.at(-1)?.loaded, seen.at(-1)?.total);
    const missing = await earful
      .loadScorer({ model: new URL("nothing", model) })
      .catch((/** @type {unknown} */ e) => e);
    assert.instanceOf(missing, earful.LoadError);
    assert.match(missing.message, /nothing.*no such file/);
  });
});
