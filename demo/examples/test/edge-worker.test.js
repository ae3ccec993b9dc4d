// @ts-check
/** The edge worker in workerd, the runtime of Cloudflare's workers, through Miniflare. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { loadScorer } from "earful";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { hum, sampleRate, wav } from "../../../tests/web/demo-page.js";
import { wav as wavOf } from "../../../tests/web/wav.js";

/** @param {string} name of a file of the package */
const packaged = (name) => readFile(fileURLToPath(import.meta.resolve(`earful/${name}`)));

/**
 * The worker as a bundler leaves it: one script, and the two files that the platform hands over.
 * @param {import("esbuild").Plugin[]} [plugins]
 */
async function bundled(plugins = []) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../edge-worker.js", import.meta.url))],
    bundle: true,
    format: "esm",
    external: ["*.wasm", "*.safetensors", "node:*"],
    plugins,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** @param {string} script  @returns {Promise<Miniflare>} */
async function started(script) {
  return new Miniflare({
    compatibilityDate: "2026-07-01",
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/worker.js", contents: script },
      { type: "CompiledWasm", path: "/earful/earful-simd.wasm", contents: await packaged("earful-simd.wasm") },
      { type: "Data", path: "/earful/models/cnn.safetensors", contents: await packaged("models/cnn.safetensors") },
    ],
  });
}

/**
 * In earful's place one whose first load fails, and whose second gives a scorer that stops, first for want of memory.
 * @type {import("esbuild").Plugin}
 */
const failing = {
  name: "failing",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^earful$/ }, ({ namespace }) =>
      namespace === "failing" ? undefined : { path: "earful", namespace: "failing" },
    );
    onLoad({ filter: /.*/, namespace: "failing" }, () => ({
      resolveDir: fileURLToPath(new URL("..", import.meta.url)),
      contents: `
        import { EarfulError, LoadError, loadScorer as load } from "earful";
        export * from "earful";
        const codes = ["out_of_memory", "engine_failed"];
        const stopping = { score: () => { throw new EarfulError(codes.shift(), "for the test"); } };
        let loads = 0;
        export async function loadScorer(options) {
          loads += 1;
          if (loads === 1) throw new LoadError("load_failed", "for the test");
          return loads === 2 ? stopping : load(options);
        }
      `,
    }));
  },
};

describe("the edge worker", () => {
  /** @type {Miniflare} */
  let worker;
  before(async () => {
    worker = await started(await bundled());
  });
  after(() => worker.dispose());

  const post = (/** @type {Buffer} */ body, to = worker) =>
    to.dispatchFetch("http://localhost/", { method: "POST", body });

  test("scores an uploaded clip as the package does in Node", async () => {
    const samples = hum(3);
    const response = await post(wav(samples));
    assert.equal(response.status, 200);
    const scorer = await loadScorer({ variant: "simd" });
    assert.deepEqual(await response.json(), scorer.score(samples, sampleRate));
    scorer.dispose();
  });

  test("hears both channels of a stereo file", async () => {
    const voice = hum(3);
    const response = await post(wavOf([new Float32Array(voice.length), voice], sampleRate));
    const scorer = await loadScorer({ variant: "simd" });
    const mean = voice.map((sample) => sample / 2);
    assert.deepEqual(await response.json(), scorer.score(mean, sampleRate));
    scorer.dispose();
  });

  test("tells its own failures from an upload's, and loads another scorer after them", async () => {
    const troubled = await started(await bundled([failing]));
    try {
      const clip = wav(hum(1));
      for (const code of ["load_failed", "out_of_memory", "engine_failed"]) {
        const response = await post(clip, troubled);
        assert.equal(response.status, 500, code);
        assert.deepEqual(/** @type {any} */ (await response.json()).error.code, code);
      }
      assert.equal((await post(clip, troubled)).status, 200);
    } finally {
      await troubled.dispose();
    }
  });

  test("says what is wrong with an upload, and goes on", async () => {
    /** @param {Buffer} body */
    const errorOf = async (body) => {
      const response = await post(body);
      assert.equal(response.status, 400);
      const { error } = /** @type {{ error: { code: string } }} */ (await response.json());
      return error.code;
    };
    assert.equal(await errorOf(Buffer.from("no audio")), "not_a_wav_file");
    assert.equal(await errorOf(wav(hum(0.05))), "audio_too_short");
    assert.equal((await post(wav(hum(1)))).status, 200);
  });

  test("wants a POST", async () => {
    assert.equal((await worker.dispatchFetch("http://localhost/")).status, 405);
  });
});
