// @ts-check
import { call } from "./call.js";
import { liveScenes } from "./live-scenes.js";
import { Listener, pause, until } from "./listener.js";

/** @typedef {import("./live-scenes.js").LiveKit} LiveKit */

/**
 * What is heard, and what becomes of its source.
 * @param {LiveKit} kit
 */
export function captureSuite(kit) {
  const { test, monitor, resources } = kit;
  /** @type {LiveKit["assert"]} */
  const assert = kit.assert; // its assertions narrow types, which asks for a declared one
  const { player, scoresOf } = liveScenes(kit);

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
    // A machine that has more to do may be too slow for 25, and says so.
    const unexpected = heard.flatMap(({ errors }) => errors).filter(({ code }) => code !== "audio_lost");
    assert.deepEqual(unexpected.map(String), []);
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
}
