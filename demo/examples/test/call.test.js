// @ts-check
/** The WebRTC and the LiveKit example in Chromium: a sample is played into a track, and utterances are told. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openExample } from "./browser.js";

describe("the call examples", () => {
  /** @type {Awaited<ReturnType<typeof openExample>>} */
  let opened;
  before(async () => {
    opened = await openExample(`
      export { watchCall } from "./webrtc-call.js";
      export { EarfulProcessor } from "./livekit-processor.js";
      export { LocalAudioTrack } from "livekit-client";
      import { playedFile } from "../page/live/voices.js";
      export const voice = async (context) => {
        const bytes = await (await fetch("/samples/friendly.ogg")).arrayBuffer();
        return playedFile(context, "friendly", bytes, { aloud: false });
      };
    `);
  });
  after(() => opened.close());

  test("a plain WebRTC call is scored as the other side hears it", async () => {
    const utterance = await opened.page.evaluate(async () => {
      const { watchCall, voice } = /** @type {any} */ (window).example;
      const context = new AudioContext();
      const { stream } = await voice(context);
      const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
      caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate ?? undefined);
      callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate ?? undefined);
      const heard = new Promise((resolve, reject) => {
        Object.assign(window, { stop: watchCall(callee, { onUtterance: resolve, onError: reject }) });
      });
      for (const track of stream.getTracks()) caller.addTrack(track, stream);
      await caller.setLocalDescription();
      await callee.setRemoteDescription(/** @type {RTCSessionDescription} */ (caller.localDescription));
      await callee.setLocalDescription();
      await caller.setRemoteDescription(/** @type {RTCSessionDescription} */ (callee.localDescription));
      const utterance = await heard;
      await /** @type {any} */ (window).stop();
      return utterance;
    });
    assert.ok(utterance.end > utterance.start);
    assert.ok(utterance.scores.toxic > 0 && utterance.scores.toxic < 1);
  });

  test("a track of a call that cannot be listened to is told as an error", async () => {
    /** @type {string[]} */
    const complaints = [];
    opened.page.on("pageerror", (error) => complaints.push(String(error)));
    const code = await opened.page.evaluate(async () => {
      const { watchCall, voice } = /** @type {any} */ (window).example;
      const { stream, stop } = await voice(new AudioContext());
      const [track] = stream.getAudioTracks();
      stop();
      const peer = new EventTarget();
      /** @type {any} */
      let unwatch;
      const error = await new Promise((resolve) => {
        unwatch = watchCall(peer, { onError: resolve });
        peer.dispatchEvent(Object.assign(new Event("track"), { track }));
        setTimeout(() => resolve({ code: "nothing" }), 2000);
      });
      await unwatch();
      return error.code;
    });
    assert.equal(code, "invalid_argument");
    assert.deepEqual(complaints, []);
  });

  test("a LiveKit track is scored and goes out as it is", async () => {
    const { utterance, same } = await opened.page.evaluate(async () => {
      const { EarfulProcessor, LocalAudioTrack, voice } = /** @type {any} */ (window).example;
      const context = new AudioContext();
      const { stream } = await voice(context);
      const [mediaTrack] = stream.getAudioTracks();
      const track = new LocalAudioTrack(mediaTrack);
      track.setAudioContext(context);
      /** @type {any} */
      let processor;
      const utterance = await new Promise((resolve, reject) => {
        processor = new EarfulProcessor({ onUtterance: resolve, onError: reject });
        track.setProcessor(processor).catch(reject);
      });
      const same = track.mediaStreamTrack === mediaTrack;
      await track.stopProcessor();
      return { utterance, same };
    });
    assert.ok(utterance.scores.toxic > 0 && utterance.scores.toxic < 1);
    assert.ok(same);
  });

  test("a microphone that the LiveKit processor's monitor cannot take gets another, and the first one stops", async () => {
    const stopped = await opened.page.evaluate(async () => {
      const { EarfulProcessor, voice } = /** @type {any} */ (window).example;
      const { stream } = await voice(new AudioContext());
      const [track] = stream.getAudioTracks();
      /** @type {string[]} */
      const states = [];
      const processor = new EarfulProcessor({ onState: (/** @type {string} */ state) => states.push(state) });
      const stops = () => states.filter((state) => state === "stopped").length;
      await processor.init({ track });
      const { MediaStreamAudioSourceNode } = window;
      window.MediaStreamAudioSourceNode = /** @type {any} */ (
        class {
          constructor() {
            Object.assign(window, { MediaStreamAudioSourceNode });
            throw new DOMException("a track of another rate", "NotSupportedError"); // as in Firefox
          }
        }
      );
      await processor.restart({ track: track.clone() });
      const first = stops();
      await processor.destroy();
      return [first, stops()];
    });
    assert.deepEqual(stopped, [1, 2]);
  });
});
