// @ts-check
import { failure } from "../kit.js";
import { RATE, liveScenes } from "./live-scenes.js";
import { Listener, until } from "./listener.js";

/** @typedef {import("./live-scenes.js").LiveKit} LiveKit */

/**
 * What breaks.
 * @param {LiveKit} kit
 */
export function faultSuite(kit) {
  const { test, earful, monitor, resources } = kit;
  /** @type {LiveKit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { player, scoresOf } = liveScenes(kit);

  /**
   * A worker that can be ended, and a speaker.
   * @param {(scene: Awaited<ReturnType<typeof player>> & { m: import("earful/live").Monitor, heard: Listener, stop(way: string): void }) => Promise<void>} play
   */
  async function withMortalWorker(play) {
    const scene = await player();
    const heard = new Listener();
    const m = await monitor(scene.node, heard.options({ worker: "/tests/web/page/mortal-worker.js" }));
    const channel = new BroadcastChannel("mortal");
    await play({ ...scene, m, heard, stop: (way) => channel.postMessage(way) });
    await m.stop();
    channel.close();
    await scene.end();
    const states = heard.speech.map(({ state }) => state);
    assert.deepEqual(states, states.map((_, i) => (i % 2 ? "ended" : "started"))); // prettier-ignore
  }

  for (const way of ["throw", "vanish"]) {
    test(`hears an utterance again when the worker breaks off in it (${way})`, () =>
      withMortalWorker(async ({ say, m, heard, stop }) => {
        const { when } = say();
        await heard.started();
        stop(way);
        await until(() => heard.errors.length > 0, "an error");
        assert.instanceOf(heard.errors[0], earful.EarfulError);
        assert.equal(heard.errors[0]?.code, "worker_failed");
        const told = await heard.utterance(1);
        assert.notEqual(told.cut, "fault");
        assert.closeTo(told.start + m.contextTimeOffset, when, 0.7);
        assert.deepEqual(told.scores, await scoresOf(told, when - m.contextTimeOffset));
      }));
  }

  test("stops, and tells the cost, where the handler that hears of a broken worker asks for it", async () => {
    const { node, say, end } = await player();
    const heard = new Listener();
    /** @type {Promise<unknown>[]} */
    const asked = [];
    const m = await monitor(
      node,
      heard.options({
        worker: "/tests/web/page/mortal-worker.js",
        onError: () => asked.push(m.cost(), m.stop()),
      }),
    );
    say();
    await heard.started();
    const channel = new BroadcastChannel("mortal");
    channel.postMessage("throw");
    await until(() => asked.length > 0, "an error");
    const [cost] = await Promise.all(asked);
    assert.deepEqual(cost, { work: 0, audio: 0 });
    assert.equal(m.state, "stopped");
    assert.deepEqual(await m.cost(), { work: 0, audio: 0 });
    channel.close();
    await end();
  });

  test("takes another worker though the handler that hears of a broken one throws", async () => {
    const { node, say, end } = await player();
    const heard = new Listener();
    const worker = "/tests/web/page/mortal-worker.js";
    const thrown = new Error("of the page's own handler");
    /** @type {unknown[]} */
    const reported = [];
    const note = (/** @type {ErrorEvent} */ event) => {
      if (event.error !== thrown) return;
      event.preventDefault();
      reported.push(event.error);
    };
    addEventListener("error", note);
    const rude = await monitor(node, {
      worker,
      onError: () => {
        throw thrown;
      },
    });
    const m = await monitor(node, heard.options({ worker }));
    const channel = new BroadcastChannel("mortal");
    channel.postMessage("throw");
    await until(() => reported.length > 0, "the handler's own error");
    say();
    await heard.utterance(1);
    await Promise.all([rude.stop(), m.stop()]);
    removeEventListener("error", note);
    channel.close();
    await end();
  });

  test("tells the cost while another worker is being loaded", () =>
    withMortalWorker(async ({ m, heard, stop }) => {
      stop("throw");
      await until(() => heard.errors.length > 0, "an error");
      const nothing = { work: 0, audio: 0 };
      assert.deepEqual(await Promise.all([m.cost(), m.cost()]), [nothing, nothing]);
    }));

  test("stops, and tells the cost, where no worker starts in place of one that broke off", () =>
    withMortalWorker(async ({ m, heard, stop }) => {
      const { Worker } = globalThis;
      globalThis.Worker = class extends Worker {
        /** @param {string | URL} _ @param {WorkerOptions} [options] */
        constructor(_, options) {
          super("/nowhere.js", options);
        }
      };
      try {
        stop("throw");
        await until(() => heard.errors.length > 0, "an error");
        const [cost] = await Promise.all([m.cost(), m.stop()]);
        assert.deepEqual(cost, { work: 0, audio: 0 });
      } finally {
        globalThis.Worker = Worker;
      }
    }));

  test("gives the latest scores as final when the worker hangs longer than samples are kept", () =>
    withMortalWorker(async ({ say, heard, stop }) => {
      say(true);
      await until(() => heard.scores.length > 0, "scores");
      stop("hang");
      await until(() => heard.errors.length > 0, "an error");
      const interim = heard.scores.at(-1);
      const told = heard.utterances.at(-1);
      assert.equal(told?.cut, "fault");
      assert.deepEqual([told?.start, told?.end, told?.scores], [interim?.start, interim?.end, interim?.scores]);
      await heard.utterance(heard.utterances.length + 1);
    }));

  test("gives up a worker that breaks off again and again", async () => {
    const { node, end } = await player();
    const heard = new Listener();
    const m = await monitor(node, heard.options({ worker: "/tests/web/page/mortal-worker.js" }));
    const channel = new BroadcastChannel("mortal");
    const crash = setInterval(() => channel.postMessage("throw"), 100); // not heard by one that still loads
    try {
      await until(() => m.state === "stopped", "stopped", 60_000);
    } finally {
      clearInterval(crash);
    }
    assert.equal(heard.errors.at(-1)?.code, "worker_failed");
    assert.isBelow(heard.errors.length, 10);
    channel.close();
    await end();
  });

  test("tells of samples that are no numbers, and goes on", async () => {
    const { context, node, say, end } = await player();
    const heard = new Listener();
    const m = await monitor(node, heard.options());
    const buffer = context.createBuffer(1, 1600, RATE);
    buffer.copyToChannel(new Float32Array(1600).fill(NaN), 0);
    const bad = new AudioBufferSourceNode(context, { buffer });
    bad.connect(context.createGain()).connect(node);
    bad.start();
    await until(() => heard.errors.length > 0, "an error");
    assert.instanceOf(heard.errors[0], earful.AudioError);
    assert.equal(heard.errors[0]?.code, "audio_not_finite");
    say();
    await heard.utterance(1);
    await m.stop();
    await end();
  });

  test("goes on after the audio thread was starved", async () => {
    const { context, node, say, end } = await player();
    await context.audioWorklet.addModule("/tests/web/page/busy-worklet.js");
    const heard = new Listener();
    const m = await monitor(node, heard.options());
    const busy = new AudioWorkletNode(context, "busy", { processorOptions: { milliseconds: 300, times: 5 } });
    busy.connect(context.destination);
    const { when } = say();
    assert.closeTo((await heard.utterance(1)).start + m.contextTimeOffset, when, 0.7);
    await m.stop();
    await end();
  });

  test("ends the loading, and later the monitor, at a signal", async () => {
    const { node, end } = await player();
    const early = await failure(() => monitor(node, { signal: AbortSignal.abort() }));
    assert.equal(early.code, "aborted");
    const slow = await failure(() =>
      monitor(node, { model: "/never-ends/web/dist/models/cnn.safetensors", signal: AbortSignal.timeout(300) }),
    );
    assert.equal(slow.code, "aborted");
    const controller = new AbortController();
    const m = await monitor(node, { signal: controller.signal });
    controller.abort();
    await until(() => m.state === "stopped", "stopped");
    await until(() => resources.held().length === 0, "nothing held");
    await end();
  });
}
