// @ts-check
/**
 * The test file that every runtime runs. It asks nothing of its surroundings but the language, not even a URL: an
 * AudioWorklet has none.
 *
 * @typedef {{ clip: number[], sampleRate: number, scores: Record<string, number>, attention: number[], tolerance: number,
 *   textModel: number[], texts: [string, number[]][] }} Vector
 * @typedef {{ name: string, error?: string }} Outcome
 */

/**
 * @param {typeof import("earful")} earful
 * @param {Vector} vector
 * @param {import("earful").LoadOptions} [files] where the package cannot reach its own
 * @returns {Promise<Outcome[]>}
 */
export async function everywhere(earful, vector, files) {
  const clip = new Float32Array(vector.clip);
  const { sampleRate } = vector;
  /** @type {import("earful").Scorer} */
  let scorer;

  /** @type {[string, () => unknown][]} */
  const tests = [
    [
      "loads the package's own model and binary",
      async () => {
        scorer = await earful.loadScorer(files);
        equal(scorer.info.labels.join(), Object.keys(vector.scores).join(), "labels");
      },
    ],
    [
      "scores a clip as PyTorch does",
      () => {
        const { duration, scores } = scorer.score(clip, sampleRate);
        equal(duration, clip.length / sampleRate, "duration");
        near(Object.values(scores), Object.values(vector.scores), "scores");
      },
    ],
    [
      "tells where it listened",
      () => {
        const { windows } = scorer.score(clip, sampleRate, { attention: true });
        near(windows[0]?.attention ?? [], vector.attention, "attention");
      },
    ],
    ["computes what the model file promises", () => void scorer.selfTest()],
    [
      "refuses bad audio by a typed error and goes on",
      () => {
        for (const [samples, code] of /** @type {[Float32Array, string][]} */ ([
          [clip.subarray(0, 100), "audio_too_short"],
          [clip.map((sample, i) => (i === 7 ? NaN : sample)), "audio_not_finite"],
        ])) {
          const error = failure(() => scorer.score(samples, sampleRate));
          equal(error instanceof earful.AudioError && error.code, code, "error");
        }
        near(Object.values(scorer.score(clip, sampleRate).scores), Object.values(vector.scores), "scores afterwards");
      },
    ],
    [
      "hears an utterance in a stream",
      () => {
        /** @type {import("earful").StreamEvent[]} */
        const events = [];
        const stream = scorer.stream({ sampleRate, onEvent: (event) => events.push(event) });
        for (let at = 0; at < clip.length; at += 1600) stream.push(clip.subarray(at, at + 1600));
        stream.end();
        stream.dispose();
        const told = events.flatMap((event) => (event.type === "utterance" ? [event] : []));
        equal(told.length > 0, true, "an utterance");
        for (const { scores } of told) equal(Object.keys(scores).join(), scorer.info.labels.join(), "its labels");
      },
    ],
    [
      "is of no use once it is disposed of",
      () => {
        scorer.dispose();
        const error = failure(() => scorer.score(clip, sampleRate));
        equal(error instanceof earful.DisposedError && error.code, "disposed", "error");
      },
    ],
    [
      "scores texts as PyTorch does",
      async () => {
        const reader = await earful.loadTextScorer({ ...files, model: new Uint8Array(vector.textModel) });
        for (const [text, scores] of vector.texts) near(Object.values(reader.score(text).scores), scores, text);
        equal(vector.texts.length > 20, true, "more than 20 texts");
        reader.dispose();
      },
    ],
  ];

  /** @type {Outcome[]} */
  const outcomes = [];
  for (const [name, test] of tests) {
    try {
      await test();
      outcomes.push({ name });
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return outcomes;

  /** @param {ArrayLike<number>} found  @param {ArrayLike<number>} wanted  @param {string} what */
  function near(found, wanted, what) {
    equal(found.length, wanted.length, `${what}: length`);
    for (let i = 0; i < wanted.length; i++) {
      const distance = Math.abs((found[i] ?? NaN) - (wanted[i] ?? NaN));
      if (!(distance <= vector.tolerance)) throw new Error(`${what} [${i}]: ${found[i]} in place of ${wanted[i]}`);
    }
  }
}

/** @param {unknown} found  @param {unknown} wanted  @param {string} what */
function equal(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: ${String(found)} in place of ${String(wanted)}`);
}

/** @param {() => unknown} work */
function failure(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
