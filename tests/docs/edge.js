// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assert } from "chai";
import { loadScorer } from "earful";
import { build } from "esbuild";
import { babble } from "../web/kit.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a worker in workerd: posts it a clip, as raw samples at 16 kHz, and compares the answer with the package's in Node.
 * @param {string} code
 */
export async function atEdge(code) {
  const { Miniflare } = await import(
    pathToFileURL(createRequire(`${repository}/demo/examples/`).resolve("miniflare")).href
  );
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: `${repository}/tests` },
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["node:*"],
    loader: { ".wasm": "copy", ".bin": "copy", ".safetensors": "copy" },
    assetNames: "[name]",
    outdir: "/",
    write: false,
  });
  const script = outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "";
  const files = outputFiles.filter(({ path }) => !path.endsWith(".js"));
  const worker = new Miniflare({
    compatibilityDate: "2025-05-05", // the earliest that docs/edge.md promises
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/worker.js", contents: script },
      ...files.map(({ path, contents }) => ({
        type: path.endsWith(".wasm") ? "CompiledWasm" : "Data",
        path,
        contents,
      })),
    ],
  });
  try {
    const samples = babble(2, 16000);
    const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body: samples.buffer });
    const scorer = await loadScorer({ variant: "simd" });
    assert.deepEqual(await response.json(), scorer.score(samples, 16000).scores);
    scorer.dispose();
  } finally {
    await worker.dispose();
  }
}

/**
 * A piece of a file that is built and run elsewhere in the tests.
 * @param {string} path in the repository
 */
export function quotes(path) {
  return (/** @type {string} */ code) => {
    const lines = (/** @type {string} */ text) => text.split("\n").map((line) => line.trim());
    const file = lines(readFileSync(`${repository}/${path}`, "utf8")).join("\n");
    for (const part of code.split(/\n\n+/)) assert.include(file, lines(part.trim()).join("\n"));
  };
}
