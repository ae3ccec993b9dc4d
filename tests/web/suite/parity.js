// @ts-check
import { bytes } from "../kit.js";
import { readSafetensors } from "../safetensors.js";

const TOLERANCE = 1e-4;
const SAMPLE_RATE = 16000;
const SHORTEST = 0.1; // seconds

/** @param {import("../kit.js").Kit} kit */
export function paritySuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;

  /** @type {[string, string, string][]} */
  const models = [
    ...["average", "learnable_query", "self_attention", "encoder", "encoder_int8"].map(
      (name) =>
        /** @type {[string, string, string]} */ ([
          name,
          `/tests/vectors/model_${name}.safetensors`,
          `/tests/vectors/scores_${name}.safetensors`,
        ]),
    ),
    ["the released cnn", "/models/release/cnn.safetensors", "/tests/vectors/scores_release.safetensors"],
  ];
  for (const [what, model, vectors] of models) {
    test(`scores real clips as PyTorch does, attention included: ${what}`, async () => {
      const scorer = await earful.loadScorer({ model: origin + model, variant });
      const { tensors: expected, metadata } = readSafetensors(await bytes(kit, vectors));
      const { tensors: clips } = readSafetensors(await bytes(kit, "/tests/vectors/clips.safetensors"));
      assert.deepEqual(scorer.info.labels, metadata.labels);
      let compared = 0;
      for (const [name, length] of Object.entries(metadata.samples)) {
        const clip = repeated(clips.get(name) ?? clips.get("sentence"), length);
        const { scores, windows } = scorer.score(clip, SAMPLE_RATE, { attention: true });
        near(Object.values(scores), expected.get(`${name}.scores`), `${name}: scores`);
        windows.forEach((window, i) => {
          near(Object.values(window.scores), expected.get(`${name}.window${i}.scores`), `${name}: window ${i}`);
          near(window.attention, expected.get(`${name}.window${i}.attention`), `${name}: attention ${i}`);
          compared += 1;
        });
        assert.isFalse(expected.has(`${name}.window${windows.length}.scores`), "a window is missing");
      }
      assert.isAtLeast(compared, 5);
      scorer.dispose();
    });
  }

  test("computes log-mel as the reference does", async () => {
    const scorer = await earful.loadScorer({ model: `${origin}/tests/vectors/model_average.safetensors`, variant });
    const { tensors, metadata } = readSafetensors(await bytes(kit, "/tests/vectors/features.safetensors"));
    const { tensors: clips } = readSafetensors(await bytes(kit, "/tests/vectors/clips.safetensors"));
    /** @type {{ name: string, input: string, features: object }[]} */
    const cases = metadata.cases.filter((/** @type {{ name: string }} */ { name }) => name.startsWith("cnn."));
    assert.isAtLeast(cases.length, 3);
    for (const { name, input } of cases) {
      const samples = clips.get(input) ?? tensors.get(`input.${input}`) ?? new Float32Array();
      if (samples.length < SHORTEST * SAMPLE_RATE) continue; // a single frame, say, which only the core takes
      near(scorer.logMel(samples, SAMPLE_RATE).data, tensors.get(name), name);
    }
    scorer.dispose();
  });

  /**
   * @param {ArrayLike<number> | undefined} measured
   * @param {Float32Array | undefined} expected
   * @param {string} what
   */
  function near(measured, expected, what) {
    assert.equal(measured?.length, expected?.length, `${what}: length`);
    expected?.forEach((value, i) => assert.closeTo(measured?.[i] ?? NaN, value, TOLERANCE, `${what} [${i}]`));
  }
}

/**
 * @param {Float32Array | undefined} clip
 * @param {number} length
 */
function repeated(clip, length) {
  if (!clip) throw new Error("no such clip");
  return new Float32Array(length).map((_, i) => clip[i % clip.length] ?? 0);
}
