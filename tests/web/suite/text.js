// @ts-check
import { bytes, failure } from "../kit.js";
import { readBytes, readSafetensors } from "../safetensors.js";

const MODEL = "/tests/vectors/model_text.safetensors";

/** @param {import("../kit.js").Kit} kit */
export function textSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;

  /** @param {(scorer: import("earful").TextScorer) => void} use */
  const withTextScorer = async (use, model = MODEL) => {
    const scorer = await earful.loadTextScorer({ model: origin + model, variant });
    try {
      use(scorer);
    } finally {
      scorer.dispose();
    }
  };

  for (const [name, tolerance] of /** @type {const} */ ([
    ["text", 1e-4],
    ["text_int8", 2e-2],
  ])) {
    test(`scores texts as PyTorch does: ${name}`, async () => {
      const file = await bytes(kit, `/tests/vectors/scores_${name}.safetensors`);
      const { tensors } = readSafetensors(file);
      const texts = readBytes(file);
      await withTextScorer((scorer) => {
        let compared = 0;
        for (; texts.has(`${compared}.text`); compared += 1) {
          const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(texts.get(`${compared}.text`));
          const expected = tensors.get(`${compared}.scores`) ?? [];
          const { scores, stretches } = scorer.score(text);
          Object.values(scores).forEach((score, i) => {
            assert.closeTo(score, expected[i] ?? NaN, tolerance, text);
            assert.equal(score, Math.max(...stretches.map((stretch) => Object.values(stretch.scores)[i] ?? NaN)));
          });
        }
        assert.isAtLeast(compared, 20);
      }, `/tests/vectors/model_${name}.safetensors`);
    });
  }

  test("tells what a text model is, and its own test passes", () =>
    withTextScorer((scorer) => {
      assert.equal(scorer.info.architecture.type, "text_encoder");
      assert.equal(scorer.info.variant, variant);
      assert.sameMembers(Object.keys(scorer.selfTest()), [...scorer.info.labels]);
    }));

  test("gives each word's weight when asked, at its place in the string", () =>
    withTextScorer((scorer) => {
      const text = "🦢🦢 you s i l l y gans, stöp 🦢 goose";
      const { words = [], scores } = scorer.score(text, { reasons: true });
      assert.deepEqual(
        words.map(({ start, end }) => text.slice(start, end)),
        ["🦢🦢", "you", "s i l l y", "gans,", "stöp", "🦢", "goose"],
      );
      for (const { start, end, weights } of words) {
        const without = scorer.score(text.slice(0, start) + text.slice(end)).scores;
        for (const [label, weight] of Object.entries(weights)) {
          assert.closeTo(weight, (scores[label] ?? NaN) - (without[label] ?? NaN), 1e-5);
        }
      }
      assert.notProperty(scorer.score(text), "words");
    }));

  test("scores nothing where nothing is said, and a string cut inside a character", () =>
    withTextScorer((scorer) => {
      for (const text of ["", " ", "!!!", "🦢"]) {
        assert.deepEqual(Object.values(scorer.score(text).scores), [0, 0], text);
      }
      assert.deepEqual(scorer.score("goose \ud83e").scores, scorer.score("goose").scores);
    }));

  test("refuses a text that is too long, or none", () =>
    withTextScorer((scorer) => {
      const tooLong = () => scorer.score("goose ".repeat(170_000));
      assert.throws(tooLong, earful.TextError, "1020000 bytes");
      assert.throws(() => scorer.score("ö".repeat(40_000)), earful.TextError, "80000 bytes");
      scorer.score("ö".repeat(32_768));
      for (const text of [undefined, null, 5, new Uint8Array(3)]) {
        assert.throws(() => scorer.score(/** @type {any} */ (text)), earful.ArgumentError, "text must be a string");
      }
      for (const options of [null, "reasons"]) {
        const call = () => scorer.score("goose", /** @type {any} */ (options));
        assert.throws(call, earful.ArgumentError, "options must be an object");
      }
      assert.isAbove(scorer.score("goose").scores["first"] ?? 0, 0);
    }));

  test("refuses to load a text model that is not named", async () => {
    for (const options of [undefined, null, {}]) {
      const error = await failure(() => earful.loadTextScorer(/** @type {any} */ (options)));
      assert.instanceOf(error, earful.ArgumentError);
      assert.match(error.message, /(options|model) must be/);
    }
  });

  test("each loader names the other for a model of the other kind", async () => {
    const error = await failure(() => earful.loadScorer({ model: origin + MODEL, variant }));
    assert.equal(error.code, "model_unsupported");
    assert.include(error.message, "loadTextScorer");
    const other = await failure(() =>
      earful.loadTextScorer({ model: `${origin}/tests/vectors/model_average.safetensors`, variant }),
    );
    assert.equal(other.code, "model_unsupported");
    assert.include(other.message, "by loadScorer");
  });

  test("a text scorer that was disposed says so, and two kinds share an instance", async () => {
    const scorer = await earful.loadTextScorer({ model: origin + MODEL, variant });
    const speech = await earful.loadScorer({ model: `${origin}/tests/vectors/model_average.safetensors`, variant });
    assert.isAbove(scorer.score("you silly goose").scores["first"] ?? 0, 0);
    speech.dispose();
    scorer.dispose();
    assert.throws(() => scorer.score("goose"), earful.DisposedError);
  });
}
