// @ts-check
import { bytes, failure, withScorer } from "../kit.js";
import { readSafetensors } from "../safetensors.js";

const RATE = 16000;

/** @typedef {import("earful").StreamEvent} StreamEvent */

/** @param {import("../kit.js").Kit} kit */
export function streamSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful } = kit;

  /** A sentence of 2.5 s and 1.2 s of quiet after it, as often as asked. */
  const talk = async (/** @type {number} */ times) => {
    const { tensors } = readSafetensors(await bytes(kit, "/tests/vectors/clips.safetensors"));
    const sentence = tensors.get("sentence") ?? new Float32Array();
    const samples = new Float32Array(times * sentence.length);
    for (let i = 0; i < times; i++) samples.set(sentence, i * sentence.length);
    return samples;
  };

  /**
   * The events of a stream that gets `samples` in chunks.
   * @param {import("earful").Scorer} scorer
   * @param {Float32Array} samples
   * @param {Partial<import("earful").StreamOptions>} [options]
   * @param {number} [chunk]
   */
  function run(scorer, samples, options = {}, chunk = 480) {
    /** @type {StreamEvent[]} */
    const events = [];
    const stream = scorer.stream({
      sampleRate: RATE,
      onEvent: (event) => events.push(event),
      operatingPoint: "balanced",
      clock: () => 0, // as if scores cost nothing
      ...options,
    });
    pushAll(stream, samples, chunk);
    stream.end();
    stream.dispose();
    return events;
  }

  /**
   * @param {import("earful").Stream} stream
   * @param {Float32Array} samples
   * @param {number} chunk
   */
  function pushAll(stream, samples, chunk) {
    for (let at = 0; at < samples.length; at += chunk) stream.push(samples.subarray(at, at + chunk));
  }

  /**
   * @template {StreamEvent["type"]} Type
   * @param {StreamEvent[]} events
   * @param {Type} type
   */
  const only = (events, type) =>
    /** @type {Extract<StreamEvent, { type: Type }>[]} */ (events.filter((event) => event.type === type));

  test("a stream tells of speech, of scores on the way, and of each utterance with the scores of its samples", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(3);
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
      const samples = await talk(2);
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
      const samples = (await talk(1)).subarray(0, 2 * RATE);
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
      const samples = await talk(3); // 1.2 s between the sentences: less than the cool-down
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
      const samples = await talk(4);
      const count = (/** @type {number} */ budget, /** @type {number} */ speed) => {
        // A clock that audio drives, on which looking at it twice in a row, as a score does, takes 5 ms.
        let [time, looks] = [0, 0];
        /** @type {StreamEvent[]} */
        const events = [];
        const stream = scorer.stream({
          sampleRate: RATE,
          onEvent: (event) => events.push(event),
          budget,
          clock: () => time + (looks++ % 3 === 2 ? 5 : 0),
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

  test("a stream reports bad samples as an event, takes them as silence, and goes on", () =>
    withScorer(kit, async (scorer) => {
      const silenced = await talk(2);
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
      const samples = await talk(2);
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
      const samples = await talk(1);
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

  test("25 streams on one scorer do not disturb each other", () =>
    withScorer(kit, async (scorer) => {
      const samples = await talk(2);
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

  test("disposing of a scorer takes its streams along; disposing of a stream leaves the scorer", async () => {
    /** @type {import("earful").Stream | undefined} */
    let stream;
    await withScorer(kit, async (scorer) => {
      stream = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      const other = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      assert.equal(typeof other[Symbol.dispose], "function");
      other[Symbol.dispose]();
      other.dispose();
      stream.push(await talk(1));
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
    ["a negative budget", { budget: -1 }, "invalid_argument", /budget/],
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

  test("a stream refuses samples that are no Float32Array, and stays usable", () =>
    withScorer(kit, async (scorer) => {
      const stream = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
      for (const bad of [undefined, [0], new Float64Array(480), "x"]) {
        const error = await failure(() => stream.push(/** @type {any} */ (bad)));
        assert.instanceOf(error, earful.ArgumentError);
      }
      stream.push(new Float32Array(0));
      stream.push(await talk(1));
      assert.instanceOf(await failure(() => scorer.stream(/** @type {any} */ (undefined))), earful.ArgumentError);
    }));
}
