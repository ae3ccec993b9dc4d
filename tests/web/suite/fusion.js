// @ts-check
import { babble, MODEL } from "../kit.js";

const TEXT = "/tests/vectors/model_text.safetensors";
const same = { name: "random", version: "0.1.0" };
/** @type {import("earful").FusionWeights} */
const FUSION = {
  voice: same,
  text: same,
  weights: { first: { voice: 0.7, text: 1.1, bias: -0.2 } },
  operating_points: { strict: { first: 0.2 }, balanced: { first: 0.45 }, lenient: { first: 0.9 } },
};

/** @param {import("../kit.js").Kit} kit */
export function fusionSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;

  /** @param {(voice: import("earful").Scorer, text: import("earful").TextScorer) => void} use */
  const withBoth = async (use) => {
    const voice = await earful.loadScorer({ model: origin + MODEL, variant });
    const text = await earful.loadTextScorer({ model: origin + TEXT, variant });
    try {
      use(voice, text);
    } finally {
      voice.dispose();
      text.dispose();
    }
  };

  test("makes one score of a voice's and its caption's, as the recipe that fitted the weights does", () =>
    withBoth((voice, text) => {
      const fusion = new earful.Fusion([FUSION], voice.info, text.info);
      // The same numbers stand in models/tests/test_fusion.py.
      for (const [heard, read, expected] of /** @type {const} */ ([
        [0.8, 0.3, 0.45968233],
        [0.1, 0.9, 0.66349087],
        [1, 0.5, 0.99992294],
      ])) {
        const scores = fusion.fuse({ first: heard, second: 0.3 }, { first: read, second: 0.6, third: 0.7 });
        assert.closeTo(scores["first"] ?? NaN, expected, 1e-7);
        assert.equal(scores["second"], 0.3, "no weights: the voice's");
        assert.equal(scores["third"], 0.7, "the text's alone");
      }
    }));

  test("one policy judges a voice, a line of chat and both together", () =>
    withBoth((voice, text) => {
      const fusion = new earful.Fusion([FUSION], voice.info, text.info);
      assert.deepEqual(fusion.labels, ["first", "second"]);
      const heard = voice.score(babble(2, 16000), 16000).scores;
      const read = text.score("you silly goose").scores;
      const fused = fusion.fuse(heard, read);
      for (const operatingPoint of Object.keys(voice.info.operating_points)) {
        for (const [scores, info] of /** @type {const} */ ([
          [heard, voice.info],
          [read, text.info],
          [fused, fusion],
        ])) {
          const thresholds = info.operating_points[operatingPoint] ?? {};
          const reached = info.labels.filter((label) => (scores[label] ?? NaN) >= (thresholds[label] ?? NaN));
          const flags = earful.judge(scores, info, { operatingPoint });
          assert.deepEqual(
            flags,
            reached.map((label) => ({ label, score: scores[label] ?? NaN, operatingPoint })),
          );
        }
      }
      assert.deepEqual(earful.judge({ first: 0.45, second: 0.4 }, fusion), [
        { label: "first", score: 0.45, operatingPoint: "balanced" },
      ]);
      const own = { thresholds: { first: Infinity, second: 0.4 } };
      assert.deepEqual(earful.judge({ first: 1, second: 0.4 }, fusion, own), [{ label: "second", score: 0.4 }]);
    }));

  test("judges a label that is called like what every object has", () => {
    const info = { labels: ["constructor"], operating_points: { balanced: { constructor: 0.5 } } };
    const flag = { label: "constructor", score: 0.6, operatingPoint: "balanced" };
    assert.deepEqual(earful.judge(/** @type {any} */ ({ constructor: 0.6 }), /** @type {any} */ (info)), [flag]);
    assert.throws(() => earful.judge({}, /** @type {any} */ (info)), earful.ArgumentError, "scores.constructor");
  });

  test("takes nothing of a caption without a word that the model knows", () =>
    withBoth((voice, text) => {
      const fusion = new earful.Fusion([FUSION], voice.info, text.info);
      const heard = { first: 0.8, second: 0.3 };
      assert.deepEqual(fusion.fuse(heard, text.score("!!!").scores), heard);
    }));

  test("refuses weights of other models, and weights that are none, saying what is wrong", () =>
    withBoth((voice, text) => {
      const fusions = [{ ...FUSION, voice: { name: "cnn", version: "9.0.0" } }];
      const none = () => new earful.Fusion(fusions, voice.info, text.info);
      assert.throws(none, earful.ModelError, "no fusion for random 0.1.0 with random 0.1.0; there is: cnn 9.0.0 with");
      assert.throws(() => new earful.Fusion([], voice.info, text.info), earful.ModelError, "there is: none");
      for (const [broken, message] of /** @type {[Partial<import("earful").FusionWeights>, string][]} */ ([
        [{ weights: { third: { voice: 1, text: 1, bias: 0 } } }, "weights for third"],
        [{ weights: { first: { voice: NaN, text: 1, bias: 0 } } }, "first.voice is no number"],
        [{ operating_points: { balanced: {} } }, "balanced has no threshold for first"],
        [/** @type {any} */ ({ weights: undefined }), "weights"],
        [/** @type {any} */ ({ weights: { first: null } }), "first"],
        [/** @type {any} */ ({ operating_points: { balanced: null } }), "balanced"],
        [/** @type {any} */ ({ weights: {}, operating_points: undefined }), "operating_points must be an object"],
      ])) {
        const make = () => new earful.Fusion([{ ...FUSION, ...broken }], voice.info, text.info);
        assert.throws(make, earful.ModelError, message);
      }
      for (const [broken, message] of /** @type {[any, string][]} */ ([
        [null, "each must be an object, not null"],
        [{}, "voice must be an object, not undefined"],
        [{ ...FUSION, text: { name: "random" } }, "text.version is no string"],
      ])) {
        const make = () => new earful.Fusion([broken], voice.info, text.info);
        assert.throws(make, earful.ModelError, message);
      }
      for (const [model, message] of /** @type {[any, string][]} */ ([
        [undefined, "must be an object"],
        [same, ".labels must be an object"],
        [{ ...voice.info, operating_points: undefined }, ".operating_points must be an object"],
        [voice, ".labels must be an object"], // and not its info
      ])) {
        const first = () => new earful.Fusion([FUSION], model, text.info);
        const second = () => new earful.Fusion([FUSION], voice.info, model);
        assert.throws(first, earful.ArgumentError, `voice${message.replace(/^m/, " m")}`);
        assert.throws(second, earful.ArgumentError, `text${message.replace(/^m/, " m")}`);
      }
      assert.throws(() => new earful.Fusion(/** @type {any} */ ({}), voice.info, text.info), earful.ArgumentError);
    }));

  test("refuses scores that are none, and policies that name nothing", () =>
    withBoth((voice, text) => {
      const fusion = new earful.Fusion([FUSION], voice.info, text.info);
      for (const score of [NaN, -0.1, 1.5, "0.5", undefined]) {
        const broken = /** @type {any} */ ({ first: score });
        assert.throws(() => fusion.fuse(broken, { first: 0.5 }), earful.ArgumentError, "voice.first");
        assert.throws(() => fusion.fuse({ first: 0.5 }, broken), earful.ArgumentError, "text.first");
        const judge = () => earful.judge({ ...broken, second: 0.5 }, fusion);
        assert.throws(judge, earful.ArgumentError, "scores.first must be a score");
      }
      const none = /** @type {any} */ (null);
      assert.throws(() => fusion.fuse(none, { first: 0.5 }), earful.ArgumentError, "voice must be an object");
      assert.throws(() => fusion.fuse({ first: 0.5 }, none), earful.ArgumentError, "text must be an object");
      assert.throws(() => earful.judge(none, fusion), earful.ArgumentError, "scores must be an object");
      const weights = /** @type {any} */ (FUSION); // and not the fusion made of them
      for (const policy of [{}, { thresholds: { first: 0.5 } }]) {
        const judge = () => earful.judge({ first: 0.5 }, weights, policy);
        assert.throws(judge, earful.ArgumentError, "info.labels must be an object");
      }
      const whole = /** @type {any} */ (voice.score(babble(1, 16000), 16000)); // not its scores
      assert.throws(() => earful.judge(whole, fusion), earful.ArgumentError, "scores.first must be a score");
      for (const [policy, message] of /** @type {[any, string][]} */ ([
        [{ operatingPoint: "loud" }, "strict, balanced, lenient"],
        [{ operatingPoint: "constructor" }, "no operating point"],
        [{ thresholds: { third: 0.5 } }, "no label third"],
        [{ thresholds: { first: NaN } }, "thresholds.first is NaN"],
        [{ thresholds: { first: "high" } }, "thresholds.first must be a number"],
        [{ thresholds: 0.5 }, "thresholds must be an object"],
        [null, "policy must be an object, not null"],
        ["strict", "policy must be an object, not a string"],
      ])) {
        assert.throws(() => earful.judge({ first: 0.5 }, fusion, policy), earful.ArgumentError, message);
      }
    }));
}
