// @ts-check
import { babble, bytes, failure, MODEL } from "../kit.js";
import { instancesMadeBy, limitMemory } from "../wasm-memory.js";

const CYCLES = 1500;
const PAGE = 65536; // bytes
const SMALL = 60; // pages: more than loading the model and a second of audio take
// Pages. With some of these a clip of some seconds fits, but not what is computed from it; which, differs by the build.
const TIGHT = [40, 42, 44, 46, 48, 50];

/** @param {import("../kit.js").Kit} kit */
export function memorySuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant, gc } = kit;
  const { loadScorer } = earful;
  const second = babble(1, 48000);

  /**
   * The binary with memory for `pages` alone.
   * @param {number} pages
   */
  const limited = async (pages) => limitMemory(await bytes(kit, `/web/dist/earful-${variant}.wasm`), pages);

  test(`loads, scores and disposes ${CYCLES} times in the memory that a hundred times need`, async () => {
    const model = await bytes(kit, MODEL);
    let pages = 0;
    const instances = await instancesMadeBy(async () => {
      await cycles(100, { model, wasm: await WebAssembly.compile(await limited(32768)) });
    });
    for (const { exports } of instances) {
      for (const memory of Object.values(exports)) {
        if (memory instanceof WebAssembly.Memory) pages = Math.max(pages, memory.buffer.byteLength / PAGE);
      }
    }
    assert.isAbove(pages, 0);
    await cycles(CYCLES, { model, wasm: await WebAssembly.compile(await limited(pages)) });
  });

  /**
   * @param {number} count
   * @param {import("earful").LoadOptions} options
   */
  async function cycles(count, options) {
    const keeper = await loadScorer(options); // or the instance, and what leaks in it, might be collected in between
    for (let i = 0; i < count; i++) {
      const scorer = await loadScorer(options);
      scorer.score(second, 48000, { attention: true });
      if (i % 100 === 0) await failure(() => scorer.score(second.subarray(0, 10), 48000));
      if (i % 100 === 0) await failure(() => loadScorer({ ...options, model: new Uint8Array(100) }));
      scorer.dispose();
    }
    keeper.dispose();
  }

  test("refuses a clip that the memory cannot hold, and stays usable", async () => {
    const scorer = await loadScorer({ wasm: await limited(SMALL), model: origin + MODEL });
    const before = scorer.score(second, 48000);
    const error = await failure(() => scorer.score(new Float32Array(SMALL * PAGE), 48000));
    assert.instanceOf(error, earful.EarfulError);
    assert.equal(error.code, "out_of_memory");
    assert.deepEqual(scorer.score(second, 48000), before);
    scorer.dispose();
  });

  test("refuses a text that the memory cannot hold as one too long, and stays usable", async () => {
    const model = `${origin}/tests/vectors/model_text.safetensors`;
    const scorer = await earful.loadTextScorer({ wasm: await limited(SMALL), model });
    const before = scorer.score("you silly goose");
    const error = await failure(() => scorer.score("g".repeat(2 * SMALL * PAGE)));
    assert.instanceOf(error, earful.TextError);
    assert.equal(error.code, "text_too_long");
    assert.deepEqual(scorer.score("you silly goose"), before);
    scorer.dispose();
  });

  /** A scorer whose core aborted for want of memory, and one that shares its instance. */
  async function trapped() {
    for (const pages of TIGHT) {
      const options = { wasm: await WebAssembly.compile(await limited(pages)), model: origin + MODEL };
      const scorer = await loadScorer(options);
      const neighbour = await loadScorer(options);
      const before = scorer.score(second, 48000);
      // Ever longer clips, until one fits but not what is computed from it: there the core aborts. In small steps, or the
      // clip may be the first that does not fit.
      const error = await failure(() => {
        for (let length = 1; ; length += 0.1) scorer.score(babble(length, 16000), 16000);
      });
      if (error.code !== "out_of_memory") return { options, scorer, neighbour, before, error };
      scorer.dispose();
      neighbour.dispose();
    }
    throw new Error("no core aborted");
  }

  test("gives up a WebAssembly instance that trapped, and starts another on the next load", async () => {
    const { options, scorer, neighbour, before, error } = await trapped();
    assert.instanceOf(error, earful.EarfulError);
    assert.equal(error.code, "engine_failed");
    assert.instanceOf(error.cause, WebAssembly.RuntimeError);
    for (const victim of [scorer, neighbour]) {
      assert.equal((await failure(() => victim.score(second, 48000))).code, "engine_failed");
      victim.dispose();
      assert.equal((await failure(() => victim.score(second, 48000))).code, "disposed");
    }

    const fresh = await loadScorer(options);
    assert.deepEqual(fresh.score(second, 48000), before);
    fresh.dispose();
  });

  if (gc) {
    test("frees a scorer that was forgotten", async () => {
      const wasm = await WebAssembly.compile(await limited(2 * SMALL)); // room for some ten models
      const options = { wasm, model: await bytes(kit, MODEL) };
      const keeper = await loadScorer(options);
      for (let i = 0; i < 500; i++) {
        await loadScorer(options);
        if (i % 5 === 4) {
          gc();
          await new Promise((resolve) => setTimeout(resolve));
        }
      }
      assert.lengthOf(Object.keys(keeper.selfTest()), 2);
      keeper.dispose();
    });

    test("lets go of the instance when the last scorer is disposed", async () => {
      const wasm = await WebAssembly.compile(await bytes(kit, `/web/dist/earful-${variant}.wasm`));
      /** @type {WeakRef<WebAssembly.Instance> | undefined} */
      let instance;
      const load = async () => {
        const [made] = await instancesMadeBy(async () => (await loadScorer({ wasm, model: origin + MODEL })).dispose());
        instance = made && new WeakRef(made);
      };
      await load();
      for (let i = 0; i < 50 && instance?.deref(); i++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        gc();
      }
      assert.isDefined(instance);
      assert.isUndefined(instance?.deref());
    });
  }
}
