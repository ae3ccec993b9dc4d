// @ts-check
/** The audio worklet's module, in a scope that has what AudioWorkletGlobalScope has and nothing else. */
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import vm from "node:vm";
import { assert } from "chai";

const script = new vm.Script(await readFile(new URL("../../web/dist/live/worklet.js", import.meta.url), "utf8"));
const QUANTUM = 128;
const BLOCK = 256;
const RING = 4096;

/** @typedef {{ position: number, samples: Float32Array<ArrayBuffer>, lost: number }} Block */

/**
 * A processor and its clock. The samples are their frames' numbers, so that each can be told.
 * @param {{ origin?: number, memory?: SharedArrayBuffer }} [options]
 */
function start({ origin = 0, memory } = {}) {
  const page = new MessageChannel();
  /** @type {MessagePort[]} those that would keep the process alive */
  const ports = [page.port1];
  /** @type {any} */
  let Processor;
  const scope = vm.createContext({
    currentFrame: origin,
    registerProcessor: (/** @type {string} */ name, /** @type {unknown} */ made) => {
      assert.equal(name, "earful-tap");
      Processor = made;
    },
    AudioWorkletProcessor: class {
      port = page.port2;
    },
  });
  script.runInContext(scope);
  const processor = new Processor({ processorOptions: { memory, frames: RING, origin } });
  return {
    /**
     * Plays `quanta` quanta from the frame `from` on.
     * @param {number} from
     * @param {number} quanta
     */
    async play(from, quanta) {
      for (let i = 0; i < quanta; i++) {
        scope["currentFrame"] = from + i * QUANTUM;
        const channel = Float32Array.from({ length: QUANTUM }, (_, k) => sample(from + i * QUANTUM + k));
        assert.isTrue(processor.process([[channel]]));
      }
      await delivery();
    },
    /** A quantum in which nothing is connected. */
    playNothing(/** @type {number} */ from) {
      scope["currentFrame"] = from;
      assert.isTrue(processor.process([[]]));
    },
    /**
     * A worker's end of the way.
     * @param {number} [from]
     */
    async connect(from) {
      const { port1, port2 } = new MessageChannel();
      ports.push(port2);
      /** @type {Block[]} */
      const blocks = [];
      port2.onmessage = ({ data }) => blocks.push(data);
      page.port1.postMessage({ type: "send", port: port1, frames: BLOCK, from }, [port1]);
      await delivery();
      return {
        blocks,
        /** Sends the oldest `count` buffers back. */
        async giveBack(/** @type {number} */ count) {
          for (const { samples } of blocks.splice(0, count)) port2.postMessage(samples.buffer, [samples.buffer]);
          await delivery();
        },
      };
    },
    async stop() {
      page.port1.postMessage({ type: "stop" });
      await delivery();
      assert.isFalse(processor.process([[]]));
    },
    close: () => ports.forEach((port) => port.close()),
  };
}

// Messages of several ports come one after another.
const delivery = () => new Promise((resolve) => setTimeout(resolve, 20));

// Exact as a float.
const sample = (/** @type {number} */ frame) => frame % 2 ** 20;

/** @param {number} first */
const count = (first) => Float32Array.from({ length: BLOCK }, (_, i) => sample(first + i));

/**
 * @param {string} name
 * @param {(made: ReturnType<typeof start>) => Promise<void>} run
 * @param {Parameters<typeof start>[0]} [options]
 */
function testWorklet(name, run, options) {
  test(name, async () => {
    const made = start(options);
    try {
      await run(made);
    } finally {
      made.close();
    }
  });
}

testWorklet("sends each sample once, with the number of its frame", async ({ connect, play }) => {
  const { blocks } = await connect();
  await play(0, 5);
  assert.deepEqual(
    blocks.map(({ position, lost }) => [position, lost]),
    [
      [0, 0],
      [BLOCK, 0],
    ],
  );
  assert.deepEqual(blocks[0]?.samples, count(0));
  assert.deepEqual(blocks[1]?.samples, count(BLOCK));
});

testWorklet(
  "numbers from the frame that the page calls the first, though it began earlier or later",
  async ({ connect, play }) => {
    const { blocks } = await connect();
    await play(1000 * QUANTUM - QUANTUM, 3);
    assert.deepEqual(blocks[0]?.samples, count(1000 * QUANTUM));
    assert.equal(blocks[0]?.position, 0);
  },
  { origin: 1000 * QUANTUM },
);

testWorklet("puts silence where calls are missing, and counts it as lost", async ({ connect, play }) => {
  const { blocks, giveBack } = await connect();
  await play(0, 2);
  await play(2 * BLOCK, 2); // a quarter of a second later, say
  await giveBack(1);
  assert.deepEqual(
    blocks.map(({ position, lost }) => [position, lost]),
    [
      [BLOCK, BLOCK],
      [2 * BLOCK, BLOCK],
    ],
  );
  assert.deepEqual(blocks[0]?.samples, new Float32Array(BLOCK));
  assert.deepEqual(blocks[1]?.samples, count(2 * BLOCK));
});

testWorklet("goes on where the clock jumps far ahead", async ({ connect, play }) => {
  const far = 2 ** 31 + 5 * BLOCK;
  const { blocks, giveBack } = await connect();
  await play(0, 2);
  await play(far, 6);
  let newest = 0;
  for (; blocks.length > 0; await giveBack(blocks.length)) {
    for (const { position, samples } of blocks) {
      newest = position;
      if (position >= far) assert.deepEqual(samples, count(position));
    }
  }
  assert.isAbove(newest, far);
});

testWorklet("gives silence where nothing is connected", async ({ connect, play, playNothing }) => {
  const { blocks } = await connect();
  playNothing(0);
  playNothing(QUANTUM);
  await play(BLOCK, 2);
  assert.deepEqual(blocks[0]?.samples, new Float32Array(BLOCK));
  assert.deepEqual(blocks[1]?.samples, count(BLOCK));
  assert.equal(blocks[1]?.lost, 0);
});

testWorklet("keeps what a busy worker does not take, as far as its memory goes", async ({ connect, play }) => {
  const { blocks, giveBack } = await connect();
  await play(0, 2 * 8);
  assert.lengthOf(blocks, 4); // no more buffers
  await giveBack(4);
  assert.deepEqual(
    blocks.map(({ position }) => position / BLOCK),
    [4, 5, 6, 7],
  );
  await play(8 * BLOCK, 2 * 32); // twice the ring
  await giveBack(4);
  const [oldest] = blocks;
  assert.isAbove(oldest?.position ?? 0, 8 * BLOCK);
  assert.equal(oldest?.lost, (oldest?.position ?? 0) - 8 * BLOCK);
  assert.deepEqual(oldest?.samples, count(oldest?.position ?? 0));
});

testWorklet("sends a second worker what the first had not given back", async ({ connect, play }) => {
  const first = await connect();
  await play(0, 2 * 3);
  await first.giveBack(1);
  assert.lengthOf(first.blocks, 2);
  const second = await connect();
  await play(3 * BLOCK, 1);
  assert.deepEqual(
    second.blocks.map(({ position }) => position / BLOCK),
    [1, 2],
  );
});

testWorklet("goes back for a second worker as far as it is told", async ({ connect, play }) => {
  const first = await connect();
  await play(0, 2 * 4);
  await first.giveBack(4);
  const second = await connect(BLOCK + 10);
  await play(4 * BLOCK, 1);
  assert.equal(second.blocks[0]?.position, BLOCK + 10);
  assert.deepEqual(second.blocks[0]?.samples, count(BLOCK + 10));
});

test("writes into shared memory and sends nothing", async () => {
  const memory = new SharedArrayBuffer(16 + 4 * RING);
  const { play, stop, close } = start({ memory });
  await play(0, 3);
  const [written] = new Uint32Array(memory);
  assert.equal(written, 3 * QUANTUM);
  assert.deepEqual([...new Float32Array(memory, 16, 5)], [0, 1, 2, 3, 4]);
  await stop();
  close();
});
