// @ts-check
/** The command line's own decoder of WAV files, on its own. */
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assert } from "chai";
import { build } from "esbuild";
import { wav } from "./wav.js";

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const folder = await mkdtemp(here("../../build/cli-wav-"));
after(() => rm(folder, { recursive: true }));
const outfile = path.join(folder, "wav.mjs");
await build({ entryPoints: [here("../../web/src/cli/wav.ts")], outfile, format: "esm", platform: "node" });
/** @type {any} */
const { decodeWav } = await import(pathToFileURL(outfile).href);

test("keeps nothing of what follows the samples, however much it is", async () => {
  const file = new Uint8Array(wav([new Float32Array(1600)], 16000));
  const more = new Uint8Array(2 ** 20);
  const before = process.memoryUsage().arrayBuffers;
  let [frames, most] = [0, 0];
  async function* chunks() {
    yield file;
    for (let i = 0; i < 64; i++) {
      yield more;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
  }
  for await (const { channelData } of decodeWav(chunks())) frames += channelData[0].length;
  assert.equal(frames, 1600);
  assert.isBelow(most, 16 * more.length);
});
