// @ts-check
import { withScorer } from "../kit.js";

const RATE = 16000;

/** @param {import("../kit.js").Kit} kit */
export function costSuite(kit) {
  const { test, assert } = kit;

  test("a stream tells how much audio it got and how long it worked, handlers apart", () =>
    withScorer(kit, async (scorer) => {
      let time = 0;
      const stream = scorer.stream({ sampleRate: RATE, onEvent: () => (time += 1000), clock: () => (time += 2) });
      assert.deepEqual(stream.cost, { work: 0, audio: 0 });
      for (let i = 0; i < 10; i++) stream.push(new Float32Array(RATE / 10));
      stream.end();
      assert.equal(stream.cost.audio, 1);
      assert.approximately(stream.cost.work, 11 * 0.002, 1e-9); // ten pushes and an end, two ticks each
      stream.dispose();
    }));
}
