// @ts-check
import { failure } from "../kit.js";
import { liveScenes } from "./live-scenes.js";
import { Listener, pause, until } from "./listener.js";

/** @typedef {import("./live-scenes.js").LiveKit} LiveKit */

/**
 * What a page does with what is its own, while it is listened to and before. That nothing is held afterwards is
 * checked after every test.
 * @param {LiveKit} kit
 */
export function pageSuite(kit) {
  const { test, earful, monitor, resources } = kit;
  /** @type {LiveKit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { player } = liveScenes(kit);

  /**
   * What is rejected and nobody hears of while `work` is done.
   * @param {() => Promise<unknown>} work
   */
  async function unheard(work) {
    /** @type {string[]} */
    const told = [];
    const note = (/** @type {PromiseRejectionEvent} */ event) => void told.push(String(event.reason));
    addEventListener("unhandledrejection", note);
    await work();
    await pause(100);
    removeEventListener("unhandledrejection", note);
    return told;
  }

  test("stops though the page has disconnected its node already", async () => {
    const { node, end } = await player();
    const heard = new Listener();
    const m = await monitor(node, heard.options());
    node.disconnect();
    await m.stop();
    assert.equal(m.state, "stopped");
    assert.deepEqual(heard.states, ["stopped"]);
    await end();
  });

  test("refuses a worker or worklet that is no URL, and holds nothing", async () => {
    const { track, end } = await player();
    for (const options of [{ worker: "http://:80" }, { worklet: "http://:80" }, { integrity: {} }]) {
      const told = await unheard(async () => {
        assert.instanceOf(await failure(() => monitor(track, options)), earful.EarfulError);
        await until(() => resources.held().length === 0, "nothing held");
      });
      assert.deepEqual(told, [], JSON.stringify(options));
    }
    await end();
  });

  test("refuses options that are none, and holds nothing", async () => {
    const { track, end } = await player();
    for (const options of [null, 3, { signal: {} }, { onFlag: "flag" }, { onProgress: null }]) {
      const error = await failure(() => monitor(track, /** @type {any} */ (options)));
      assert.instanceOf(error, earful.ArgumentError);
      assert.match(error.message, /(options|signal|onFlag|onProgress) must be an? /);
      assert.deepEqual(resources.held(), []);
    }
    await end();
  });

  test("leaves no stream in a worker that others share where the signal comes while it is opened there", async () => {
    const { node, end } = await player();
    const first = await monitor(node);
    const controller = new AbortController();
    /** @type {Record<string, number[]>} the streams' numbers by the kind of message */
    const sent = { open: [], close: [] };
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (/** @type {any[]} */ ...message) {
      sent[message[0].type]?.push(message[0].id);
      if (message[0].type === "open") controller.abort();
      /** @type {Function} */ (postMessage).apply(this, message);
    };
    try {
      const error = await failure(() => monitor(node, { signal: controller.signal }));
      assert.equal(error.code, "aborted");
      assert.lengthOf(sent["open"] ?? [], 1);
      await until(() => sent["close"]?.length === 1, "its end");
      assert.deepEqual(sent["close"], sent["open"]);
    } finally {
      Worker.prototype.postMessage = postMessage;
    }
    await first.stop();
    await end();
  });

  test("refuses a track that ends while the worklet is loaded, and holds nothing", async () => {
    const { track, end } = await player();
    const other = await player();
    const first = await monitor(other.track); // the context of which stays open
    const before = resources.held();
    const opening = monitor(track);
    track.stop();
    assert.instanceOf(await failure(() => opening), earful.ArgumentError);
    await until(() => resources.held().length <= before.length, `no more than ${before.join()}`);
    await first.stop();
    await end();
    await other.end();
  });

  test("stops where the page closed the context that captures, and the next monitor has one of its own", async () => {
    const { track, say, end } = await player();
    const told = await unheard(async () => {
      const closed = await monitor(track);
      await /** @type {AudioContext} */ (closed.context).close();
      const heard = new Listener();
      const m = await monitor(track, heard.options());
      await until(() => closed.state === "stopped", "stopped");
      say();
      await heard.utterance(1);
      await m.stop();
    });
    assert.deepEqual(told, []);
    await end();
  });

  test("refuses to go on with what is no live audio track, and keeps the one it has", async () => {
    const { track, say, end } = await player();
    const other = await player();
    await other.end();
    const canvas = document.createElement("canvas");
    canvas.getContext("2d");
    const video = canvas.captureStream().getTracks()[0];
    const heard = new Listener();
    const m = await monitor(track, heard.options());
    for (const wrong of [other.track, video, undefined, {}]) {
      const error = await failure(() => m.replaceTrack(/** @type {any} */ (wrong)));
      assert.instanceOf(error, earful.ArgumentError);
    }
    say();
    await heard.utterance(1);
    await m.stop();
    video?.stop();
    await end();
  });

  test("takes thresholds that a framework watches", async () => {
    const { node, say, end } = await player();
    const heard = new Listener();
    const thresholds = new Proxy({ toxic: 0 }, {}); // which cannot be cloned
    const m = await monitor(node, heard.options({ thresholds }));
    say();
    await heard.utterance(1);
    assert.lengthOf(heard.flags, 1);
    await m.stop();
    await end();
  });

  test("says that it was stopped where it is to go on with another track", async () => {
    const { track, end } = await player();
    const other = await player();
    const m = await monitor(track);
    await m.stop();
    const error = await failure(async () => m.replaceTrack(other.track));
    assert.instanceOf(error, earful.DisposedError);
    await end();
    await other.end();
  });

  test("tells the progress of the loading to the monitor that began it, and only until it has ended", async () => {
    const { node, say, end } = await player();
    let [own, others] = [0, 0];
    const worker = "/tests/web/page/mortal-worker.js";
    const heard = new Listener();
    const first = await monitor(node, heard.options({ worker, onProgress: () => own++ }));
    const second = await monitor(node, { worker, onProgress: () => others++ });
    const loaded = own;
    assert.isAbove(loaded, 0);
    const channel = new BroadcastChannel("mortal");
    channel.postMessage("throw");
    await until(() => heard.errors.length > 0, "an error");
    say();
    await heard.utterance(1); // another worker has loaded it again
    assert.deepEqual([own, others], [loaded, 0]);
    await first.stop();
    await second.stop();
    channel.close();
    await end();
  });
}
