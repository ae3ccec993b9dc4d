// @ts-check
import { readSafetensors } from "../safetensors.js";
import { Listener, pause, until } from "./listener.js";

/**
 * @typedef {object} LiveKit
 * @property {(name: string, run: () => Promise<void>) => void} test
 * @property {typeof import("chai").assert} assert
 * @property {typeof import("earful")} earful
 * @property {typeof import("earful/live").monitor} monitor
 * @property {import("../page/resources.js").Resources} resources
 */

/** Hertz, of the clips and of the contexts in which samples have to stay what they are. */
const RATE = 16000;

/** @param {LiveKit} kit */
export function liveSuite({ test, assert: assertions, earful, monitor, resources }) {
  /** @type {LiveKit["assert"]} */
  const assert = assertions; // its assertions narrow types, which asks for a declared one

  /** Speech of 3.7 s. */
  const sentence = (async () => {
    const response = await fetch("/tests/vectors/clips.safetensors");
    const { tensors } = readSafetensors(new Uint8Array(await response.arrayBuffer()));
    const samples = tensors.get("sentence");
    if (!samples) throw new Error("no sentence");
    return samples;
  })();

  /**
   * A context of the test's own, with the sentence as often as one likes, and what it plays as node and as track.
   * @param {number} [sampleRate]
   */
  async function player(sampleRate = RATE) {
    const context = resources.ownContext({ sampleRate });
    const speech = await sentence;
    const buffer = context.createBuffer(1, speech.length, RATE);
    buffer.copyToChannel(new Float32Array(speech), 0);
    const node = new GainNode(context);
    const destination = context.createMediaStreamDestination();
    node.connect(destination);
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error("no track");
    return {
      context,
      node,
      track,
      stream: destination.stream,
      /**
       * Plays it once, or over and over.
       * @param {boolean} [loop]
       */
      say(loop = false) {
        const source = new AudioBufferSourceNode(context, { buffer, loop });
        source.connect(node);
        // Not before the audio thread knows of it; and at a whole frame, so that nothing is interpolated.
        const when = Math.ceil((context.currentTime + 0.5) * 8) / 8;
        source.start(when);
        return { source, when };
      },
      async end() {
        track.stop();
        await context.close();
      },
    };
  }

  /**
   * What score() gives the samples of an utterance.
   * @param {import("earful/live").LiveUtteranceEvent} utterance
   * @param {number} said the second of the stream when the sentence began
   * @param {boolean} [loop] over and over
   */
  async function scoresOf({ start, end }, said, loop = false) {
    const speech = await sentence;
    const first = Math.round((start - said) * RATE);
    const samples = Float32Array.from({ length: Math.round((end - start) * RATE) }, (_, i) => {
      const at = first + i;
      return speech[loop && at >= 0 ? at % speech.length : at] ?? 0;
    });
    const scorer = await earful.loadScorer();
    const { scores } = scorer.score(samples, RATE);
    scorer.dispose();
    return scores;
  }

  /**
   * A call to oneself.
   * @param {MediaStreamTrack} track
   */
  async function call(track) {
    const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
    near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
    far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
    /** @type {Promise<MediaStreamTrack>} */
    const remote = new Promise((resolve) => {
      far.ontrack = (event) => resolve(event.track);
    });
    near.addTrack(track);
    const negotiate = async () => {
      await near.setLocalDescription();
      await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
      await far.setLocalDescription();
      await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
    };
    await negotiate();
    const [transceiver] = near.getTransceivers();
    if (!transceiver) throw new Error("no transceiver");
    return {
      remote: await remote,
      /** @param {RTCRtpTransceiverDirection} direction */
      async turn(direction) {
        transceiver.direction = direction;
        await negotiate();
      },
      async hangUp() {
        transceiver.stop();
        await negotiate();
      },
      end() {
        near.close();
        far.close();
      },
    };
  }

  test("gives an utterance the scores that score() gives the same samples, to the last bit", async () => {
    const { context, node, say, end } = await player();
    const heard = new Listener();
    const m = await monitor(node, heard.options());
    const { when } = say();
    const utterance = await heard.utterance(1);
    assert.closeTo(utterance.start + m.contextTimeOffset, when, 0.7);
    assert.deepEqual(utterance.scores, await scoresOf(utterance, when - m.contextTimeOffset));
    await m.stop();
    assert.equal(context.state, "running"); // it is the page's own
    await end();
  });

  for (const rate of [8000, 44100, 48000]) {
    test(`hears a node of ${rate} Hz`, async () => {
      const { node, say, end } = await player(rate);
      const heard = new Listener();
      const m = await monitor(node, heard.options());
      const { when } = say();
      assert.closeTo((await heard.utterance(1)).start + m.contextTimeOffset, when, 0.7);
      await m.stop();
      await end();
    });
  }

  test("hears the microphone: a voice comes and goes, and each utterance has its scores", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const heard = new Listener();
    const m = await monitor(stream, heard.options());
    const { start, end, scores } = await heard.utterance(2);
    assert.isAbove(end, start);
    assert.hasAllKeys(scores, m.info.labels);
    const [started, ended] = heard.speech;
    assert.equal(started?.state, "started");
    assert.equal(ended?.state, "ended");
    assert.isAbove(ended?.time ?? 0, started?.time ?? Infinity);
    await m.stop();
    for (const track of stream.getTracks()) {
      assert.equal(track.readyState, "live"); // it is the page's own
      track.stop();
    }
    assert.deepEqual(heard.errors, []);
  });

  test("hears a remote track that nothing else plays", async () => {
    const { track, say, end } = await player();
    const { remote, end: endCall } = await call(track);
    const heard = new Listener();
    const m = await monitor(remote, heard.options());
    say(true);
    await heard.utterance(1);
    await m.stop();
    assert.equal(remote.readyState, "live");
    endCall();
    await end();
  });

  test("hears 25 speakers with one worker and one context", async () => {
    const { stream, say, end } = await player();
    const heard = Array.from({ length: 25 }, () => new Listener());
    const monitors = await Promise.all(heard.map((listener) => monitor(stream, listener.options())));
    assert.equal(resources.workers.size, 1);
    assert.equal(resources.contexts.size, 1);
    say();
    await Promise.all(heard.map((listener) => listener.utterance(1)));
    await Promise.all(monitors.slice(1).map((m) => m.stop()));
    assert.equal(resources.workers.size, 1); // one is left
    await monitors[0]?.stop();
    for (const { errors } of heard) assert.deepEqual(errors, []);
    await end();
  });

  test("tells the utterance in progress when it is stopped, and nothing afterwards", async () => {
    const { node, say, end } = await player();
    const heard = new Listener();
    const m = await monitor(node, heard.options());
    say(true);
    await heard.started();
    await pause(1000); // still within the sentence's first utterance
    await m.stop();
    assert.equal(heard.utterances.at(-1)?.cut, "end");
    assert.equal(m.state, "stopped");
    const told = heard.count;
    await pause(500);
    assert.equal(heard.count, told);
    await end();
  });

  test("stops by itself when the track ends, with the utterance in progress", async () => {
    const { track, say, end } = await player();
    const { remote, hangUp, end: endCall } = await call(track);
    const heard = new Listener();
    const m = await monitor(remote, heard.options());
    say(true);
    await heard.started();
    await pause(2000);
    await hangUp();
    await until(() => m.state === "stopped", "stopped");
    assert.equal(heard.speech.at(-1)?.state, "ended");
    assert.isAbove(heard.utterances.length, 0);
    endCall();
    await end();
  });

  test("goes on with a stream's other track when one ends", async () => {
    const one = await player();
    const other = await player();
    const { remote, hangUp, end: endCall } = await call(one.track);
    const heard = new Listener();
    const m = await monitor(new MediaStream([remote, other.track]), heard.options());
    await hangUp();
    await until(() => remote.readyState === "ended", "the end of the first");
    other.say();
    await heard.utterance(1);
    await m.stop();
    endCall();
    await one.end();
    await other.end();
  });

  test("goes on with another device on the same clock", async () => {
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "audioinput");
    assert.isAbove(devices.length, 1);
    const [first, second] = await Promise.all(
      devices.slice(-2).map(async ({ deviceId }) => {
        const media = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: deviceId } } });
        return /** @type {MediaStreamTrack} */ (media.getAudioTracks()[0]);
      }),
    );
    if (!first || !second) throw new Error("no two devices");
    const heard = new Listener();
    const m = await monitor(first, heard.options());
    const before = await heard.utterance(1);
    m.replaceTrack(second);
    first.stop();
    const after = await heard.utterance(2);
    assert.isAtLeast(after.start, before.end);
    assert.closeTo(after.end + m.contextTimeOffset, m.context.currentTime, 2);
    await m.stop();
    second.stop();
  });

  test("ends the utterance when the track is switched off, and hears it again when it is on", async () => {
    const { track, say, end } = await player();
    const heard = new Listener();
    const m = await monitor(track, heard.options());
    say(true);
    await heard.started();
    await pause(2000);
    track.enabled = false;
    await until(() => heard.speech.at(-1)?.state === "ended", "silent");
    await pause(500);
    const told = heard.utterances.length;
    assert.isAbove(told, 0);
    track.enabled = true;
    await heard.utterance(told + 1);
    await m.stop();
    await end();
  });

  test("says that a remote track is muted, and hears it again when it no longer is", async () => {
    const { track, say, end } = await player();
    const { turn, remote, end: endCall } = await call(track);
    const heard = new Listener();
    const m = await monitor(remote, heard.options());
    say(true);
    await heard.utterance(1);
    await turn("inactive");
    await until(() => m.state === "muted", "muted");
    await until(() => heard.speech.at(-1)?.state === "ended", "silent");
    await turn("sendonly");
    await until(() => m.state === "listening", "listening");
    await heard.utterance(heard.utterances.length + 1);
    await m.stop();
    assert.includeMembers(heard.states, ["muted", "listening", "stopped"]);
    endCall();
    await end();
  });

  test("ends the utterance when the context is suspended, and goes on when it is resumed", async () => {
    const { context, node, say, end } = await player();
    const heard = new Listener();
    const m = await monitor(node, heard.options());
    say(true);
    await heard.started();
    await pause(2000);
    const told = heard.utterances.length;
    await context.suspend();
    const { end: before } = await heard.utterance(told + 1);
    assert.equal(m.state, "suspended");
    await context.resume();
    const { start, end: after } = await heard.utterance(told + 2);
    assert.isAtLeast(start, before);
    assert.closeTo(after + m.contextTimeOffset, context.currentTime, 2);
    assert.equal(m.state, "listening");
    await m.stop();
    await end();
  });

  test("stops when the context of its node is closed", async () => {
    const { node, end } = await player();
    const m = await monitor(node, new Listener().options());
    await end();
    await until(() => m.state === "stopped", "stopped");
  });

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
    for (let crashes = 1; m.state !== "stopped"; crashes++) {
      assert.isBelow(crashes, 10);
      await until(() => m.state === "stopped" || resources.workers.size === 1, "a worker");
      channel.postMessage("throw");
      await until(() => m.state === "stopped" || heard.errors.length >= crashes, `error ${crashes}`, 500).catch(
        () => {},
      );
    }
    assert.equal(heard.errors.at(-1)?.code, "worker_failed");
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

  /** @param {() => Promise<unknown>} work */
  async function failure(work) {
    try {
      await work();
    } catch (error) {
      return /** @type {import("earful").EarfulError} */ (error);
    }
    throw new Error("it did not fail");
  }

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

  test("refuses an operating point that the model does not have", async () => {
    const { node, end } = await player();
    const error = await failure(() => monitor(node, { operatingPoint: "furious" }));
    assert.instanceOf(error, earful.ArgumentError);
    assert.match(error.message, /furious/);
    await end();
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
