// @ts-check
/** One side of a call, which signals over a BroadcastChannel; moved by the test that opened it. */
import { monitor } from "/web/dist/live/index.js";
import { Listener } from "../suite/listener.js";

const heard = new Listener();
const connection = new RTCPeerConnection();
const channel = new BroadcastChannel("call");
connection.addEventListener("icecandidate", ({ candidate }) => {
  channel.postMessage({ candidate: candidate?.toJSON() });
});

/** @param {MediaStream | MediaStreamTrack | AudioNode} source */
async function listenTo(source) {
  call.monitor = await monitor(source, heard.options());
}

async function accept(/** @type {RTCSessionDescriptionInit} */ description) {
  await connection.setRemoteDescription(description);
  if (description.type !== "offer") return;
  await connection.setLocalDescription();
  channel.postMessage({ description: connection.localDescription?.toJSON() });
}

channel.addEventListener("message", ({ data: { description, candidate } }) => {
  if (description) void accept(description);
  else void connection.addIceCandidate(candidate);
});

const microphone = () => navigator.mediaDevices.getUserMedia({ audio: true });

const call = {
  heard,
  /** @type {import("earful/live").Monitor | undefined} */
  monitor: undefined,
  async dial() {
    for (const track of (await microphone()).getTracks()) connection.addTrack(track);
    await connection.setLocalDescription();
    channel.postMessage({ description: connection.localDescription?.toJSON() });
  },
  /** Listens to whoever dials. */
  async answer() {
    const { track } = await new Promise((resolve) => (connection.ontrack = resolve));
    await listenTo(track);
  },
  listenToMicrophone: async () => listenTo(await microphone()),
};

Object.assign(globalThis, { call });

// Whatever a test evaluates counts as a gesture, so that this has to begin by itself, and to say so.
if (location.search === "?by-itself") {
  await listenTo(new AudioContext().createMediaStreamDestination().stream);
  console.log(heard.states.join());
}
