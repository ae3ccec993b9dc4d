// @ts-check
/** Parts of `earful/live` that need no browser, on their own. */
import { after, describe, test } from "node:test";
import { mkdtemp, rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";
import { assert } from "chai";
import { build } from "esbuild";

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
// In the package's folder, so that "earful" is found.
const folder = await mkdtemp(here("../../build/live-parts-"));
after(() => rm(folder, { recursive: true }));
await build({
  stdin: {
    contents: ["feed", "recovery", "ring"].map((name) => `export * from "./live/${name}.ts";`).join("\n"),
    resolveDir: here("../../web/src"),
    loader: "ts",
  },
  outfile: path.join(folder, "parts.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  plugins: [
    {
      name: "index",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: here("../../web/dist/index.js"), external: true })),
    },
  ],
});
/** @type {any} */
const { Feed, Recovery, Ring } = await import(pathToFileURL(path.join(folder, "parts.mjs")).href);

describe("the ring", () => {
  const SIZE = 64;
  const block = (/** @type {number} */ first, /** @type {number} */ length) =>
    Float32Array.from({ length }, (_, i) => first + i);

  test("gives each sample once, over its end and beyond", () => {
    const ring = new Ring(new ArrayBuffer(Ring.bytes(SIZE)));
    for (let at = 0; at < 10 * SIZE; at += 20) {
      ring.write(block(at, 20));
      assert.equal(ring.available, 20);
      const read = new Float32Array(20);
      assert.equal(ring.read(read), at);
      assert.deepEqual(read, block(at, 20));
    }
    assert.equal(ring.lost, 0);
  });

  test("counts what was written over, and goes on with what is there", () => {
    const ring = new Ring(new ArrayBuffer(Ring.bytes(SIZE)));
    for (let at = 0; at < 3 * SIZE; at += 16) ring.write(block(at, 16));
    const read = new Float32Array(16);
    const position = ring.read(read);
    assert.isAbove(position, 2 * SIZE);
    assert.isBelow(position, 2 * SIZE + 16);
    assert.deepEqual(read, block(position, 16));
    assert.equal(ring.lost, position);
  });

  test("counts on when its numbers run over, after three days at 16 kHz", () => {
    const memory = new ArrayBuffer(Ring.bytes(SIZE));
    new Uint32Array(memory, 0, 2).fill(2 ** 32 - 10);
    const ring = new Ring(memory);
    ring.write(block(0, 20));
    assert.equal(ring.available, 20);
    const read = new Float32Array(10);
    assert.equal(ring.read(read), 2 ** 32 - 10);
    assert.equal(ring.read(read), 0);
    assert.deepEqual(read, block(10, 10));
    assert.equal(ring.lost, 0);
  });

  test("goes back as far as its samples go", () => {
    const ring = new Ring(new ArrayBuffer(Ring.bytes(SIZE)));
    const read = new Float32Array(10);
    for (let at = 0; at < 200; at += 10) {
      ring.write(block(at, 10));
      ring.read(read);
    }
    ring.rewind(170);
    assert.equal(ring.read(read), 170);
    assert.deepEqual(read, block(170, 10));
    ring.rewind(0);
    const oldest = ring.read(read);
    assert.isAtLeast(oldest, 200 - SIZE);
    assert.deepEqual(read, block(oldest, 10));
    assert.equal(ring.lost, 0);
  });
});

describe("the feed", () => {
  const RATE = 16000;

  /** @param {number} [near] */
  function feeding(near = 0) {
    /** @type {{ samples: number[], ended: boolean, disposed: boolean, tell: (event: object) => void }[]} */
    const streams = [];
    /** @type {any[]} */
    const events = [];
    /** @type {import("earful").EarfulError[]} */
    const errors = [];
    // Keeps what it is given; what becomes of it is the scorer's own business.
    const scorer = {
      stream(/** @type {{ onEvent: (event: object) => void }} */ { onEvent }) {
        /** @type {(typeof streams)[number]} */
        const stream = { samples: [], ended: false, disposed: false, tell: onEvent };
        streams.push(stream);
        return {
          push: (/** @type {Float32Array} */ samples) => stream.samples.push(...samples),
          end: () => (stream.ended = true),
          dispose: () => (stream.disposed = true),
        };
      },
    };
    const feed = new Feed(scorer, RATE, {}, near, {
      onEvent: (/** @type {any} */ event) => events.push(event),
      onLost: (/** @type {import("earful").EarfulError} */ error) => errors.push(error),
    });
    return { feed, streams, events, errors };
  }

  test("pushes what comes in turn, and silence where a little is missing", () => {
    const { feed, streams, errors } = feeding();
    feed.push(Float32Array.of(1, 2), 0, 0);
    feed.push(Float32Array.of(3, 4), 5, 3);
    assert.deepEqual(streams[0]?.samples, [1, 2, 0, 0, 0, 3, 4]);
    assert.equal(errors.length, 1);
    assert.equal(errors[0]?.code, "audio_lost");
    assert.match(errors[0]?.message ?? "", /3 frames/);
  });

  test("ends the stream where much is missing, and begins another on the same clock", () => {
    const { feed, streams, events } = feeding();
    feed.push(Float32Array.of(1, 2), 0, 0);
    feed.push(Float32Array.of(3), 10 * RATE, 0);
    assert.isTrue(streams[0]?.ended);
    assert.isTrue(streams[0]?.disposed);
    assert.deepEqual(streams[1]?.samples, [3]);
    streams[1]?.tell({ type: "speech", state: "started", time: 0.5 });
    const reasons = [{ label: "toxic", start: 1.2, end: 1.4, weight: 0.3 }];
    streams[1]?.tell({ type: "utterance", start: 1, end: 2, scores: {}, reasons, cut: "silence" });
    assert.deepEqual(events, [
      { type: "speech", state: "started", time: 10.5 },
      {
        type: "utterance",
        start: 11,
        end: 12,
        scores: {},
        reasons: [{ label: "toxic", start: 11.2, end: 11.4, weight: 0.3 }],
        cut: "silence",
      },
    ]);
  });

  test("keeps its clock when the frames' numbers run over", () => {
    const near = 2 ** 32 + 5;
    const { feed, streams, events } = feeding(near);
    feed.push(Float32Array.of(1), 10, 0);
    assert.deepEqual(streams[0]?.samples, [0, 0, 0, 0, 0, 1]);
    streams[0]?.tell({ type: "speech", state: "started", time: 0 });
    assert.equal(events[0].time, near / RATE);
  });

  test("flushes what is being said, once", () => {
    const { feed, streams } = feeding();
    feed.push(Float32Array.of(1), 0, 0);
    feed.flush();
    feed.flush();
    assert.lengthOf(streams, 1);
    assert.isTrue(streams[0]?.ended);
    feed.push(Float32Array.of(2), 1, 0);
    assert.deepEqual(streams[1]?.samples, [2]);
  });
});

describe("the recovery", () => {
  const started = (/** @type {number} */ time) => ({ type: "speech", state: "started", time });
  const score = (/** @type {number} */ start, /** @type {number} */ end) => ({
    type: "score",
    start,
    end,
    scores: { toxic: 0.5 },
  });

  test("has nothing to hear again while nobody speaks", () => {
    const recovery = new Recovery(5);
    recovery.note(started(1));
    recovery.note({ type: "utterance", start: 1, end: 3, scores: {}, reasons: [], cut: "silence" });
    recovery.note({ type: "speech", state: "ended", time: 3 });
    assert.deepEqual(recovery.breakOff(0), { events: [], from: undefined });
  });

  test("hears an utterance again from its start, where it is still there", () => {
    const recovery = new Recovery(5);
    recovery.note(started(10));
    recovery.note(score(9.8, 11));
    const { events, from } = recovery.breakOff(9);
    assert.equal(from, 9.8);
    assert.deepEqual(events, [{ type: "speech", state: "ended", time: 11 }]);
  });

  test("does not hear again what was already final", () => {
    const recovery = new Recovery(5);
    recovery.note(started(1));
    recovery.note({ type: "utterance", start: 1, end: 16, scores: {}, reasons: [], cut: "length" });
    assert.equal(recovery.breakOff(10).from, 16);
    const next = new Recovery(5);
    next.note({ type: "utterance", start: 1, end: 3, scores: {}, reasons: [], cut: "silence" });
    next.note(started(3.2));
    assert.equal(next.breakOff(0).from, 3);
  });

  test("makes the latest scores final where the utterance's start is gone", () => {
    const recovery = new Recovery(5);
    recovery.note(started(10));
    recovery.note(score(10, 13));
    const { events, from } = recovery.breakOff(12);
    assert.equal(from, 13);
    assert.deepEqual(events, [
      { type: "utterance", start: 10, end: 13, scores: { toxic: 0.5 }, reasons: [], cut: "fault" },
      { type: "speech", state: "ended", time: 13 },
    ]);
  });

  const flag = (/** @type {number} */ start, end = start + 1, label = "toxic") => ({ type: "flag", label, start, end });

  test("tells a flag once, though it is raised again by what is heard again", () => {
    const recovery = new Recovery(0);
    recovery.note(started(10));
    assert.isTrue(recovery.note(flag(10, 11.5)));
    recovery.breakOff(9);
    assert.isFalse(recovery.note(flag(10, 11.2)));
    assert.isTrue(recovery.note(flag(20)));
    assert.isTrue(recovery.note(flag(20.1)));
  });

  test("lets a label that another stream of the feed flags anew cool down first", () => {
    const recovery = new Recovery(30);
    assert.isTrue(recovery.note(flag(9)));
    assert.isFalse(recovery.note(flag(38)));
    assert.isTrue(recovery.note(flag(38, 39, "bullying")));
    assert.isTrue(recovery.note(flag(39)));
  });
});
