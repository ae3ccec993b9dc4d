// @ts-check
import { babble, failure, withScorer } from "../kit.js";

/** @param {import("../kit.js").Kit} kit */
export function scoringSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;

  test("scores a clip: duration, probabilities by label, windows", () =>
    withScorer(kit, (scorer) => {
      const { duration, scores, windows } = scorer.score(babble(2, 16000), 16000);
      assert.equal(duration, 2);
      assert.deepEqual(Object.keys(scores), scorer.info.labels);
      for (const score of Object.values(scores)) assert.isTrue(score > 0 && score < 1);
      assert.deepEqual(windows, [{ start: 0, end: 2, scores }]);
    }));

  test("cuts a long clip at 15 s strides and gives each label its highest score", () =>
    withScorer(kit, (scorer) => {
      const clip = babble(40, 16000);
      clip.fill(0, 15 * 16000, 30 * 16000);
      const { duration, scores, windows } = scorer.score(clip, 16000);
      assert.equal(duration, 40);
      assert.deepEqual(
        windows.map(({ start, end }) => [start, end]),
        [
          [0, 15],
          [15, 30],
          [30, 40],
        ],
      );
      for (const label of scorer.info.labels) {
        assert.equal(scores[label], Math.max(...windows.map((window) => window.scores[label] ?? 0)));
      }
      assert.notDeepEqual(windows[0]?.scores, windows[1]?.scores);
    }));

  test("gives the attention of each 80 ms step when asked, and only then", () =>
    withScorer(kit, (scorer) => {
      const clip = babble(17, 16000);
      for (const { start, end, attention } of scorer.score(clip, 16000, { attention: true }).windows) {
        assert.instanceOf(attention, Float32Array);
        assert.closeTo((attention?.length ?? 0) * 0.08, end - start, 0.1);
        assert.closeTo(attention?.reduce((sum, weight) => sum + weight, 0) ?? 0, 1, 1e-4);
      }
      assert.notProperty(scorer.score(clip, 16000).windows[0], "attention");
    }));

  test("gives an encoder's attention of each 20 ms step", async () => {
    const scorer = await earful.loadScorer({ model: `${origin}/tests/vectors/model_encoder.safetensors`, variant });
    for (const { start, end, attention } of scorer.score(babble(17, 16000), 16000, { attention: true }).windows) {
      assert.equal(attention?.length, Math.round((end - start) / 0.02));
      assert.closeTo(attention?.reduce((sum, weight) => sum + weight, 0) ?? 0, 1, 1e-4);
    }
    scorer.dispose();
  });

  test("scores nearly the same at any sample rate", () =>
    withScorer(kit, (scorer) => {
      const tone = (/** @type {number} */ rate) =>
        new Float32Array(rate).map((_, i) => 0.1 * Math.sin((2 * Math.PI * 440 * i) / rate));
      const expected = scorer.score(tone(16000), 16000).scores;
      for (const rate of [8000, 11025, 22050, 44100, 48000, 96000, 192000]) {
        const { duration, scores } = scorer.score(tone(rate), rate);
        assert.closeTo(duration, 1, 1e-3);
        for (const label of scorer.info.labels) assert.closeTo(scores[label] ?? 0, expected[label] ?? 0, 0.05);
      }
    }));

  test("gives the log-mel features, frames by bins", () =>
    withScorer(kit, (scorer) => {
      const { data, frames, bins } = scorer.logMel(babble(1, 16000), 16000);
      assert.equal(bins, scorer.info.features.filters);
      assert.equal(frames, 1 + Math.floor((16000 - 400) / 160));
      assert.lengthOf(data, frames * bins);
      assert.isTrue(data.every(Number.isFinite));
    }));

  test("gives results that later calls leave as they are", () =>
    withScorer(kit, (scorer) => {
      const features = scorer.logMel(babble(1, 16000), 16000);
      const [window] = scorer.score(babble(1, 16000), 16000, { attention: true }).windows;
      const kept = [features.data.slice(), window?.attention?.slice()];
      scorer.score(babble(60, 48000), 48000, { attention: true }); // the memory grows and moves
      assert.deepEqual([features.data, window?.attention], kept);
    }));

  test("leaves the samples as they are, and takes a view into a bigger buffer", () =>
    withScorer(kit, (scorer) => {
      const clip = babble(1, 16000);
      const buffer = new Float32Array(20000);
      buffer.set(clip, 1234);
      assert.deepEqual(scorer.score(buffer.subarray(1234, 1234 + 16000), 16000), scorer.score(clip, 16000));
      assert.deepEqual(clip, babble(1, 16000));
    }));

  test("says what the model file says of itself", () =>
    withScorer(kit, ({ info }) => {
      assert.equal(info.variant, kit.variant);
      assert.equal(info.features.sample_rate, 16000);
      assert.equal(info.architecture.type, "attentive_cnn");
      assert.sameMembers(Object.keys(info.calibration), [...info.labels]);
      assert.sameMembers(Object.keys(info.self_test.scores), [...info.labels]);
    }));

  test("lets nobody change what the model file says", () =>
    withScorer(kit, ({ info }) => {
      for (const part of [info, info.labels, info.operating_points, info.operating_points["strict"], info.self_test]) {
        assert.isFrozen(part);
      }
      // @ts-expect-error TypeScript knows it too
      assert.throws(() => info.labels.reverse(), TypeError);
      assert.throws(() => {
        // @ts-expect-error
        info.self_test.scores["first"] = 1;
      }, TypeError);
    }));

  test("passes the model's own test, with the scores that the file promises", () =>
    withScorer(kit, (scorer) => {
      const { tolerance, scores } = scorer.info.self_test;
      const measured = scorer.selfTest();
      for (const label of scorer.info.labels) assert.closeTo(measured[label] ?? 0, scores[label] ?? 1, tolerance);
    }));

  const second = babble(1, 16000);
  /** @type {[string, unknown, unknown, string, string, RegExp][]} */
  const refusals = [
    ["no samples", new Float32Array(0), 16000, "AudioError", "audio_empty", /no samples/],
    ["less than 0.1 s", second.subarray(0, 1599), 16000, "AudioError", "audio_too_short", /0\.1 s/],
    ["less than 0.1 s at 48 kHz", second.subarray(0, 4799), 48000, "AudioError", "audio_too_short", /0\.1 s/],
    ["NaN, naming the first", withSample(777, NaN, 999), 16000, "AudioError", "audio_not_finite", /\b777\b/],
    ["infinity, naming it", withSample(15999, Infinity), 16000, "AudioError", "audio_not_finite", /\b15999\b/],
    ["minus infinity in front", withSample(0, -Infinity), 44100, "AudioError", "audio_not_finite", /\b0\b/],
    ["a sample beyond all scale", withSample(5, 1e30), 16000, "AudioError", "audio_not_finite", /\b5\b/],
    ["a rate under 8 kHz", second, 7999, "AudioError", "sample_rate_out_of_range", /7999/],
    ["a rate over 192 kHz", second, 192001, "AudioError", "sample_rate_out_of_range", /192001/],
    ["a rate of zero", second, 0, "AudioError", "sample_rate_out_of_range", /\b0\b/],
    ["a negative rate", second, -16000, "AudioError", "sample_rate_out_of_range", /-16000/],
    ["a rate that is NaN", second, NaN, "AudioError", "sample_rate_out_of_range", /NaN/],
    ["an infinite rate", second, Infinity, "AudioError", "sample_rate_out_of_range", /./],
    ["a rate that an integer cannot hold", second, 2 ** 32 + 16000, "AudioError", "sample_rate_out_of_range", /./],
    ["a rate in words", second, "16000", "ArgumentError", "invalid_argument", /sampleRate .* not a string/],
    ["no rate", second, undefined, "ArgumentError", "invalid_argument", /sampleRate .* not undefined/],
    ["a plain array", [0, 1], 16000, "ArgumentError", "invalid_argument", /samples .* not an Array/],
    ["64-bit samples", new Float64Array(1600), 16000, "ArgumentError", "invalid_argument", /not a Float64Array/],
    ["16-bit samples", new Int16Array(1600), 16000, "ArgumentError", "invalid_argument", /not an Int16Array/],
    ["samples that were given away", givenAway(), 16000, "ArgumentError", "invalid_argument", /buffer is detached/],
    ["a bare buffer", second.buffer, 16000, "ArgumentError", "invalid_argument", /not an ArrayBuffer/],
    ["null", null, 16000, "ArgumentError", "invalid_argument", /not null/],
    ["nothing", undefined, undefined, "ArgumentError", "invalid_argument", /not undefined/],
  ];
  for (const [what, samples, rate, name, code, message] of refusals) {
    test(`refuses ${what}, and stays usable`, () =>
      withScorer(kit, async (scorer) => {
        const before = scorer.score(second, 16000);
        for (const method of /** @type {const} */ (["score", "logMel"])) {
          const call = /** @type {(...args: unknown[]) => unknown} */ (scorer[method].bind(scorer));
          const error = await failure(() => call(samples, rate));
          assert.instanceOf(error, earful.EarfulError);
          assert.deepEqual([error.name, error.code], [name, code]);
          assert.match(error.message, message);
        }
        assert.deepEqual(scorer.score(second, 16000), before);
      }));
  }

  for (const options of [null, "attention", 1]) {
    test(`refuses options that are ${String(options)}`, () =>
      withScorer(kit, async (scorer) => {
        const error = await failure(() => scorer.score(second, 16000, /** @type {any} */ (options)));
        assert.instanceOf(error, earful.ArgumentError);
        assert.match(error.message, /options must be an object/);
      }));
  }

  test("reads no sample but those of the array's memory, whatever the array says of its length", () =>
    withScorer(kit, (scorer) => {
      class Liar extends Float32Array {
        /** @override */
        get length() {
          return 2 ** 28;
        }
      }
      const liar = new Liar(second.buffer);
      assert.deepEqual(scorer.score(liar, 16000), scorer.score(second, 16000));
      assert.deepEqual(scorer.logMel(liar, 16000), scorer.logMel(second, 16000));
      const stream = scorer.stream({ sampleRate: 16000, onEvent: () => undefined });
      stream.push(liar);
      assert.equal(stream.cost.audio, 1);
    }));

  function givenAway() {
    const clip = babble(1, 16000);
    structuredClone(clip, { transfer: [clip.buffer] });
    return clip;
  }

  /**
   * A second of audio with one value at the given places.
   * @param {number} first
   * @param {number} value
   * @param {number} [other]
   */
  function withSample(first, value, other = first) {
    const clip = babble(1, 16000);
    clip[first] = clip[other] = value;
    return clip;
  }

  test("refuses all use after disposal; disposing twice does nothing", async () => {
    const scorer = await withScorer(kit, (scorer) => scorer);
    scorer.dispose();
    for (const use of [
      () => scorer.score(second, 16000),
      () => scorer.logMel(second, 16000),
      () => scorer.selfTest(),
    ]) {
      const error = await failure(use);
      assert.instanceOf(error, earful.DisposedError);
      assert.equal(error.code, "disposed");
    }
    assert.lengthOf(scorer.info.labels, 2);
  });

  test("is disposable by the language's own means", async () => {
    const scorer = await withScorer(kit, (scorer) => scorer);
    assert.equal(typeof scorer[Symbol.dispose], "function");
    scorer[Symbol.dispose]();
    assert.equal((await failure(() => scorer.selfTest())).code, "disposed");
  });
}
