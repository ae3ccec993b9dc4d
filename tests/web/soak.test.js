// @ts-check
/** Long streams, as fast as they go: what they take must not grow. */
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { assert } from "chai";
import { loadScorer } from "earful";
import { readSafetensors } from "./safetensors.js";
import { instancesMadeBy, limitMemory } from "./wasm-memory.js";

const RATE = 16000;
const PAGE = 65536; // bytes
const here = (/** @type {string} */ path) => new URL(path, import.meta.url);
const model = await readFile(here("../../models/release/cnn.safetensors"));
const binary = new Uint8Array(await readFile(here("../../web/dist/earful-simd.wasm")));
const { tensors } = readSafetensors(await readFile(here("../vectors/clips.safetensors")));
const sentence = tensors.get("sentence") ?? new Float32Array(); // 2.5 s of words, 1.2 s of quiet

/**
 * Talks for so long into a scorer's new stream, in chunks of 0.1 s; gives the number of utterances.
 * @param {import("earful").Scorer} scorer
 * @param {number} seconds
 */
function talk(scorer, seconds) {
  let utterances = 0;
  let latest = 0;
  const stream = scorer.stream({
    sampleRate: RATE,
    onEvent(event) {
      if (event.type !== "utterance") return;
      utterances += 1;
      assert.isAtLeast(event.start, latest);
      latest = event.end;
    },
  });
  for (let at = 0; at < seconds * RATE; at += 1600) {
    const from = at % (sentence.length - 1600);
    stream.push(sentence.subarray(from, from + 1600));
  }
  stream.end();
  stream.dispose();
  assert.closeTo(latest, seconds, 4);
  return utterances;
}

/** @param {WebAssembly.Instance[]} instances */
function pagesOf(instances) {
  const memories = instances.flatMap(({ exports }) =>
    Object.values(exports).filter((value) => value instanceof WebAssembly.Memory),
  );
  return memories.reduce((most, { buffer }) => Math.max(most, buffer.byteLength / PAGE), 0);
}

test("an hour of talk takes the memory that two minutes take", async () => {
  const instances = await instancesMadeBy(async () => {
    const scorer = await loadScorer({ model, wasm: await WebAssembly.compile(limitMemory(binary, 32768)) });
    talk(scorer, 120);
    scorer.dispose();
  });
  const pages = pagesOf(instances);
  assert.isAbove(pages, 0);
  const scorer = await loadScorer({ model, wasm: await WebAssembly.compile(limitMemory(binary, pages)) });
  talk(scorer, 120);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  assert.isAbove(talk(scorer, 3600), 800);
  globalThis.gc?.();
  if (globalThis.gc) assert.isBelow(process.memoryUsage().heapUsed - before, 1e6);
  scorer.dispose();
});

test("a further stream takes less than a megabyte", async () => {
  /** @type {import("earful").Scorer | undefined} */
  let scorer;
  const instances = await instancesMadeBy(async () => {
    scorer = await loadScorer({ model, wasm: await WebAssembly.compile(limitMemory(binary, 32768)) });
  });
  assert(scorer);
  const loud = new Float32Array(20 * 48000).map((_, i) => sentence[Math.floor(i / 3) % 30000] ?? 0);
  /** @type {import("earful").Stream[]} */
  const streams = [];
  const open = (/** @type {number} */ count) => {
    for (let i = 0; i < count; i++) {
      const stream = /** @type {import("earful").Scorer} */ (scorer).stream({
        sampleRate: 48000,
        onEvent: () => undefined,
      });
      streams.push(stream);
      stream.push(loud); // cut at 15 s, and the next utterance open
    }
  };
  open(1);
  const before = pagesOf(instances);
  open(50);
  assert.lengthOf(streams, 51);
  assert.isBelow(((pagesOf(instances) - before) * PAGE) / 50, 1e6);
  scorer.dispose();
});
