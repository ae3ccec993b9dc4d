// @ts-check
import { failure, withScorer } from "../kit.js";
import { only, RATE, run, talk } from "../streams.js";

/** @typedef {import("earful").StreamEvent} StreamEvent */

/** @param {import("../kit.js").Kit} kit */
export function streamFaultsSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful } = kit;

  test("a stream reports bad samples as an event, takes them as silence, and goes on", () =>
    withScorer(kit, async (scorer) => {
      const silenced = await talk(kit, 2);
      silenced.fill(0, 20000, 20480);
      const samples = silenced.slice();
      samples.fill(NaN, 20000, 20480);
      samples[20001] = -Infinity;
      const events = run(scorer, samples);
      const errors = only(events, "error");
      assert.lengthOf(errors, 1);
      assert.instanceOf(errors[0]?.error, earful.AudioError);
      assert.equal(errors[0]?.error.code, "audio_not_finite");
      assert.match(errors[0]?.error.message ?? "", /\b20000\b.*NaN/);
      assert.deepEqual(only(events, "utterance"), only(run(scorer, silenced), "utterance"));
    }));

  test("a handler that throws loses no event, and the stream goes on", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 2);
      const expected = run(scorer, samples, {}, samples.length);
      /** @type {StreamEvent[]} */
      const events = [];
      const stream = scorer.stream({
        sampleRate: RATE,
        clock: () => 0,
        onEvent: (event) => {
          events.push(event);
          throw new Error(event.type);
        },
      });
      assert.equal((await failure(() => stream.push(samples))).message, "speech");
      stream.end();
      assert.deepEqual(events, expected);
      stream.dispose();
    }));

  test("a handler may push, end and dispose", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(kit, 1);
      /** @type {string[]} */
      const told = [];
      const stream = scorer.stream({
        sampleRate: RATE,
        budget: 0,
        thresholds: Object.fromEntries(scorer.info.labels.map((label) => [label, Infinity])), // no flags
        onEvent: (event) => {
          told.push(event.type);
          if (told.length === 2) stream.push(samples);
          if (told.length === 4) stream.end();
          if (told.length === 6) stream.dispose();
        },
      });
      stream.push(samples);
      assert.deepEqual(told, ["speech", "utterance", "speech", "speech", "utterance", "speech"]);
      assert.equal((await failure(() => stream.push(samples))).code, "disposed");
    }));

  test("disposing of a scorer takes its streams along; disposing of a stream leaves the scorer", async () => {
    /** @type {import("earful").Stream | undefined} */
    let stream;
    await withScorer(kit, async (scorer) => {
      stream = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      const other = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      assert.equal(typeof other[Symbol.dispose], "function");
      other[Symbol.dispose]();
      other.dispose();
      stream.push(await talk(kit, 1));
      scorer.selfTest();
    });
    const error = await failure(() => stream?.push(new Float32Array(480)));
    assert.instanceOf(error, earful.DisposedError);
    stream?.dispose();
  });

  /** @type {[string, object, string, RegExp][]} */
  const refusals = [
    ["no rate", { sampleRate: undefined }, "invalid_argument", /sampleRate must be a number, not undefined/],
    ["a rate in words", { sampleRate: "16000" }, "invalid_argument", /sampleRate .* not a string/],
    ["a rate under 8 kHz", { sampleRate: 4000 }, "sample_rate_out_of_range", /4000/],
    ["a rate over 192 kHz", { sampleRate: 200000 }, "sample_rate_out_of_range", /200000/],
    ["no handler", { onEvent: undefined }, "invalid_argument", /onEvent must be a function/],
    ["an operating point that the model lacks", { operatingPoint: "harsh" }, "invalid_argument", /harsh, but .*strict/],
    ["a threshold of an unknown label", { thresholds: { rudeness: 0.5 } }, "invalid_argument", /no label rudeness/],
    ["a threshold in words", { thresholds: { first: "0.5" } }, "invalid_argument", /thresholds/],
    ["thresholds that are none", { thresholds: 0.5 }, "invalid_argument", /thresholds must be an object/],
    ["a negative budget", { budget: -1 }, "invalid_argument", /budget .* not -1/],
    ["a budget that is NaN", { budget: NaN }, "invalid_argument", /budget .* not NaN/],
    ["no silence", { silence: 0 }, "invalid_argument", /silence 0 s/],
    ["a minimum over 15 s", { minimum: 20 }, "invalid_argument", /minimum 20 s/],
    ["a cool-down that is NaN", { coolDown: NaN }, "invalid_argument", /cool-down NaN/],
  ];
  for (const [what, options, code, message] of refusals) {
    test(`a stream refuses ${what}, and its scorer stays usable`, () =>
      withScorer(kit, async (scorer) => {
        const error = await failure(() =>
          scorer.stream(/** @type {any} */ ({ sampleRate: RATE, onEvent: () => undefined, ...options })),
        );
        assert.instanceOf(error, earful.EarfulError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        scorer.selfTest();
      }));
  }

  test("a stream refuses samples that were given away, and stays usable", () =>
    withScorer(kit, async (scorer) => {
      const stream = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      const samples = await talk(kit, 1);
      const kept = samples.slice();
      structuredClone(samples, { transfer: [samples.buffer] });
      const error = await failure(() => stream.push(samples));
      assert.instanceOf(error, earful.ArgumentError);
      assert.match(error.message, /buffer is detached/);
      assert.equal(stream.cost.audio, 0);
      stream.push(kept);
    }));

  test("a stream refuses samples that are no Float32Array, and stays usable", () =>
    withScorer(kit, async (scorer) => {
      const stream = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      for (const bad of [undefined, [0], new Float64Array(480), "x"]) {
        const error = await failure(() => stream.push(/** @type {any} */ (bad)));
        assert.instanceOf(error, earful.ArgumentError);
      }
      stream.push(new Float32Array(0));
      stream.push(await talk(kit, 1));
      assert.instanceOf(await failure(() => scorer.stream(/** @type {any} */ (undefined))), earful.ArgumentError);
    }));
}
