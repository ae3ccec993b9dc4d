// @ts-check
import { failure, withScorer } from "../kit.js";
import { only, RATE, run, talk } from "../streams.js";

/** @typedef {import("earful").StreamEvent} StreamEvent */

/** @param {import("../kit.js").Kit} kit */
export function streamSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful } = kit;

  test("a stream tells of speech, of scores on the way, and of each utterance with the scores of its samples", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 3);
      const events = run(scorer, samples);
      const utterances = only(events, "utterance");
      assert.lengthOf(utterances, 3);
      for (const { start, end, scores, cut } of utterances) {
        assert.deepEqual(scores, scorer.score(samples.subarray(start * RATE, end * RATE), RATE).scores);
        assert.equal(cut, "silence");
        const interim = only(events, "score").filter((event) => event.start === start);
        assert.isAbove(interim.length, 2);
        for (const event of interim) assert.isAtMost(event.end, end);
      }
      assert.deepEqual(
        only(events, "speech").map(({ state }) => state),
        ["started", "ended", "started", "ended", "started", "ended"],
      );
    }));

  test("a stream's final scores are the same to the last bit whatever the chunks, at any rate", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 2);
      for (const sampleRate of [8000, 16000, 44100, 48000]) {
        const expected = only(run(scorer, samples, { sampleRate }, samples.length), "utterance");
        assert.isAbove(expected.length, 0);
        for (const { start, end, scores } of expected) {
          const clip = samples.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate));
          assert.deepEqual(scores, scorer.score(clip, sampleRate).scores);
        }
        for (const chunk of [128, 480, 4096, 7777]) {
          assert.deepEqual(only(run(scorer, samples, { sampleRate, budget: 0 }, chunk), "utterance"), expected);
        }
      }
    }));

  test("a stream ends what is being said, and then refuses more", () =>
    withScorer(kit, async (scorer) => {
      const samples = (await talk(kit, 1)).subarray(0, 2 * RATE);
      /** @type {StreamEvent[]} */
      const events = [];
      const stream = scorer.stream({ sampleRate: RATE, onEvent: (event) => events.push(event) });
      stream.push(samples);
      assert.lengthOf(only(events, "utterance"), 0);
      stream.end();
      stream.end();
      const [utterance] = only(events, "utterance");
      assert.deepEqual([utterance?.cut, utterance?.end], ["end", 2]);
      const error = await failure(() => stream.push(samples));
      assert.instanceOf(error, earful.EarfulError);
      assert.equal(error.code, "stream_ended");
      stream.dispose();
      assert.equal((await failure(() => stream.push(samples))).code, "disposed");
    }));

  test("a stream flags an outburst once, by the model's thresholds or by one's own", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 3); // 1.2 s between the sentences: less than the cool-down
      const [first = "", second = ""] = scorer.info.labels;
      const flags = only(run(scorer, samples, { thresholds: { [first]: 0, [second]: Infinity } }), "flag");
      assert.deepEqual(
        flags.map(({ label }) => label),
        [first],
      );
      assert.notProperty(flags[0], "operatingPoint");
      assert.lengthOf(
        only(run(scorer, samples, { thresholds: { [first]: 0, [second]: 2 }, coolDown: 0.5 }), "flag"),
        3,
      );
      for (const operatingPoint of Object.keys(scorer.info.operating_points)) {
        for (const flag of only(run(scorer, samples, { operatingPoint }), "flag")) {
          assert.equal(flag.operatingPoint, operatingPoint);
          assert.isAtLeast(flag.score, scorer.info.operating_points[operatingPoint]?.[flag.label] ?? 1);
        }
      }
    }));

  test("a stream gives as many scores on the way as its budget allows, and all final ones", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 4);
      const count = (/** @type {number} */ budget, /** @type {number} */ speed) => {
        // A clock that audio drives; a push looks at it twice before a score and twice after, which takes 5 ms.
        let [time, looks] = [0, 0];
        /** @type {StreamEvent[]} */
        const events = [];
        const stream = scorer.stream({
          sampleRate: RATE,
          onEvent: (event) => events.push(event),
          budget,
          clock: () => time + (looks++ > 2 ? 5 : 0),
        });
        for (let at = 0; at < samples.length; at += 160) {
          looks = 0;
          time += 10 / speed;
          stream.push(samples.subarray(at, at + 160));
        }
        stream.end();
        stream.dispose();
        assert.lengthOf(only(events, "utterance"), 4);
        return only(events, "score").length;
      };
      const generous = count(0.02, 1); // a score each 0.25 s, the least hop
      assert.isAtLeast(generous, 12);
      assert.isBelow(count(0.01, 1), generous); // each 0.5 s
      assert.isBelow(count(0.02, 50), 3); // a caller that falls behind
      assert.equal(count(0, 1), 0);
    }));

  test("25 streams on one scorer do not disturb each other", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 2);
      const expected = only(run(scorer, samples), "utterance");
      const events = Array.from({ length: 25 }, () => /** @type {StreamEvent[]} */ ([]));
      const streams = events.map((list) =>
        scorer.stream({ sampleRate: RATE, onEvent: (event) => list.push(event), clock: () => 0 }),
      );
      for (let at = 0; at < samples.length; at += 4800) {
        for (const stream of streams) stream.push(samples.subarray(at, at + 4800));
      }
      for (const [i, stream] of streams.entries()) {
        stream.end();
        assert.deepEqual(only(events[i] ?? [], "utterance"), expected);
      }
    }));
}
