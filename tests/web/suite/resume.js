// @ts-check
import { bytes, failure, MODEL, watched } from "../kit.js";
import { pause } from "./listener.js";

/**
 * Downloads that break, or are broken off.
 * @param {import("../kit.js").Kit} kit
 */
export function resumeSuite(kit) {
  /** @type {import("../kit.js").Kit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { test, earful, origin, variant } = kit;

  /**
   * What is told of a model's download, which must succeed.
   * @param {string} way of the test server
   */
  async function progressOf(way) {
    const id = crypto.randomUUID(); // the server breaks an address's first answer
    const { seen, onProgress } = watched(kit, id);
    const scorer = await earful.loadScorer({ model: `${origin}/${way}${MODEL}?${id}`, variant, onProgress });
    scorer.selfTest();
    scorer.dispose();
    const { length } = await bytes(kit, MODEL);
    assert.deepEqual(seen.at(-1), { loaded: length, total: length });
    for (const { loaded, total } of seen) {
      assert.equal(total, length);
      assert.isAtMost(loaded, length);
    }
    return seen.map(({ loaded }) => loaded);
  }

  const falls = (/** @type {number[]} */ loaded) => loaded.filter((at, i) => at < (loaded[i - 1] ?? 0)).length;

  test("goes on from where a download broke, as often as something new comes", async () => {
    const loaded = await progressOf("breaks-off");
    assert.equal(falls(loaded), 0); // not a byte was fetched twice
  });

  test("begins anew where the server cannot go on, and says so", async () => {
    assert.equal(falls(await progressOf("breaks-once")), 1);
  });

  test("begins anew where the file is another in the meantime, and goes on with that where it breaks too", async () => {
    assert.equal(falls(await progressOf("changes")), 1);
  });

  test("goes on after two tries that brought nothing", async () => {
    assert.equal(falls(await progressOf("falters")), 0);
  });

  test("gives up when nothing new comes", async () => {
    const error = await failure(() => earful.loadScorer({ variant, model: `${origin}/broken${MODEL}` }));
    assert.equal(error.code, "load_failed");
    assert.match(error.message, /broken/);
  });

  test("lets out what onProgress throws, and takes nothing more", async () => {
    const mine = new Error("mine");
    let cancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => {
        cancelled = true;
      },
    });
    const ours = new earful.LoadError("load_failed", "no break of the connection");
    for (const [model, thrown] of /** @type {const} */ ([
      [origin + MODEL, mine],
      [origin + MODEL, ours],
      [new Response(endless), mine],
    ])) {
      let told = 0;
      const onProgress = () => {
        told += 1;
        throw thrown;
      };
      assert.equal(await failure(() => earful.loadScorer({ variant, model, onProgress })), thrown);
      assert.equal(told, 1);
    }
    assert.isTrue(cancelled);
  });

  test("stops at once when the signal says so between two tries", async () => {
    const controller = new AbortController();
    const loading = failure(() =>
      earful.loadScorer({ variant, model: `${origin}/broken${MODEL}`, signal: controller.signal }),
    );
    await pause(400); // within the pause before the third
    controller.abort();
    assert.equal(/** @type {any} */ (await Promise.race([loading, pause(200)]))?.code, "aborted"); // before the third
  });
}
