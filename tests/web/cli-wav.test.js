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
const { decodeWav, isPlainWav } = await import(pathToFileURL(outfile).href);

const rate = 16000;
const ramp = Float32Array.from({ length: 500 }, (_, i) => i / 500);

// Its parts, to put others between them.
const file = wav([ramp], rate);
const [riff, format, data] = [file.subarray(0, 12), file.subarray(12, 36), file.subarray(36)];
const companded = Buffer.from(format);
companded.writeUInt16LE(6, 8); // A-law

/** A chunk of metadata, of so many bytes. */
function list(/** @type {number} */ length) {
  const chunk = Buffer.alloc(8 + length + (length % 2), "data"); // what looks like the samples' chunk is none
  chunk.write("LIST");
  chunk.writeUInt32LE(length, 4);
  return chunk;
}

/** What is decoded of a file that comes in pieces of so many bytes. */
async function decoded(/** @type {Uint8Array} */ file, /** @type {number} */ piece) {
  async function* pieces() {
    for (let at = 0; at < file.length; at += piece) yield file.subarray(at, at + piece);
  }
  const samples = [];
  for await (const { channelData } of decodeWav(pieces())) samples.push(...channelData[0]);
  return Float32Array.from(samples);
}

test("finds the samples behind metadata of any length, wherever the pieces end", async () => {
  for (const long of [
    Buffer.concat([riff, format, list(5001), list(4), data]),
    Buffer.concat([riff, list(5001), format, list(0), data]),
  ]) {
    for (const piece of [1, 7, 1000, long.length]) assert.deepEqual(await decoded(long, piece), ramp, String(piece));
  }
});

test("takes a file for a plain one by its format, or as long as that has not come", () => {
  const plain = (/** @type {Uint8Array[]} */ ...parts) => isPlainWav(Buffer.concat(parts));
  assert.isTrue(plain(riff, format, list(5000)));
  assert.isTrue(plain(riff, list(5000).subarray(0, 1000)));
  assert.isFalse(plain(riff, companded, list(5000)));
  assert.isFalse(plain(riff, data), "samples without a format");
  assert.isFalse(plain(Buffer.from("RIFF\0\0\0\0AVI "), format, data));
  assert.isFalse(plain(Buffer.from("RIFF")));
});

test("says of a file that ends before its samples what is missing, and of one whose format comes late what it is not", async () => {
  /** @type {[Buffer, RegExp][]} */
  const bad = [
    [Buffer.concat([riff, format, list(5000)]), /ends without a data chunk/],
    [Buffer.concat([riff, format, list(5000).subarray(0, 900)]), /ends without a data chunk/],
    [Buffer.concat([riff, format, data.subarray(0, 6)]), /ends without a data chunk/],
    [Buffer.concat([riff, list(5000), companded, data]), /neither PCM nor float/],
  ];
  for (const [broken, message] of bad) {
    const error = await decoded(broken, 1000).catch((/** @type {Error} */ error) => error);
    assert.match(String(error), message);
  }
});

test("keeps nothing of what precedes the samples, however much it is", async () => {
  const more = new Uint8Array(2 ** 20);
  const head = list(0);
  head.writeUInt32LE(64 * more.length, 4);
  const before = process.memoryUsage().arrayBuffers;
  let [frames, most] = [0, 0];
  async function* chunks() {
    yield Buffer.concat([riff, format, head]);
    for (let i = 0; i < 64; i++) {
      yield more;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    yield data;
  }
  for await (const { channelData } of decodeWav(chunks())) frames += channelData[0].length;
  assert.equal(frames, ramp.length);
  assert.isBelow(most, 16 * more.length);
});

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
