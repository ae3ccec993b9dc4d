// @ts-check
/** Where voices come from: the microphone, or a file that is played. */
import { DecodeError } from "../clip.js";

/**
 * @typedef {object} Voice
 * @property {string} name
 * @property {MediaStream} stream
 * @property {Promise<void>} ended settles when there is no more to hear
 * @property {() => void} stop
 */

/**
 * @returns {Promise<Voice>}
 * @throws {DOMException} NotAllowedError, NotFoundError and the like, from getUserMedia
 */
export async function microphone() {
  if (!navigator.mediaDevices) throw new DOMException("no microphone outside a secure page", "NotSupportedError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const tracks = stream.getAudioTracks();
  const ended = Promise.all(tracks.map((track) => new Promise((resolve) => (track.onended = resolve))));
  return {
    name: "Your microphone",
    stream,
    ended: ended.then(() => {}),
    stop: () => tracks.forEach((track) => track.stop()),
  };
}

/**
 * Plays a file into a stream, and aloud unless somebody else plays it.
 * @param {AudioContext} context
 * @param {string} name
 * @param {ArrayBuffer} bytes of an audio file
 * @param {{ aloud: boolean, pause?: number }} how pause: seconds of silence first
 * @returns {Promise<Voice>}
 * @throws {DecodeError}
 */
export async function playedFile(context, name, bytes, { aloud, pause = 0 }) {
  const buffer = await context.decodeAudioData(bytes).catch((cause) => {
    throw new DecodeError(name, cause);
  });
  const source = new AudioBufferSourceNode(context, { buffer });
  const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  source.connect(output);
  if (aloud) source.connect(context.destination);
  source.start(context.currentTime + pause);
  return {
    name,
    stream: output.stream,
    ended: new Promise((resolve) => (source.onended = () => resolve())),
    stop: () => {
      source.stop();
      output.stream.getTracks().forEach((track) => track.stop());
    },
  };
}
