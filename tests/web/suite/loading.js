// @ts-check
import { bytes, failure, MODEL, watched } from "../kit.js";
import { instancesMadeBy } from "../wasm-memory.js";

/** @typedef {import("earful").LoadOptions} LoadOptions */

/** @param {import("../kit.js").Kit} kit */
export function loadingSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;
  const { loadScorer } = earful;
  const binary = `/web/dist/earful-${variant}.wasm`;

  /** @param {LoadOptions} options */
  const labelsOf = async (options) => {
    const scorer = await loadScorer({ variant, ...options });
    scorer.dispose();
    return scorer.info.labels;
  };

  test("loads a bundled model by its name, and by default", async () => {
    for (const options of [{}, { model: /** @type {const} */ ("cnn") }]) {
      const scorer = await loadScorer({ variant, ...options });
      assert.equal(scorer.info.name, "cnn");
      assert.equal(scorer.info.variant, variant);
      scorer.dispose();
    }
  });

  test("loads every bundled model, each passing its own test", async () => {
    for (const model of earful.modelNames) {
      const scorer = await loadScorer({ variant, model });
      assert.sameMembers(Object.keys(scorer.selfTest()), [...scorer.info.labels]);
      scorer.dispose();
    }
  });

  test("takes a model as a URL, bytes or a response", async () => {
    const file = await bytes(kit, MODEL);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    const sources = [
      origin + MODEL,
      new URL(origin + MODEL),
      file,
      file.buffer,
      new DataView(file.buffer),
      shifted.subarray(3),
      await fetch(origin + MODEL),
      new Response(file),
    ];
    for (const model of sources) assert.lengthOf(await labelsOf({ model }), 2);
  });

  test("takes the WebAssembly binary as a URL, bytes, a response or a module", async () => {
    const file = await bytes(kit, binary);
    const sources = [
      origin + binary,
      new URL(origin + binary),
      `${origin}/as-octets${binary}`, // not served as WebAssembly
      file,
      file.buffer,
      await fetch(origin + binary),
      await WebAssembly.compile(file),
    ];
    for (const wasm of sources) {
      const scorer = await loadScorer({ wasm, model: origin + MODEL });
      assert.equal(scorer.info.variant, variant, "the binary says itself which build it is");
      scorer.dispose();
    }
  });

  test("reports the progress of the download, up to the file's size", async () => {
    const { length } = await bytes(kit, MODEL);
    const id = crypto.randomUUID();
    const { seen, onProgress } = watched(kit, id);
    await labelsOf({ model: `${origin}/in-pieces${MODEL}?${id}`, onProgress });
    assert.isAtLeast(seen.length, 10); // the server sends ten pieces
    assert.deepEqual(seen.at(-1), { loaded: length, total: length });
    for (const [i, { loaded, total }] of seen.entries()) {
      assert.equal(total, length);
      assert.isAbove(loaded, seen[i - 1]?.loaded ?? 0);
    }
  });

  test("tells no total where the server compresses, whose declared size is of other bytes", async () => {
    /** @type {import("earful").Progress[]} */
    const seen = [];
    await labelsOf({ model: `${origin}/gzipped${MODEL}`, onProgress: (progress) => seen.push(progress) });
    assert.equal(seen.at(-1)?.loaded, (await bytes(kit, MODEL)).length);
    for (const { total } of seen) assert.isUndefined(total);
  });

  test("stops at once when the signal says so, before, during and after the download", async () => {
    const early = await failure(() => loadScorer({ variant, signal: AbortSignal.abort("changed my mind") }));
    assert.instanceOf(early, earful.LoadError);
    assert.equal(early.code, "aborted");
    assert.equal(early.cause, "changed my mind");

    for (const model of [`${origin}/never-ends${MODEL}`, await fetch(`${origin}/never-ends${MODEL}`)]) {
      const controller = new AbortController();
      const reason = new Error("the page was left");
      const onProgress = () => controller.abort(reason);
      const during = await failure(() => loadScorer({ variant, model, signal: controller.signal, onProgress }));
      assert.equal(during.code, "aborted");
      assert.equal(during.cause, reason);
    }

    const controller = new AbortController();
    const scorer = await loadScorer({ variant, model: origin + MODEL, signal: controller.signal });
    controller.abort();
    assert.lengthOf(Object.keys(scorer.selfTest()), 2);
    scorer.dispose();
  });

  test("stops at once when the signal says so, before and during the binary's download", async () => {
    const model = await bytes(kit, MODEL);
    const endless = `${origin}/never-ends${binary}`;
    const early = await failure(() => loadScorer({ model, wasm: endless, signal: AbortSignal.abort("no more") }));
    assert.deepEqual([early.code, early.cause], ["aborted", "no more"]);

    const wasm = await fetch(endless);
    const during = await failure(() => loadScorer({ model, wasm, signal: AbortSignal.timeout(50) }));
    assert.equal(during.code, "aborted");
  });

  test("goes on loading for others when one of them aborts", async () => {
    const wasm = `${origin}/in-pieces${binary}`;
    const controller = new AbortController();
    const [one, other] = [
      failure(() => loadScorer({ wasm, model: origin + MODEL, signal: controller.signal })),
      loadScorer({ wasm, model: origin + MODEL }),
    ];
    controller.abort();
    assert.equal((await one).code, "aborted");
    (await other).dispose();
  });

  /** @type {[string, () => LoadOptions | Promise<LoadOptions>, string, string, RegExp][]} */
  const refusals = [
    ["an unknown model's name", () => ({ model: "nope" }), "ArgumentError", "invalid_argument", /"nope".*cnn/],
    ["a number for a model", () => bad({ model: 3 }), "ArgumentError", "invalid_argument", /model .* not a number/],
    ["null for a model", () => bad({ model: null }), "ArgumentError", "invalid_argument", /model .* not null/],
    [
      "a request for a model",
      () => bad({ model: new Request(origin + MODEL) }),
      "ArgumentError",
      "invalid_argument",
      /model must be .* a URL, \{ url, integrity \}, bytes or a Response, not a Request/,
    ],
    ["an array for a binary", () => bad({ wasm: [] }), "ArgumentError", "invalid_argument", /wasm .* not an Array/],
    [
      "a signal that is none",
      () => bad({ signal: {} }),
      "ArgumentError",
      "invalid_argument",
      /signal .* not an Object/,
    ],
    ["null for a signal", () => bad({ signal: null }), "ArgumentError", "invalid_argument", /signal .* not null/],
    [
      "a number for onProgress",
      () => bad({ onProgress: 1 }),
      "ArgumentError",
      "invalid_argument",
      /onProgress .* not a/,
    ],
    ["an unknown variant", () => bad({ variant: "turbo" }), "ArgumentError", "invalid_argument", /"turbo"/],
    ["a missing file", () => ({ model: `${origin}/no-such-file` }), "LoadError", "load_failed", /no-such-file.*404/],
    ["a connection that breaks", () => ({ model: `${origin}/broken${MODEL}` }), "LoadError", "load_failed", /broken/],
    ["an error page", () => ({ model: new Response("", { status: 500 }) }), "LoadError", "load_failed", /HTTP 500/],
    ["a used response", used, "LoadError", "load_failed", /./],
    ["a missing binary", () => ({ wasm: `${origin}/no-such-file` }), "LoadError", "load_failed", /no-such-file.*404/],
    ["bytes that are no binary", () => ({ wasm: new Uint8Array(8) }), "LoadError", "load_failed", /wasm: /],
    ["another's binary", async () => ({ wasm: EMPTY_MODULE }), "LoadError", "load_failed", /wasm: /],
    ["no bytes for a model", () => ({ model: new ArrayBuffer(0) }), "ModelError", "model_invalid", /./],
    ["bytes for a model that were given away", givenAway, "ArgumentError", "invalid_argument", /buffer is detached/],
    ["text for a model", async () => ({ model: await bytes(kit, "/README.md") }), "ModelError", "model_invalid", /./],
    [
      "a model that is cut short",
      async () => ({ model: (await bytes(kit, MODEL)).slice(0, -1) }),
      "ModelError",
      "model_invalid",
      /./,
    ],
    ["a model with a weight that is NaN", withNan, "ModelError", "model_invalid", /output\.bias|self_test/],
  ];
  for (const [what, options, name, code, message] of refusals) {
    test(`refuses ${what}`, async () => {
      const given = await options();
      const error = await failure(() => loadScorer({ variant, ...given }));
      assert.instanceOf(error, earful.EarfulError);
      assert.deepEqual([error.name, error.code], [name, code]);
      assert.match(error.message, message);
      assert.lengthOf(await labelsOf({ model: origin + MODEL }), 2);
    });
  }

  /**
   * Options that TypeScript would refuse.
   * @param {object} options
   */
  function bad(options) {
    return /** @type {LoadOptions} */ (options);
  }

  async function givenAway() {
    const model = await bytes(kit, MODEL);
    structuredClone(model, { transfer: [model.buffer] });
    return { model };
  }

  async function used() {
    const model = new Response("x");
    await model.text();
    return { model };
  }

  async function withNan() {
    const model = await bytes(kit, MODEL);
    new DataView(model.buffer).setUint32(model.length - 4, 0x7fc00000, true);
    return { model };
  }

  test("refuses options that are none", async () => {
    for (const options of [null, "cnn", 3]) {
      const error = await failure(() => loadScorer(/** @type {any} */ (options)));
      assert.instanceOf(error, earful.ArgumentError);
      assert.match(error.message, /options must be an object, not (null|a string|a number)/);
    }
  });

  test("shares one WebAssembly instance among scorers of the same binary", async () => {
    const module = await WebAssembly.compile(await bytes(kit, binary));
    const instances = await instancesMadeBy(async () => {
      const load = () => loadScorer({ wasm: module, model: origin + MODEL });
      const scorers = [...(await Promise.all([load(), load()])), await load()];
      const [first, ...others] = scorers.map((scorer) => scorer.selfTest());
      for (const scores of others) assert.deepEqual(scores, first);
      scorers[0]?.dispose();
      assert.deepEqual(scorers[1]?.selfTest(), first);
      for (const scorer of scorers) scorer.dispose();
    });
    assert.lengthOf(instances, 1);
  });
}

const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
