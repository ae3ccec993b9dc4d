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

/** @param {string} name of a file of the package */
const packaged = (name) => readFile(fileURLToPath(import.meta.resolve(`earful/${name}`)));

/** The worker as a bundler leaves it: one script, and the two files that the platform hands over. */
async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../edge-worker.js", import.meta.url))],
    bundle: true,
    format: "esm",
    external: ["*.wasm", "*.safetensors", "node:*"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

describe("the edge worker", () => {
  /** @type {Miniflare} */
  let worker;
  before(async () => {
    worker = new Miniflare({
      compatibilityDate: "2026-07-01",
      modulesRoot: "/",
      modules: [
        { type: "ESModule", path: "/worker.js", contents: await bundled() },
        { type: "CompiledWasm", path: "/earful/earful-simd.wasm", contents: await packaged("earful-simd.wasm") },
        { type: "Data", path: "/earful/models/cnn.safetensors", contents: await packaged("models/cnn.safetensors") },
      ],
    });
  });
  after(() => worker.dispose());

  /** @param {Buffer} body */
  const post = (body) => worker.dispatchFetch("http://localhost/", { method: "POST", body });

  test("scores an uploaded clip as the package does in Node", async () => {
    const samples = hum(3);
    const response = await post(wav(samples));
    assert.equal(response.status, 200);
    const scorer = await loadScorer({ variant: "simd" });
    assert.deepEqual(await response.json(), scorer.score(samples, sampleRate));
    scorer.dispose();
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
