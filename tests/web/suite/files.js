// @ts-check
import { bytes, failure, MODEL } from "../kit.js";

/** @typedef {import("earful").LoadOptions} LoadOptions */

/**
 * Where the package's files are taken from, and what they must be.
 * @param {import("../kit.js").Kit} kit
 */
export function filesSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;
  const { loadScorer } = earful;
  const binary = `earful-${variant}.wasm`;
  const cnn = "models/cnn.safetensors";

  /** @param {string} path @param {string} algorithm */
  async function hashOf(path, algorithm = "SHA-384") {
    const digest = await crypto.subtle.digest(algorithm, await bytes(kit, path));
    return `${algorithm.toLowerCase().replace("-", "")}-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  }

  const listed = async () => ({
    [binary]: await hashOf(`/web/dist/${binary}`),
    [cnn]: await hashOf(`/web/dist/${cnn}`),
  });
  const other = `sha384-${"A".repeat(64)}`;

  test("takes binary and model from below baseUrl, and checks them by their names", async () => {
    const integrity = await listed();
    for (const baseUrl of [`${origin}/web/dist`, new URL(`${origin}/web/dist/`)]) {
      const scorer = await loadScorer({ baseUrl, integrity, variant });
      assert.equal(scorer.info.name, "cnn");
      scorer.dispose();
    }
    const error = await failure(() => loadScorer({ baseUrl: `${origin}/elsewhere`, variant }));
    assert.equal(error.code, "load_failed");
    assert.match(error.message, /elsewhere\/(earful-|models\/cnn)/);
  });

  test("takes a binary from a server that adds a charset to every type", async () => {
    for (const wasm of [
      `${origin}/with-charset/web/dist/${binary}`,
      await fetch(`${origin}/with-charset/web/dist/${binary}`),
    ]) {
      const scorer = await loadScorer({ wasm, model: origin + MODEL });
      assert.equal(scorer.info.variant, variant);
      scorer.dispose();
    }
  });

  test("checks the files of its own place too", async () => {
    const scorer = await loadScorer({ integrity: await listed(), variant });
    scorer.dispose();
  });

  test("checks a model by its own hash, of any of the three lengths", async () => {
    for (const algorithm of ["SHA-256", "SHA-384", "SHA-512"]) {
      const model = { url: origin + MODEL, integrity: await hashOf(MODEL, algorithm) };
      const scorer = await loadScorer({ model, variant });
      assert.lengthOf(scorer.info.labels, 2);
      scorer.dispose();
    }
  });

  test("asks for no model where it is clear at once that there will be no engine", async () => {
    /** @type {LoadOptions[]} */
    const refused = [
      /** @type {any} */ ({ variant: "fast" }),
      /** @type {any} */ ({ wasm: [] }),
      { integrity: { [cnn]: other } }, // without the binary
    ];
    for (const options of refused) {
      let told = 0;
      const model = `${origin}/in-pieces${MODEL}`;
      const error = await failure(() => loadScorer({ variant, model, onProgress: () => told++, ...options }));
      assert.instanceOf(error, earful.ArgumentError);
      await new Promise((resolve) => setTimeout(resolve, 200)); // time enough for all of the model
      assert.equal(told, 0);
    }
  });

  /** @type {[string, () => Promise<LoadOptions>, string, RegExp][]} */
  const refusals = [
    [
      "another binary",
      async () => ({ integrity: { ...(await listed()), [binary]: other } }),
      "integrity_failed",
      RegExp(`${binary}: its hash is sha384-.* where sha384-AAA`),
    ],
    [
      "another binary below baseUrl",
      async () => ({ baseUrl: `${origin}/web/dist`, integrity: { ...(await listed()), [binary]: other } }),
      "integrity_failed",
      RegExp(binary),
    ],
    [
      "another model",
      async () => ({ integrity: { ...(await listed()), [cnn]: other } }),
      "integrity_failed",
      /models\/cnn\.safetensors: its hash is sha384-/,
    ],
    [
      "another model of the user's",
      async () => ({ model: { url: origin + MODEL, integrity: other } }),
      "integrity_failed",
      /model_self_attention\.safetensors/,
    ],
    [
      "another binary of the user's",
      async () => ({ wasm: { url: `${origin}/web/dist/${binary}`, integrity: other } }),
      "integrity_failed",
      RegExp(binary),
    ],
    [
      "a list without the file",
      async () => ({ integrity: {} }),
      "invalid_argument",
      /integrity lists no (earful-|models)/,
    ],
    [
      "a list that is none",
      async () => /** @type {LoadOptions} */ (/** @type {unknown} */ ({ integrity: null })),
      "invalid_argument",
      /integrity must be an object, not null/,
    ],
    [
      "a hash that is none",
      async () => ({ model: { url: origin + MODEL, integrity: "md5-x" } }),
      "invalid_argument",
      /self_attention.*"md5-x"/,
    ],
    ["a base that is no URL", async () => ({ baseUrl: "http://" }), "invalid_argument", /baseUrl: "http:\/\/"/],
    [
      "a base of another type",
      async () => /** @type {LoadOptions} */ (/** @type {unknown} */ ({ baseUrl: 3 })),
      "invalid_argument",
      /baseUrl must be a URL, not a number/,
    ],
    [
      "a model whose package is not there",
      async () => ({ model: /** @type {const} */ ("encoder-en") }),
      "load_failed",
      /npm install earful-model-encoder-en.*import model from "earful-model-encoder-en" and give that.*baseUrl.*models\/encoder-en\.safetensors/,
    ],
    [
      "a model's name that baseUrl does not have",
      async () => ({ model: /** @type {const} */ ("encoder"), baseUrl: `${origin}/web/dist` }),
      "load_failed",
      /models\/encoder\.safetensors: HTTP 404/,
    ],
  ];
  for (const [what, options, code, message] of refusals) {
    test(`refuses ${what}`, async () => {
      const error = await failure(async () => loadScorer({ variant, ...(await options()) }));
      assert.instanceOf(error, earful.EarfulError);
      assert.equal(error.code, code);
      assert.match(error.message, message);
    });
  }
}
