// @ts-check
import { failure } from "../kit.js";
import { liveScenes } from "./live-scenes.js";
import { until } from "./listener.js";

/** @typedef {import("./live-scenes.js").LiveKit} LiveKit */

/**
 * What is refused.
 * @param {LiveKit} kit
 */
export function refusalSuite(kit) {
  const { test, earful, monitor, resources } = kit;
  /** @type {LiveKit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { player } = liveScenes(kit);

  test("refuses what is no source, and tracks that have ended", async () => {
    for (const source of [undefined, {}, new Float32Array(100)]) {
      const error = await failure(() => monitor(/** @type {any} */ (source)));
      assert.instanceOf(error, earful.ArgumentError);
      assert.match(error.message, /MediaStream/);
    }
    const { track, stream, end } = await player();
    track.stop();
    for (const source of [track, stream, new MediaStream()]) {
      assert.instanceOf(await failure(() => monitor(source)), earful.ArgumentError);
    }
    await end();
  });

  test("refuses an operating point that the model does not have, and what cannot be sent to a worker", async () => {
    const { node, end } = await player();
    const silence = /** @type {any} */ (() => 0.3);
    assert.instanceOf(await failure(() => monitor(node, { silence })), earful.ArgumentError);
    const error = await failure(() => monitor(node, { operatingPoint: "furious" }));
    assert.instanceOf(error, earful.ArgumentError);
    assert.match(error.message, /furious/);
    await end();
  });

  test("refuses a binary or a model that cannot be sent to a worker", async () => {
    const { node, end } = await player();
    const model = new Uint8Array(100);
    structuredClone(model, { transfer: [model.buffer] });
    for (const [options, message] of /** @type {[any, RegExp][]} */ ([
      [{ wasm: new Uint8Array(8) }, /wasm must be a URL.* not/],
      [{ wasm: 3 }, /wasm must be a URL/],
      [{ model }, /detached/],
    ])) {
      const error = await failure(() => monitor(node, options));
      assert.instanceOf(error, earful.ArgumentError);
      assert.match(error.message, message);
    }
    await until(() => resources.held().length === 0, "nothing held");
    await end();
  });

  test("checks worker and worklet by the package's list wherever they are served from", async () => {
    const list = "/web/dist/integrity.js";
    const { integrity } = /** @type {typeof import("earful/integrity")} */ (await import(list));
    const other = `sha384-${"A".repeat(64)}`;
    for (const name of /** @type {const} */ (["worker", "worklet"])) {
      const { node, end } = await player(); // a context has its worklet from then on
      const error = await failure(() =>
        monitor(node, { [name]: `/web/dist/live/${name}.js`, integrity: { ...integrity, [`live/${name}.js`]: other } }),
      );
      assert.equal(error.code, "integrity_failed");
      assert.include(error.message, name);
      await end();
    }
  });

  test("says which file could not be had: model, binary, worker, worklet", async () => {
    const { node, end } = await player();
    const noWorklet = await failure(() => monitor(node, { worklet: "/nowhere.js" }));
    assert.equal(noWorklet.code, "capture_failed");
    assert.include(noWorklet.message, "worklet");
    for (const [options, code, name] of /** @type {const} */ ([
      [{ model: "/nowhere.safetensors" }, "load_failed", "nowhere"],
      [{ model: new Uint8Array(100) }, "model_invalid", ""],
      [{ wasm: "/nowhere.wasm" }, "load_failed", "nowhere"],
      [{ worker: "/nowhere.js" }, "load_failed", "worker"],
    ])) {
      const error = await failure(() => monitor(node, options));
      assert.instanceOf(error, earful.EarfulError);
      assert.equal(error.code, code);
      assert.include(error.message, name);
    }
    await end();
  });
}
